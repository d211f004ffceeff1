"""Importing this module makes every table known to `database.Base`."""

from courseapp.accounts import models as accounts
from courseapp.activities import models as activities
from courseapp.audit import models as audit
from courseapp.catalog import models as catalog
from courseapp.certificates import models as certificates
from courseapp.dialogues import models as dialogues
from courseapp.enrolment import models as enrolment
from courseapp.mail import models as mail
from courseapp.organisations import models as organisations
from courseapp.plans import models as plans
from courseapp.quizzes import models as quizzes
from courseapp.reflections import models as reflections
from courseapp.reviews import models as reviews
from courseapp.scenarios import models as scenarios
from courseapp.writing import models as writing

TABLES = (
    accounts,
    activities,
    audit,
    catalog,
    certificates,
    dialogues,
    enrolment,
    mail,
    organisations,
    plans,
    quizzes,
    reflections,
    reviews,
    scenarios,
    writing,
)

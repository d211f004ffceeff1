"""A small course with free texts, a survey, a plan and lessons that bring them back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course
from courseapp.catalog.services import publish_folder
from courseapp.enrolment.models import Enrolment
from courseapp.kinds import COURSE_KINDS
from courseapp.organisations.models import Role
from courseapp.quizzes.domain.kind import part_id
from courseapp.web.now import utc_now
from tests.factories import make_enrolment, make_organisation, make_person, make_run

SLUG = "schrijfcursus"
MODEL, WHY = "VOORBEELD tot dinsdag", "DAAROM zo"
MOMENT, CUSTOMER = (part_id("eerste-zin", f"rubric:{n}") for n in (0, 1))
ALL = [
    "plan",
    "plan/terug",
    "vooraf/peiling",
    "schrijven/eerste-zin",
    "schrijven/keuze",
    "schrijven/kort",
]

_SCHRIJVEN = f"""---
id: schrijven
title: De eerste zin
---
Lees eerst, en kijk later [terug](4-terug.md).

::: models {{title="Twee keer"}}
## minder: Vaak
**Jij:** Nee.
## beter: Zo
**Jij:** Graag.
:::

::: question {{#eerste-zin}}
Schrijf de eerste zin aan de klant.

- rubric(2, moment): Noemt een dag of tijd
- rubric(1): Gaat over deze klant

model: {MODEL}
why: {WHY}
:::

::: question {{#tweede-zin}}
Schrijf nog een zin.

- rubric(3): Klinkt als jij

model: Nog een {MODEL}
:::

::: question {{#keuze}}
Welke zin koos je?

- [ ] De <eerste>
- [x] De **tweede**
:::

::: question {{#kort}}
Wie?

= Kahneman
:::
"""
_PLAN = """---
id: plan
title: Mijn plan
kind: reflection
---
::: prompt {#terug}
Welk gesprek?
:::

::: plan {#als-dan}
Klein.
:::
"""
_VOORAF = """---
id: vooraf
title: Vooraf
kind: quiz
graded: no
---
Wat denk je nu?

::: question {#peiling}
Hoe zeker ben je?

scale: 1..3 | niet | heel
:::
"""
TERUG = "\n\n".join(f"::: recall {{of={target}}}\nOver {target}.\n:::" for target in ALL)
_TERUG = f"---\nid: terug\ntitle: Terug\n---\nTerug.\n\n{TERUG}\n"


def course_files(changes: Mapping[str, str] | None = None) -> dict[str, bytes]:
    """The sources, with `changes` laid over them."""
    texts = {
        "course.md": "---\nid: schrijfcursus\ntitle: Schrijven\n---\nTekst.\n",
        "1-begin/module.md": "---\nid: begin\ntitle: Begin\n---\n",
        "1-begin/1-vooraf.md": _VOORAF,
        "1-begin/2-schrijven.md": _SCHRIJVEN,
        "1-begin/3-plan.md": _PLAN,
        "1-begin/4-terug.md": _TERUG,
        **(changes or {}),
    }
    return {path: text.encode() for path, text in texts.items()}


def publish_course(session: Session, changes: Mapping[str, str] | None = None) -> Course:
    """Publish it through the ordinary door."""
    files = course_files(changes)
    checked = COURSE_KINDS.check(files)
    assert [finding for finding in checked.findings if finding.is_error] == []
    publish_folder(session, files=files, checked=checked, now=utc_now())
    return session.scalars(select(Course).where(Course.slug == SLUG)).one()


def make_writer(session: Session, **run: Any) -> tuple[Person, Enrolment, Person]:
    """A writer with an enrolment in it, and the trainer of the run."""
    bureau, organisation = make_organisation(session), make_organisation(session)
    trainer = make_person(session, organisation=bureau, role=Role.TRAINER, name="Marijke")
    person = make_person(session, organisation=organisation)
    course = session.scalars(select(Course).where(Course.slug == SLUG)).one_or_none()
    course = course or publish_course(session)
    values: dict[str, Any] = {"trainer_id": trainer.id, **run}
    made = make_run(session, organisation=organisation, course=course, **values)
    return person, make_enrolment(session, person=person, run=made), trainer

"""The trainee's blueprint, and what every page of a course starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import abort
from flask_login import current_user

from courseapp.catalog.domain.compiled import CompiledStep, StepText
from courseapp.catalog.queries import Published, get_revision
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.enrolment.queries import find_learning
from courseapp.organisations.models import Role
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.now import utc_now
from courseapp.web.policy import GuardedBlueprint, requires
from courseapp.web.requests import LARGEST_KEY

bp = GuardedBlueprint("trainee", __name__, policy=requires(Role.TRAINEE, scope="own enrolments"))


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a trainee's request works with: the own enrolment, the published course, the moment."""

    enrolment: Enrolment
    run: CourseRun
    published: Published
    locale: str
    now: datetime

    def step(self, step_id: str, *, kind: str = "") -> CompiledStep:
        """The step with this id (and kind), or a 404."""
        step = self.published.course.steps_by_id.get(step_id)
        if step is None or (kind and step.kind != kind):
            abort(404)
        return step

    def following(self, step: CompiledStep) -> CompiledStep | None:
        """The step after this one in the course as it is now."""
        return next(iter(self.published.course.steps_after(step.id)), None)

    def text(self, step: CompiledStep) -> StepText:
        """The step in the reader's language."""
        return step.text(self.locale)


def open_desk(enrolment_id: int) -> Desk:
    """The desk of the viewer's own running enrolment, or a 404 for anyone else's."""
    if not 0 < enrolment_id <= LARGEST_KEY:
        abort(404)  # a form may say any number; a database holds no such key
    found = find_learning(
        db.session(),
        enrolment_id=enrolment_id,
        person_id=current_user.person_id,
        organisation_ids=current_user.organisation_ids(Role.TRAINEE),
    )
    if found is None:
        abort(404)
    return Desk(
        enrolment=found.enrolment,
        run=found.run,
        published=get_revision(db.session(), found.revision_id, content_hash=found.content_hash),
        locale=current_locale(),
        now=utc_now(),
    )

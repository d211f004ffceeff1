"""What every exercise calls: note that someone is at work, and that a step is done."""

from __future__ import annotations

from courseapp.catalog.queries import get_revision
from courseapp.certificates.domain import new_code
from courseapp.certificates.services import issue_certificate
from courseapp.progress import services as progress
from courseapp.trainee.blueprint import Desk
from courseapp.web.database import db


def touch(desk: Desk, *, step_id: str, anchor: str | None = None) -> None:
    """Remember where the trainee is, down to an anchor on the page; the caller commits."""
    progress.note_activity(
        db.session(), enrolment=desk.enrolment, step_id=step_id, anchor=anchor, now=desk.now
    )


def complete_step(desk: Desk, *, step_id: str, rule: str, earned_on: int | None = None) -> bool:
    """Note that a step is done; after the last one, issue the certificate. The caller commits."""
    is_new = progress.complete_step(
        db.session(),
        enrolment=desk.enrolment,
        published=desk.published,
        step_id=step_id,
        rule=rule,
        now=desk.now,
        earned_on=earned_on,
    )
    _issue_when_finished(desk)
    return is_new


def finish_course(desk: Desk) -> bool:
    """Finish a course in which nothing is missing, as when its last open step was removed."""
    is_finished = progress.settle_course(
        db.session(), enrolment=desk.enrolment, published=desk.published, now=desk.now
    )
    _issue_when_finished(desk)
    return is_finished


def _issue_when_finished(desk: Desk) -> None:
    revision_id = desk.enrolment.completed_revision_id
    if revision_id is None:
        return
    session, published = db.session(), desk.published
    if published.revision_id != revision_id:
        published = get_revision(session, revision_id)
    issue_certificate(
        session, enrolment=desk.enrolment, published=published, code=new_code(), now=desk.now
    )

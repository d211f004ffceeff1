"""Free texts: the writer's own, and what a trainer may read because it was shared."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Revision
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.quizzes import queries as quizzes
from courseapp.writing.models import Writing


@dataclass(frozen=True, kw_only=True)
class SharedWriting:
    """A free text that its writer shares with the trainer of the run, since `shared_at`."""

    writing: Writing
    run_name: str
    writer: str
    shared_at: datetime | None


def find_writing(session: Session, *, enrolment: Enrolment, item_id: str) -> Writing | None:
    """What the holder of this enrolment wrote at a free text."""
    return list_writings(session, enrolment=enrolment, item_ids=[item_id]).get(item_id)


def list_writings(
    session: Session, *, enrolment: Enrolment, item_ids: Collection[str]
) -> Mapping[str, Writing]:
    """What the holder of this enrolment wrote at these free texts, by item."""
    rows = session.scalars(
        select(Writing).where(
            Writing.organisation_id == enrolment.organisation_id,
            Writing.enrolment_id == enrolment.id,
            Writing.item_id.in_(item_ids),
        )
    )
    return {row.item_id: row for row in rows}


def list_scored(session: Session, *, enrolment: Enrolment) -> Sequence[Writing]:
    """All free texts of this enrolment to which their writer gave points."""
    return session.scalars(
        select(Writing)
        .where(
            Writing.organisation_id == enrolment.organisation_id,
            Writing.enrolment_id == enrolment.id,
            Writing.scored_at.is_not(None),
        )
        .order_by(Writing.scored_at, Writing.id)
    ).all()


def list_shared_writings(session: Session, *, trainer_id: int) -> list[SharedWriting]:
    """All free texts that are shared at this moment with this trainer, newest first."""
    statement = _shared(trainer_id).order_by(Writing.shared_at.desc())
    # a trainer's runs lie in several client organisations; the run names its trainer
    return [_row(row) for row in session.execute(statement, execution_options=ALL_TENANTS)]


def find_shared_writing(
    session: Session, *, trainer_id: int, writing_id: int
) -> SharedWriting | None:
    """One free text, only while it is shared and only for the trainer of its run."""
    statement = _shared(trainer_id).where(Writing.id == writing_id)
    # a trainer's runs lie in several client organisations; the run names its trainer
    row = session.execute(statement, execution_options=ALL_TENANTS).one_or_none()
    return _row(row) if row else None


def _shared(trainer_id: int) -> Select[tuple[Writing, datetime | None, str, str]]:
    return (
        select(Writing, Writing.shared_at, CourseRun.name, Person.name)
        .join(Enrolment, Enrolment.id == Writing.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRun.trainer_id == trainer_id,
            Writing.shared_at.is_not(None),
            Writing.revised_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _row(row: Row[tuple[Writing, datetime | None, str, str]]) -> SharedWriting:
    writing, shared_at, run_name, writer = row
    return SharedWriting(writing=writing, run_name=run_name, writer=writer, shared_at=shared_at)


def list_answered_revisions(
    session: Session, course_id: int, item_ids: Collection[str]
) -> dict[str, set[int]]:
    """The revisions on which each of these items was answered or written at, by anyone."""
    found = quizzes.list_answered_revisions(session, course_id, item_ids)
    written = (
        select(Writing.item_id, Writing.revision_id)
        .join(Revision, Revision.id == Writing.revision_id)
        .where(Writing.item_id.in_(item_ids), Revision.course_id == course_id)
    )
    # a question belongs to the bureau's course: whoever answered it, in any organisation
    for item, revision in session.execute(written.distinct(), execution_options=ALL_TENANTS):
        found.setdefault(item, set()).add(revision)
    return found

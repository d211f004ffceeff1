"""Who takes part in what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course, Revision
from courseapp.enrolment.models import CourseRun, Enrolment


@dataclass(frozen=True, kw_only=True)
class Learning:
    """An enrolment with its run and the pointer to the current revision of its course."""

    enrolment: Enrolment
    run: CourseRun
    revision_id: int
    content_hash: str


def join_revision(chosen: Select[Any]) -> Select[Any]:
    """Enrolments in `chosen`, each with its run, its course and the revision that is current."""
    return (
        chosen.join(
            CourseRun,
            (CourseRun.id == Enrolment.run_id)
            & (CourseRun.organisation_id == Enrolment.organisation_id),
        )
        .join(Course, Course.id == CourseRun.course_id)
        .join(Revision, Revision.id == Course.current_revision_id)
    )


def list_learning(
    session: Session, *, person_id: int, organisation_ids: Sequence[int]
) -> list[Learning]:
    """All running enrolments of a person in these organisations, oldest first."""
    rows = session.execute(
        join_revision(select(Enrolment, CourseRun, Revision.id, Revision.content_hash))
        .where(
            Enrolment.organisation_id.in_(organisation_ids),
            Enrolment.person_id == person_id,
            Enrolment.ended_at.is_(None),
        )
        .order_by(Enrolment.enrolled_at, Enrolment.id)
    )
    return [Learning(enrolment=e, run=r, revision_id=i, content_hash=h) for e, r, i, h in rows]


_LEARNING = join_revision(select(Enrolment, CourseRun, Revision.id, Revision.content_hash)).where(
    Enrolment.id == bindparam("id"),
    Enrolment.organisation_id.in_(bindparam("organisations", expanding=True)),
    Enrolment.person_id == bindparam("person"),
    Enrolment.ended_at.is_(None),
)
"""Written out once: every page of a course asks this."""


def find_learning(
    session: Session, *, enrolment_id: int, person_id: int, organisation_ids: Sequence[int]
) -> Learning | None:
    """One running enrolment, only if it is this person's own."""
    given = {"id": enrolment_id, "organisations": organisation_ids, "person": person_id}
    row = session.execute(_LEARNING, given).one_or_none()
    if row is None:
        return None
    return Learning(enrolment=row[0], run=row[1], revision_id=row[2], content_hash=row[3])

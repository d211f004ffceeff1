"""Free texts of their writer, and which questions were written at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Revision
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes import queries as quizzes
from courseapp.writing.models import Writing


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

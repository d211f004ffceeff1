"""What the studio shows of the people who take a course: numbers only."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment


def count_under_way(session: Session) -> dict[int, int]:
    """How many people are taking each course (by id) and have not finished it."""
    rows = session.execute(
        select(CourseRun.course_id, func.count())
        .join(Enrolment, Enrolment.run_id == CourseRun.id)
        .where(
            Enrolment.started_at.is_not(None),
            Enrolment.completed_at.is_(None),
            Enrolment.ended_at.is_(None),
        )
        .group_by(CourseRun.course_id),
        # a course belongs to the bureau: its trainers see one number over all client organisations
        execution_options=ALL_TENANTS,
    )
    return dict(rows.tuples().all())

"""What can be chosen in the report's filters: the runs and departments of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course, Revision
from courseapp.catalog.queries import get_revision
from courseapp.enrolment.models import CourseRun
from courseapp.organisations.models import Department


@dataclass(frozen=True, kw_only=True)
class RunOption:
    """A run with its course as published now; `steps_required` is what completion asks for."""

    id: int
    name: str
    course_title: str
    steps_required: int
    starts_on: date
    due_on: date | None
    closed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class DepartmentOption:
    """A department of the organisation."""

    id: int
    name: str


def list_runs(session: Session, *, organisation_id: int, locale: str) -> list[RunOption]:
    """The runs of an organisation, latest first, with course titles in `locale`."""
    rows = session.execute(
        select(CourseRun, Revision.id, Revision.content_hash)
        .join(Course, Course.id == CourseRun.course_id)
        .join(Revision, Revision.id == Course.current_revision_id)
        .where(CourseRun.organisation_id == organisation_id)
        .order_by(CourseRun.starts_on.desc(), CourseRun.id.desc())
    )
    found = []
    for run, revision_id, content_hash in rows.all():
        course = get_revision(session, revision_id, content_hash=content_hash).course
        found.append(
            RunOption(
                id=run.id,
                name=run.name,
                course_title=course.text(locale).title,
                steps_required=len(course.required_step_ids()),
                starts_on=run.starts_on,
                due_on=run.due_on,
                closed_at=run.closed_at,
            )
        )
    return found


def list_departments(session: Session, *, organisation_id: int) -> list[DepartmentOption]:
    """The departments of an organisation by name."""
    rows = session.execute(
        select(Department.id, Department.name)
        .where(Department.organisation_id == organisation_id)
        .order_by(Department.name)
    )
    return [DepartmentOption(id=row.id, name=row.name) for row in rows]

"""Reflections and work tasks of their writer, and all work that a trainer may read as shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.reflections.models import PrivateWork, Reflection, WorkTask

Work = TypeVar("Work", bound=PrivateWork)


@dataclass(frozen=True, kw_only=True)
class Shared(Generic[Work]):
    """Work that its writer shares with the trainer of the run, since `shared_at`."""

    work: Work
    run_name: str
    writer: str
    shared_at: datetime | None


def find_own(session: Session, *, enrolment: Enrolment, step_id: str) -> Reflection | None:
    """What the holder of this enrolment wrote at a step."""
    return session.scalars(
        select(Reflection).where(
            Reflection.organisation_id == enrolment.organisation_id,
            Reflection.enrolment_id == enrolment.id,
            Reflection.step_id == step_id,
        )
    ).one_or_none()


def find_task(session: Session, *, enrolment: Enrolment, step_id: str) -> WorkTask | None:
    """What the holder of this enrolment wrote at a work task."""
    return session.scalars(
        select(WorkTask).where(
            WorkTask.organisation_id == enrolment.organisation_id,
            WorkTask.enrolment_id == enrolment.id,
            WorkTask.step_id == step_id,
        )
    ).one_or_none()


def list_done_tasks(session: Session, *, enrolment: Enrolment) -> Sequence[WorkTask]:
    """The work tasks that the holder of this enrolment did, in order of time."""
    return session.scalars(
        select(WorkTask)
        .where(
            WorkTask.organisation_id == enrolment.organisation_id,
            WorkTask.enrolment_id == enrolment.id,
            WorkTask.done_at.is_not(None),
        )
        .order_by(WorkTask.done_at, WorkTask.id)
    ).all()


def find_trainer_name(session: Session, *, run: CourseRun) -> str | None:
    """Whom the holder of an enrolment in this run can share with."""
    if run.trainer_id is None:
        return None
    return session.scalar(select(Person.name).where(Person.id == run.trainer_id))


def list_shared(session: Session, kind: type[Work], *, trainer_id: int) -> list[Shared[Work]]:
    """All of this kind that is shared at this moment with this trainer, newest first."""
    statement = _shared(kind, trainer_id).order_by(kind.shared_at.desc())
    # a trainer's runs lie in several client organisations; the run names its trainer
    return [_row(row) for row in session.execute(statement, execution_options=ALL_TENANTS)]


def find_shared(
    session: Session, kind: type[Work], *, trainer_id: int, work_id: int
) -> Shared[Work] | None:
    """One piece of work, only while it is shared and only for the trainer of its run."""
    statement = _shared(kind, trainer_id).where(kind.id == work_id)
    # a trainer's runs lie in several client organisations; the run names its trainer
    row = session.execute(statement, execution_options=ALL_TENANTS).one_or_none()
    return _row(row) if row else None


def _shared(kind: type[Work], trainer_id: int) -> Select[tuple[Work, datetime | None, str, str]]:
    return (
        select(kind, kind.shared_at, CourseRun.name, Person.name)
        .join(Enrolment, Enrolment.id == kind.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRun.trainer_id == trainer_id,
            kind.shared_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _row(row: Row[tuple[Work, datetime | None, str, str]]) -> Shared[Work]:
    work, shared_at, run_name, writer = row
    return Shared(work=work, run_name=run_name, writer=writer, shared_at=shared_at)

"""Reflections and work tasks: the writer's own, and what a trainer may read as it was shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.reflections.models import Reflection, WorkTask


@dataclass(frozen=True, kw_only=True)
class SharedReflection:
    """A reflection that its writer shares with the trainer of the run, since `shared_at`."""

    reflection: Reflection
    run_id: int
    run_name: str
    writer: str
    shared_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class SharedTask:
    """A work task that its writer shares with the trainer of the run, since `shared_at`."""

    task: WorkTask
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


def list_shared(session: Session, *, trainer_id: int) -> list[SharedReflection]:
    """All that is shared at this moment with this trainer, newest first."""
    statement = _shared(trainer_id).order_by(Reflection.shared_at.desc())
    # a trainer's runs lie in several client organisations; the run names its trainer
    return [
        _row(row) for row in session.execute(statement, execution_options={"all_tenants": True})
    ]


def find_shared(
    session: Session, *, trainer_id: int, reflection_id: int
) -> SharedReflection | None:
    """One reflection, only while it is shared and only for the trainer of its run."""
    statement = _shared(trainer_id).where(Reflection.id == reflection_id)
    # a trainer's runs lie in several client organisations; the run names its trainer
    row = session.execute(statement, execution_options={"all_tenants": True}).one_or_none()
    return _row(row) if row else None


def list_shared_tasks(session: Session, *, trainer_id: int) -> list[SharedTask]:
    """All work tasks that are shared at this moment with this trainer, newest first."""
    statement = _shared_tasks(trainer_id).order_by(WorkTask.shared_at.desc())
    # a trainer's runs lie in several client organisations; the run names its trainer
    return [
        _task_row(row)
        for row in session.execute(statement, execution_options={"all_tenants": True})
    ]


def find_shared_task(session: Session, *, trainer_id: int, task_id: int) -> SharedTask | None:
    """One work task, only while it is shared and only for the trainer of its run."""
    statement = _shared_tasks(trainer_id).where(WorkTask.id == task_id)
    # a trainer's runs lie in several client organisations; the run names its trainer
    row = session.execute(statement, execution_options={"all_tenants": True}).one_or_none()
    return _task_row(row) if row else None


def _shared_tasks(trainer_id: int) -> Select[tuple[WorkTask, datetime | None, str, str]]:
    return (
        select(WorkTask, WorkTask.shared_at, CourseRun.name, Person.name)
        .join(Enrolment, Enrolment.id == WorkTask.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRun.trainer_id == trainer_id,
            WorkTask.shared_at.is_not(None),
            WorkTask.done_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _task_row(row: Row[tuple[WorkTask, datetime | None, str, str]]) -> SharedTask:
    task, shared_at, run_name, writer = row
    return SharedTask(task=task, run_name=run_name, writer=writer, shared_at=shared_at)


def _shared(trainer_id: int) -> Select[tuple[Reflection, datetime | None, int, str, str]]:
    return (
        select(Reflection, Reflection.shared_at, CourseRun.id, CourseRun.name, Person.name)
        .join(Enrolment, Enrolment.id == Reflection.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRun.trainer_id == trainer_id,
            Reflection.shared_at.is_not(None),
            Reflection.submitted_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _row(row: Row[tuple[Reflection, datetime | None, int, str, str]]) -> SharedReflection:
    reflection, shared_at, run_id, run_name, writer = row
    return SharedReflection(
        reflection=reflection,
        run_id=run_id,
        run_name=run_name,
        writer=writer,
        shared_at=shared_at,
    )

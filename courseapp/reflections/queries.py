"""Reflections and work tasks of their writer, and all work that a trainer may read as shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.database import ALL_TENANTS
from courseapp.database.paging import PAGE, find_page
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


@dataclass(frozen=True, kw_only=True)
class SharedLine:
    """Which piece of work is shared, without what it says."""

    kind: type[PrivateWork]
    work_id: int
    step_id: str
    revision_id: int
    run_name: str
    writer: str
    shared_at: datetime


@dataclass(frozen=True, kw_only=True)
class SharedPage:
    """One page of what is shared, of `pages`."""

    lines: tuple[SharedLine, ...]
    number: int
    pages: int


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


def list_shared(
    session: Session, kinds: Sequence[type[PrivateWork]], *, trainer_id: int, number: int = 1
) -> SharedPage:
    """What is shared with this trainer at this moment, of all kinds, newest first."""
    chosen = union_all(*(_lines(kind, trainer_id, place=n) for n, kind in enumerate(kinds)))
    found = chosen.subquery()
    # a trainer's runs lie in several client organisations; the run names its trainer
    total = session.scalar(select(func.count()).select_from(found), execution_options=ALL_TENANTS)
    number, pages = find_page(number, total=total or 0)
    rows = session.execute(
        select(found)
        .order_by(found.c.shared_at.desc(), found.c.place, found.c.work_id)
        .limit(PAGE)
        .offset((number - 1) * PAGE),
        execution_options=ALL_TENANTS,
    )
    lines = tuple(_line(kinds, row) for row in rows)
    return SharedPage(lines=lines, number=number, pages=pages)


def find_shared(
    session: Session, kind: type[Work], *, trainer_id: int, work_id: int
) -> Shared[Work] | None:
    """One piece of work, only while it is shared and only for the trainer of its run."""
    statement = _while_shared(
        select(kind, kind.shared_at, CourseRun.name, Person.name), kind, trainer_id
    )
    # a trainer's runs lie in several client organisations; the run names its trainer
    row = session.execute(
        statement.where(kind.id == work_id), execution_options=ALL_TENANTS
    ).one_or_none()
    if row is None:
        return None
    work, shared_at, run_name, writer = row
    return Shared(work=work, run_name=run_name, writer=writer, shared_at=shared_at)


def _lines(kind: type[PrivateWork], trainer_id: int, *, place: int) -> Select[Any]:
    columns = select(
        literal(place).label("place"),
        kind.id.label("work_id"),
        kind.step_id,
        kind.revision_id,
        kind.shared_at,
        CourseRun.name.label("run_name"),
        Person.name.label("writer"),
    ).select_from(kind)
    return _while_shared(columns, kind, trainer_id)


def _while_shared(chosen: Select[Any], kind: type[PrivateWork], trainer_id: int) -> Select[Any]:
    return (
        chosen.join(Enrolment, Enrolment.id == kind.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRun.trainer_id == trainer_id,
            kind.shared_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _line(kinds: Sequence[type[PrivateWork]], row: Row[Any]) -> SharedLine:
    values = dict(row._mapping)
    return SharedLine(kind=kinds[values.pop("place")], **values)

"""The lines of the report, a page at a time or as a stream that holds few rows in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from courseapp.accounts.models import Person
from courseapp.certificates.models import Certificate
from courseapp.database.folding import Folded
from courseapp.enrolment.domain import Status
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Department, Membership
from courseapp.reports.domain.days import LocalDays
from courseapp.reports.domain.rows import ReportRow, count_steps
from courseapp.reports.domain.selection import AsOf, Selection, Sort
from courseapp.reports.queries.options import RunOption
from courseapp.reports.queries.scope import (
    due_on,
    is_selected,
    join_membership,
    join_person,
    join_run,
    status_at,
    urgency_at,
)

PAGE_SIZE = 50
ROWS_AT_ONCE = 1_000


def list_page(
    session: Session, selection: Selection, *, as_of: AsOf, runs: Sequence[RunOption], page: int
) -> list[ReportRow]:
    """The rows of one page of 50; pages count from 1.

    First which rows, by what filters and order look at; then all columns of those few.
    """
    chosen = (
        _join_sorted(select(Enrolment.id), selection)
        .where(is_selected(selection, as_of=as_of))
        .order_by(*_order(selection, as_of))
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    ids = list(session.scalars(chosen))
    lines = session.execute(_lines(selection, as_of).where(Enrolment.id.in_(ids)))
    return list(_present(lines, as_of=as_of, runs=runs))


def stream_rows(
    session: Session, selection: Selection, *, as_of: AsOf, runs: Sequence[RunOption]
) -> Iterator[ReportRow]:
    """All rows of a selection, fetched in batches through a cursor on the server."""
    options = {"yield_per": ROWS_AT_ONCE}
    return _present(
        session.execute(_lines(selection, as_of), execution_options=options), as_of=as_of, runs=runs
    )


def _lines(selection: Selection, as_of: AsOf) -> Select[Any]:
    return (
        _join_department(
            select(
                Person.name, Person.email, Membership.personnel_number, Department.name,
                Enrolment.run_id, _as_driver_gives(Enrolment.enrolled_at), due_on, status_at(as_of.today),
                Enrolment.steps_done, _as_driver_gives(Enrolment.last_activity_at),
                _as_driver_gives(Enrolment.completed_at),
                Certificate.code,
            )
        )
        .outerjoin(
            Certificate,
            and_(
                Certificate.enrolment_id == Enrolment.id,
                Certificate.organisation_id == Enrolment.organisation_id,
                Certificate.revoked_at.is_(None),
            ),
        )
        .where(is_selected(selection, as_of=as_of))
        .order_by(*_order(selection, as_of))
    )  # fmt: skip


def _join_sorted(statement: Select[Any], selection: Selection) -> Select[Any]:
    """Tie in what filters and order look at, and nothing more."""
    if selection.sort is Sort.DEPARTMENT:
        return _join_department(statement)
    statement = join_person(join_run(statement))
    return statement if selection.department_id is None else join_membership(statement)


def _join_department(statement: Select[Any]) -> Select[Any]:
    return join_membership(join_person(join_run(statement))).outerjoin(
        Department,
        and_(
            Department.id == Membership.department_id,
            Department.organisation_id == Membership.organisation_id,
        ),
    )


def _order(selection: Selection, as_of: AsOf) -> list[ColumnElement[Any]]:
    """The chosen column, unknown values last, then name and number: the same order every time."""
    name: ColumnElement[Any] = Folded(Person.name)
    columns: Mapping[Sort, ColumnElement[Any]] = {
        Sort.NAME: name,
        Sort.DEPARTMENT: Folded(Department.name),
        Sort.RUN: Folded(CourseRun.name),
        Sort.STEPS: Enrolment.steps_done.expression,
        Sort.STATUS: urgency_at(as_of.today),
        Sort.ACTIVITY: Enrolment.last_activity_at.expression,
    }
    chosen = columns[selection.sort]
    first = (chosen.desc() if selection.is_descending else chosen.asc()).nulls_last()
    return [first, *([] if selection.sort is Sort.NAME else [name]), Enrolment.id.expression]


def _as_driver_gives(moment: Any) -> ColumnElement[Any]:
    """A moment without the work of `database.Moment`: only its day is asked for, by `LocalDays`."""
    return type_coerce(moment, NullType())


STATUSES = {status.value: status for status in Status}


def _present(lines: Any, *, as_of: AsOf, runs: Sequence[RunOption]) -> Iterator[ReportRow]:
    by_id = {run.id: run for run in runs}
    local = LocalDays(as_of.time_zone)
    for (
        name, email, number, department, run_id, enrolled_at, due, status, steps_done,
        active_at, completed_at, code,
    ) in lines:  # fmt: skip
        run = by_id[run_id]
        done, required = count_steps(
            done=steps_done, required=run.steps_required, is_completed=completed_at is not None
        )
        yield ReportRow(
            name, email, number or "", department or "", run.name, run.course_title,
            local.day(enrolled_at), due, STATUSES[status], done, required,
            local.find_day(active_at), local.find_day(completed_at), code or "",
        )  # fmt: skip

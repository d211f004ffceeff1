"""What a selection adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from courseapp.enrolment.domain import Status
from courseapp.enrolment.models import Enrolment
from courseapp.reports.domain.rows import Summary
from courseapp.reports.domain.selection import AsOf, Selection
from courseapp.reports.queries.scope import (
    is_reported,
    is_selected,
    join_filtered,
    join_run,
    status_at,
)

WEEKS = 10


def summarise(session: Session, selection: Selection, *, as_of: AsOf) -> Summary:
    """Counts by status and completions by week of a selection, in two statements."""
    status = status_at(as_of.today)
    sums = [_sum(status == one.value) for one in Status]
    weeks = [_sum(Enrolment.completed_at < end) for end in as_of.week_ends(WEEKS)]
    statement = join_filtered(select(*sums, *weeks), selection)
    row = session.execute(statement.where(is_selected(selection, as_of=as_of))).one()
    values = [value or 0 for value in row]
    return Summary(
        counts=dict(zip(Status, values, strict=False)),
        everyone=session.execute(
            select(func.count()).select_from(Enrolment).where(is_reported(selection))
        ).scalar_one(),
        completed_by_week=tuple(values[len(Status) :]),
    )


def count_selection(session: Session, selection: Selection, *, as_of: AsOf) -> int:
    """How many lines the report of a selection has."""
    statement = join_filtered(select(func.count()), selection)
    chosen = statement.where(is_selected(selection, as_of=as_of))
    return int(session.execute(chosen).scalar_one())


def count_by_run(
    session: Session, *, organisation_id: int, as_of: AsOf
) -> Mapping[int, Mapping[Status, int]]:
    """Participations of each run of an organisation by status; runs without any are absent."""
    selection = Selection(organisation_id=organisation_id)
    status = status_at(as_of.today).label("status")
    rows = session.execute(
        join_run(select(Enrolment.run_id, status, func.count()))
        .where(is_selected(selection, as_of=as_of))
        .group_by(Enrolment.run_id, status)
    )
    found: dict[int, dict[Status, int]] = {}
    for run_id, name, count in rows:
        found.setdefault(run_id, dict.fromkeys(Status, 0))[Status(name)] = count
    return found


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))

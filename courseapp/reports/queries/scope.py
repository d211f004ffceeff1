"""Which participations a selection holds: the one place where its filters become SQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_

from courseapp.accounts.models import Person
from courseapp.database.folding import Folded, fold
from courseapp.enrolment.domain import Status
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Membership, Role
from courseapp.reports.domain.selection import AsOf, Selection

due_on = func.coalesce(Enrolment.due_on, CourseRun.due_on)


def status_at(today: date) -> ColumnElement[str]:
    """The rule of `enrolment.domain.status_of`, as SQL; a property test holds the two equal."""
    return case(
        (Enrolment.completed_at.is_not(None), literal(Status.COMPLETED.value)),
        (due_on < today, literal(Status.OVERDUE.value)),
        (Enrolment.started_at.is_(None), literal(Status.NOT_STARTED.value)),
        else_=literal(Status.UNDER_WAY.value),
    )


def urgency_at(today: date) -> ColumnElement[int]:
    """Statuses as HR wants them sorted: overdue first, completed last."""
    return case(
        (Enrolment.completed_at.is_not(None), literal(3)),
        (due_on < today, literal(0)),
        (Enrolment.started_at.is_(None), literal(1)),
        else_=literal(2),
    )


def join_run(statement: Select[Any]) -> Select[Any]:
    """Tie each participation to its run, which knows the due date."""
    return statement.select_from(Enrolment).join(
        CourseRun,
        and_(
            CourseRun.id == Enrolment.run_id,
            CourseRun.organisation_id == Enrolment.organisation_id,
        ),
    )


def join_person(statement: Select[Any]) -> Select[Any]:
    """Tie in the person."""
    return statement.join(Person, Person.id == Enrolment.person_id)


def join_membership(statement: Select[Any]) -> Select[Any]:
    """Tie in the trainee's membership, which knows department and personnel number."""
    return statement.outerjoin(
        Membership,
        and_(
            Membership.organisation_id == Enrolment.organisation_id,
            Membership.person_id == Enrolment.person_id,
            Membership.role == Role.TRAINEE.value,
        ),
    )


def join_filtered(statement: Select[Any], selection: Selection) -> Select[Any]:
    """Tie in only what the filters look at: sums over 100,000 participations then need no more."""
    statement = join_run(statement)
    if selection.search:
        statement = join_person(statement)
    return statement if selection.department_id is None else join_membership(statement)


def is_reported(selection: Selection) -> ColumnElement[bool]:
    """Whether a participation counts at all: running, or ended after it was completed."""
    conditions = [
        Enrolment.organisation_id == selection.organisation_id,
        or_(Enrolment.ended_at.is_(None), Enrolment.completed_at.is_not(None)),
    ]
    if selection.run_id is not None:
        conditions.append(Enrolment.run_id == selection.run_id)
    return and_(*conditions)


def is_selected(selection: Selection, *, as_of: AsOf) -> ColumnElement[bool]:
    """Whether a participation passes every filter of the selection."""
    conditions = [is_reported(selection)]
    if selection.department_id is not None:
        conditions.append(Membership.department_id == selection.department_id)
    if selection.status is not None:
        conditions.append(status_at(as_of.today) == selection.status.value)
    if selection.completed_from is not None:
        conditions.append(Enrolment.completed_at >= as_of.midnight(selection.completed_from))
    if selection.completed_until is not None:
        end = as_of.midnight(selection.completed_until + timedelta(days=1))
        conditions.append(Enrolment.completed_at < end)
    if selection.search:
        wanted = fold(selection.search)
        conditions.append(Folded(Person.name).contains(wanted, autoescape=True))
    return and_(*conditions)

"""The report's one selection: status, filters, order and sums in SQL as the pure rules have them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.database.folding import fold
from courseapp.enrolment.domain import Status, due_date, status_of
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Membership
from courseapp.reports.domain.rows import ReportRow
from courseapp.reports.domain.selection import AsOf, Selection, Sort
from courseapp.reports.queries import (
    PAGE_SIZE,
    count_by_run,
    count_selection,
    list_departments,
    list_page,
    list_runs,
    stream_rows,
    summarise,
)
from courseapp.reports.queries.scope import join_run, status_at
from tests.reports.world import AS_OF, NOW, TODAY, House, certify, fill, make_house, take_part

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _everyone(house: House) -> Selection:
    return Selection(organisation_id=house.organisation.id)


def _rows(session: Session, selection: Selection, *, as_of: AsOf = AS_OF) -> list[ReportRow]:
    runs = list_runs(session, organisation_id=selection.organisation_id, locale="nl")
    return list(stream_rows(session, selection, as_of=as_of, runs=runs))


def _expected_status(enrolment: Enrolment, house: House, *, today: date = TODAY) -> Status:
    run = next(run for run in house.runs if run.id == enrolment.run_id)
    return status_of(
        started_at=enrolment.started_at,
        completed_at=enrolment.completed_at,
        due_on=due_date(own=enrolment.due_on, of_run=run.due_on),
        today=today,
    )


@pytest.mark.parametrize("shift", [-2, -1, 0, 1, 2])
def test_the_status_in_sql_is_the_status_of_the_rule(session: Session, shift: int) -> None:
    house = make_house(session)
    enrolments, today = fill(session, house), TODAY + timedelta(days=shift)
    statement = join_run(select(Enrolment.id, status_at(today))).where(
        Enrolment.organisation_id == house.organisation.id
    )
    in_sql = {key: Status(status) for key, status in session.execute(statement)}
    assert in_sql == {e.id: _expected_status(e, house, today=today) for e in enrolments}
    assert (Status.OVERDUE in in_sql.values()) == (shift >= 0)
    assert len(set(in_sql.values())) >= 3


def test_who_ended_without_completing_is_not_reported_and_who_completed_is(
    session: Session,
) -> None:
    house = make_house(session)
    left = NOW - timedelta(days=1)
    take_part(session, house.runs[0], name="Gestopt", ended_at=left, started_at=left)
    take_part(session, house.runs[0], name="Klaar en weg", ended_at=left, completed_at=left)
    take_part(session, house.runs[0], name="Bezig", started_at=left)
    found = {row.name: row.status for row in _rows(session, _everyone(house))}
    assert found == {"Klaar en weg": Status.COMPLETED, "Bezig": Status.UNDER_WAY}


def _passes(selection: Selection, enrolment: Enrolment, house: House, session: Session) -> bool:
    """The filters once more, in plain Python."""
    day = enrolment.completed_at and enrolment.completed_at.astimezone(AMSTERDAM).date()
    person = session.get_one(Person, enrolment.person_id)
    department = session.scalars(
        select(Membership.department_id).where(
            Membership.organisation_id == house.organisation.id, Membership.person_id == person.id
        )
    ).one()
    return all(
        (
            enrolment.ended_at is None or enrolment.completed_at is not None,
            selection.run_id in (None, enrolment.run_id),
            selection.department_id in (None, department),
            selection.status in (None, _expected_status(enrolment, house)),
            not selection.completed_from or (day is not None and day >= selection.completed_from),
            not selection.completed_until or (day is not None and day <= selection.completed_until),
            (fold(selection.search) or "") in (fold(person.name) or ""),
        )
    )


FILTERS: Sequence[Callable[[House], dict[str, Any]]] = (
    lambda house: {},
    lambda house: {"run_id": house.runs[1].id},
    lambda house: {"department_id": house.departments[0].id},
    *((lambda house, status=status: {"status": status}) for status in Status),
    lambda house: {"completed_from": date(2026, 11, 17)},
    lambda house: {"completed_until": date(2026, 11, 17)},
    lambda house: {"completed_from": date(2026, 11, 17), "completed_until": date(2026, 11, 17)},
    lambda house: {"search": "SEYMA"},
    lambda house: {"search": "zoe"},
    lambda house: {"search": "0%"},
    lambda house: {"search": "_"},
    lambda house: {
        "run_id": house.runs[0].id, "department_id": house.departments[1].id,
        "status": Status.COMPLETED, "search": "C", "completed_from": date(2026, 11, 16),
    },
)  # fmt: skip


@pytest.mark.parametrize("chosen", FILTERS)
def test_screen_stream_count_and_sums_hold_the_rows_that_pass_the_filters(
    session: Session, chosen: Callable[[House], dict[str, Any]]
) -> None:
    house = make_house(session)
    enrolments = fill(session, house)
    selection = replace(_everyone(house), **chosen(house))
    expected = [e for e in enrolments if _passes(selection, e, house, session)]
    rows = _rows(session, selection)
    numbers = {
        session.scalars(
            select(Membership.personnel_number).where(
                Membership.organisation_id == house.organisation.id,
                Membership.person_id == e.person_id,
            )
        ).one()
        for e in expected
    }
    assert {row.personnel_number for row in rows} == numbers
    assert len(rows) == len(expected) == count_selection(session, selection, as_of=AS_OF)
    summary = summarise(session, selection, as_of=AS_OF)
    statuses = [_expected_status(e, house) for e in expected]
    assert summary.counts == {status: statuses.count(status) for status in Status}
    assert summary.total == len(expected)
    runs = list_runs(session, organisation_id=house.organisation.id, locale="nl")
    pages = [
        list_page(session, selection, as_of=AS_OF, runs=runs, page=number)
        for number in (1, 2)
    ]  # fmt: skip
    assert [*pages[0], *pages[1]] == rows
    assert len(pages[0]) == min(len(rows), PAGE_SIZE)


def test_no_filter_is_empty_handed_by_accident(session: Session) -> None:
    """Each filter above finds someone and leaves someone out, except the ones made to find nobody."""
    house = make_house(session)
    fill(session, house)
    sizes = [len(_rows(session, replace(_everyone(house), **f(house)))) for f in FILTERS]
    assert sizes[0] == 48
    assert [size for size in sizes[1:] if not 0 < size < 48] == [0], sizes


def test_a_completion_counts_for_the_day_on_the_organisations_clock(session: Session) -> None:
    house = make_house(session)
    last = datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)
    for name, moment in (("laatste", last), ("eerste", last + timedelta(seconds=1))):
        take_part(session, house.runs[0], name=name, completed_at=moment)
    sunday = date(2026, 10, 25)
    until = replace(_everyone(house), completed_until=sunday)
    after = replace(_everyone(house), completed_from=sunday + timedelta(days=1))
    assert [(r.name, r.completed_on) for r in _rows(session, until)] == [("laatste", sunday)]
    assert [(r.name, r.completed_on) for r in _rows(session, after)] == [
        ("eerste", sunday + timedelta(days=1))
    ]


def test_who_is_due_today_is_late_when_the_organisations_day_is_over(session: Session) -> None:
    house = make_house(session)
    take_part(session, house.runs[1])
    before = AsOf(now=datetime(2026, 11, 20, 22, 59, tzinfo=UTC), time_zone="Europe/Amsterdam")
    after = replace(before, now=datetime(2026, 11, 20, 23, 0, tzinfo=UTC))
    statuses = [_rows(session, _everyone(house), as_of=at)[0].status for at in (before, after)]
    assert statuses == [Status.NOT_STARTED, Status.OVERDUE]


@pytest.mark.parametrize(("sort", "is_descending"), [*itertools.product(Sort, (False, True))])
def test_each_order_is_total_and_the_same_on_every_page(
    session: Session, sort: Sort, is_descending: bool
) -> None:
    house = make_house(session)
    fill(session, house)
    rows = _rows(session, replace(_everyone(house), sort=sort, is_descending=is_descending))
    urgency = (Status.OVERDUE, Status.NOT_STARTED, Status.UNDER_WAY, Status.COMPLETED)
    keys: dict[Sort, Callable[[ReportRow], Any]] = {
        Sort.NAME: lambda row: fold(row.name),
        Sort.DEPARTMENT: lambda row: fold(row.department),
        Sort.RUN: lambda row: fold(row.run),
        Sort.STEPS: lambda row: min(row.steps_done, 4),
        Sort.STATUS: lambda row: urgency.index(row.status),
        Sort.ACTIVITY: lambda row: row.last_active_on or "",
    }
    values = [keys[sort](row) for row in rows]
    known = [value for value in values if value != ""]
    assert known == sorted(known, reverse=is_descending)
    assert values == known + [""] * (len(values) - len(known)), "unknown values come last"
    assert len(set(known)) > 1
    by_the_minute = sort is Sort.ACTIVITY
    for _, group in () if by_the_minute else itertools.groupby(rows, keys[sort]):
        names = [fold(row.name) for row in group]
        assert names == sorted(names, key=str), "equal ones go by name"


def test_nothing_of_a_neighbour_is_in_the_report(session: Session) -> None:
    house, neighbour = make_house(session), make_house(session, name="Vlietland")
    take_part(session, house.runs[0], name="Van hier", department=house.departments[0])
    theirs = take_part(session, neighbour.runs[0], name="Van daar", department=neighbour.departments[0])  # fmt: skip
    both = session.get_one(Person, theirs.person_id)
    session.add(
        Membership(
            organisation_id=house.organisation.id, person_id=both.id, role="trainee", created_at=NOW,
            personnel_number="HIER", department_id=house.departments[1].id,
        )
    )  # fmt: skip
    session.flush()
    own = _everyone(house)
    assert [row.name for row in _rows(session, own)] == ["Van hier"]
    assert summarise(session, own, as_of=AS_OF).everyone == 1
    assert list(count_by_run(session, organisation_id=house.organisation.id, as_of=AS_OF)) == [house.runs[0].id]  # fmt: skip
    for key in ({"run_id": neighbour.runs[0].id}, {"department_id": neighbour.departments[0].id}):
        assert _rows(session, replace(own, **key)) == []
    mine = {d.id for d in list_departments(session, organisation_id=house.organisation.id)}
    assert mine == {d.id for d in house.departments}
    (there,) = _rows(session, _everyone(neighbour))
    assert (there.personnel_number, there.department) == ("", "Balie")


def test_a_row_tells_person_course_days_steps_and_certificate(session: Session) -> None:
    house = make_house(session)
    at = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    done = take_part(
        session, house.runs[1], name="Jan", email="jan@lindekroon.example", personnel_number="0042",
        department=house.departments[0], started_at=at, last_activity_at=at, completed_at=at, steps_done=5,
    )  # fmt: skip
    done.enrolled_at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    code = certify(session, done)
    (row,) = _rows(session, _everyone(house))
    assert row == ReportRow(
        "Jan", "jan@lindekroon.example", "0042", "Balie", "Najaar", "Proefcursus", date(2026, 11, 1), TODAY,
        Status.COMPLETED, 5, 5, date(2026, 11, 19), date(2026, 11, 19), code,
    )  # fmt: skip


def test_a_revoked_certificate_is_not_in_the_report(session: Session) -> None:
    house = make_house(session)
    done = take_part(session, house.runs[0], completed_at=NOW)
    certify(session, done, revoked_at=NOW, revoked_reason="Vergissing")
    (row,) = _rows(session, _everyone(house))
    assert (row.status, row.certificate_code) == (Status.COMPLETED, "")


def test_completions_add_up_week_by_week(session: Session) -> None:
    house = make_house(session)
    for weeks in (0, 0, 1, 3, 20):
        take_part(session, house.runs[0], completed_at=NOW - timedelta(days=7 * weeks))
    take_part(session, house.runs[0])
    summary = summarise(session, _everyone(house), as_of=AS_OF)
    assert summary.completed_by_week == (1, 1, 1, 1, 1, 1, 2, 2, 3, 5)


def test_counts_of_each_run_are_the_sums_of_its_rows(session: Session) -> None:
    house = make_house(session)
    fill(session, house)
    counts = count_by_run(session, organisation_id=house.organisation.id, as_of=AS_OF)
    for run in house.runs:
        rows = _rows(session, replace(_everyone(house), run_id=run.id))
        statuses = [row.status for row in rows]
        assert counts[run.id] == {status: statuses.count(status) for status in Status}

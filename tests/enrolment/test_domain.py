"""When something is due and how far someone is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.enrolment.domain import Status, due_date, find_due, status_of

TODAY = date(2026, 11, 20)
MOMENT = datetime(2026, 11, 10, 9, tzinfo=UTC)
days = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = st.none() | st.just(MOMENT)


def test_a_due_date_of_ones_own_goes_before_that_of_the_run() -> None:
    own, run = date(2026, 12, 1), date(2026, 11, 25)
    assert due_date(own=own, of_run=run) == own
    assert due_date(own=None, of_run=run) == run
    assert find_due(own=None, of_run=None, today=TODAY) is None


@pytest.mark.parametrize(("ahead", "is_past"), [(9, False), (0, False), (-1, True)])
def test_there_is_still_time_on_the_day_itself(ahead: int, is_past: bool) -> None:
    due = find_due(own=TODAY + timedelta(days=ahead), of_run=None, today=TODAY)
    assert due is not None
    assert (due.days_left, due.is_past) == (ahead, is_past)


@pytest.mark.parametrize(
    ("started", "completed", "due_on", "status"),
    [
        (None, None, None, Status.NOT_STARTED),
        (MOMENT, None, None, Status.UNDER_WAY),
        (MOMENT, MOMENT, None, Status.COMPLETED),
        (MOMENT, MOMENT, date(2026, 11, 1), Status.COMPLETED),
        (MOMENT, None, date(2026, 11, 19), Status.OVERDUE),
        (None, None, date(2026, 11, 19), Status.OVERDUE),
        (None, None, TODAY, Status.NOT_STARTED),
        (MOMENT, None, TODAY, Status.UNDER_WAY),
    ],
)
def test_status(
    started: datetime | None, completed: datetime | None, due_on: date | None, status: Status
) -> None:
    assert status is status_of(
        started_at=started, completed_at=completed, due_on=due_on, today=TODAY
    )


@given(moments, moments, days)
def test_only_those_who_did_not_finish_in_time_are_overdue(
    started: datetime | None, completed: datetime | None, due_on: date | None
) -> None:
    status = status_of(started_at=started, completed_at=completed, due_on=due_on, today=TODAY)
    is_late = completed is None and due_on is not None and due_on < TODAY
    assert (status is Status.OVERDUE) == is_late

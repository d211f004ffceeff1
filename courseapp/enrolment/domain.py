"""Rules of taking part: who may join, when it is due, how far someone is."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, datetime


class Status(enum.StrEnum):
    """How far an enrolment is; exactly one holds on any day."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    OVERDUE = "overdue"


@dataclass(frozen=True, kw_only=True)
class Due:
    """A due date and the number of days from today to it; below 0 when it has passed."""

    on: date
    days_left: int

    @property
    def is_past(self) -> bool:
        """Whether the due date itself is over; on the day there is still time."""
        return self.days_left < 0


def due_date(*, own: date | None, of_run: date | None) -> date | None:
    """The date that counts: a person's own goes before the run's."""
    return own or of_run


def find_due(*, own: date | None, of_run: date | None, today: date) -> Due | None:
    """The date that counts with the days left, or None where nothing is due."""
    on = due_date(own=own, of_run=of_run)
    return None if on is None else Due(on=on, days_left=(on - today).days)


def status_of(
    *, started_at: datetime | None, completed_at: datetime | None, due_on: date | None, today: date
) -> Status:
    """The status today; whoever completed is never overdue; others are from the day after."""
    if completed_at is not None:
        return Status.COMPLETED
    if due_on is not None and due_on < today:
        return Status.OVERDUE
    return Status.NOT_STARTED if started_at is None else Status.UNDER_WAY

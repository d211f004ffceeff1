"""The daily session: at most ten items or five minutes, and which objective comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from itertools import pairwise
from zoneinfo import ZoneInfo

MOST_ITEMS = 10
LONGEST = timedelta(minutes=5)
FIRST_ITEM = timedelta(seconds=30)
LONGEST_ITEM = timedelta(seconds=60)
"""Longer than this is a break, not thinking."""


@dataclass(frozen=True, kw_only=True)
class Day:
    """A calendar day in someone's time zone, as two moments."""

    start: datetime
    end: datetime

    def asks(self, *, due_at: datetime, last_at: datetime) -> bool:
        """Whether something due at `due_at` and last answered at `last_at` is asked on this day."""
        return due_at < self.end and last_at < self.start


def day_of(now: datetime, time_zone: str) -> Day:
    """The day around `now`."""
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    midnights = (datetime.combine(d, time(), zone) for d in (today, today + timedelta(days=1)))
    start, end = (moment.astimezone(UTC) for moment in midnights)
    return Day(start=start, end=end)


@dataclass(frozen=True, kw_only=True)
class Due:
    """An objective whose day has come, in one enrolment."""

    enrolment_id: int
    objective_id: str
    module: int
    due_at: datetime
    is_sure_wrong: bool


def time_spent(answered: Sequence[datetime]) -> timedelta:
    """How long a session took so far, breaks left out, from the moments of its answers."""
    if not answered:
        return timedelta()
    gaps = (later - earlier for earlier, later in pairwise(sorted(answered)))
    return sum((min(gap, LONGEST_ITEM) for gap in gaps), FIRST_ITEM)


def is_over(answered: Sequence[datetime]) -> bool:
    """Whether today's session has reached its end."""
    return len(answered) >= MOST_ITEMS or time_spent(answered) >= LONGEST


def count_left(due: int, answered: Sequence[datetime]) -> int:
    """How many items today's session still asks at most."""
    return 0 if is_over(answered) else min(due, MOST_ITEMS - len(answered))


def find_next(due: Sequence[Due], *, last_module: tuple[int, int] | None) -> Due | None:
    """What comes next: sure-and-wrong first, then the most overdue, from another module if it can.

    `last_module` is the enrolment and the module of the last answer.
    """
    first = [each for each in due if each.is_sure_wrong] or list(due)
    elsewhere = [each for each in first if (each.enrolment_id, each.module) != last_module]
    return min(elsewhere or first, key=_urgency, default=None)


def _urgency(due: Due) -> tuple[datetime, int, str]:
    return due.due_at, due.enrolment_id, due.objective_id


def choose_item(
    items: Sequence[str], *, last_seen: Mapping[str, datetime], seed: str
) -> str | None:
    """A parallel item: one never seen, else the one seen longest ago."""
    long_ago = datetime.min.replace(tzinfo=UTC)
    return min(
        items,
        key=lambda item: (
            last_seen.get(item, long_ago),
            sha256(f"{seed}:{item}".encode()).digest(),
        ),
        default=None,
    )

"""When a reminder goes out: on chosen days of the week, from a chosen hour, once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

WEEKDAYS = range(7)
"""Monday is 0."""
HOURS = range(6, 22)
PATIENCE = 4
"""Hours after the chosen one in which a late mail still makes sense."""


def pack_days(weekdays: Collection[int]) -> int:
    """Days of the week as one number, a bit for each."""
    return sum(1 << day for day in set(weekdays) if day in WEEKDAYS)


def unpack_days(packed: int) -> tuple[int, ...]:
    """The days of the week in such a number."""
    return tuple(day for day in WEEKDAYS if packed >> day & 1)


def find_reminder_day(
    *, weekdays: int, hour: int, last_on: date | None, now: datetime, time_zone: str
) -> date | None:
    """The day to remind for at `now`, or None: not chosen, not yet, too late or done already."""
    local = now.astimezone(ZoneInfo(time_zone))
    is_hour = hour <= local.hour < hour + PATIENCE
    is_done = last_on is not None and last_on >= local.date()
    is_chosen = local.weekday() in unpack_days(weekdays)
    return local.date() if is_chosen and is_hour and not is_done else None

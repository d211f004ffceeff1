"""The clock of the application: views and commands ask it once and pass the moment on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today_in(time_zone: str, *, now: datetime) -> date:
    """The calendar day at `now` in a time zone."""
    return now.astimezone(ZoneInfo(time_zone)).date()

"""Calendar days of an organisation, worked out once for each five minutes that occur."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class LocalDays:
    """Turns moments, as the database's driver hands them out, into days of one time zone.

    Remembers what it knows, because a large report asks 300,000 times. Offsets are whole
    quarters of an hour (Kathmandu: 5:45), so no midnight falls within five minutes of the clock.
    """

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        self._known: dict[tuple[str, bool] | tuple[int, ...], date] = {}

    def day(self, moment: str | datetime) -> date:
        """The day of a moment: text in UTC from SQLite, with its zone from PostgreSQL."""
        if isinstance(moment, str):
            key: tuple[str, bool] | tuple[int, ...] = (moment[:15], moment[15] < "5")
        else:
            clock = moment.hour, moment.minute // 5, moment.fold
            key = (moment.year, moment.month, moment.day, *clock)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._work_out(moment)
        return found

    def find_day(self, moment: str | datetime | None) -> date | None:
        """The day of a moment, or None for none."""
        return None if moment is None else self.day(moment)

    def _work_out(self, moment: str | datetime) -> date:
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        return moment.astimezone(self._zone).date()

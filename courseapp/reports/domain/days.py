"""Calendar days of an organisation, worked out once for each ten minutes that occur."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class LocalDays:
    """Turns moments, as the database's driver hands them out, into days of one time zone.

    Remembers what it knows, because a large report asks 300,000 times. Zones change their offset on
    whole ten minutes of UTC, so date, hour and tens of minutes decide.
    """

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        self._known: dict[str | tuple[int, ...], date] = {}

    def day(self, moment: str | datetime) -> date:
        """The day of a moment: text in UTC from SQLite, with its zone from PostgreSQL."""
        if isinstance(moment, str):
            key: str | tuple[int, ...] = moment[:15]
        else:
            clock = moment.hour, moment.minute // 10, moment.fold
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

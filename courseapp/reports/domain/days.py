"""Calendar days of an organisation, worked out once for each ten minutes that occur."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


class LocalDays:
    """Turns moments into days of one time zone; remembers, because a report asks 300,000 times.

    Zones change their offset on whole ten minutes of UTC, so date, hour and tens of minutes decide.
    """

    def __init__(self, time_zone: str) -> None:
        self._zone = ZoneInfo(time_zone)
        self._known: dict[tuple[int, int, int, int, int], date] = {}

    def day(self, moment: datetime) -> date:
        """The day of a moment in UTC."""
        key = (moment.year, moment.month, moment.day, moment.hour, moment.minute // 10)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = moment.astimezone(self._zone).date()
        return found

    def find_day(self, moment: datetime | None) -> date | None:
        """The day of a moment, or None for none."""
        return None if moment is None else self.day(moment)

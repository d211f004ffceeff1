"""What someone asked of the completion report: whose rows, which of them, in which order."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courseapp.enrolment.domain import Status


class Sort(enum.StrEnum):
    """The columns by which the report can be sorted."""

    NAME = "naam"
    DEPARTMENT = "afdeling"
    RUN = "groep"
    STEPS = "stappen"
    STATUS = "status"
    ACTIVITY = "activiteit"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Filters and order of the report; the one object behind screen, CSV, XLSX and command line."""

    organisation_id: int
    run_id: int | None = None
    department_id: int | None = None
    status: Status | None = None
    completed_from: date | None = None
    completed_until: date | None = None
    search: str = ""
    sort: Sort = Sort.NAME
    is_descending: bool = False


@dataclass(frozen=True, kw_only=True)
class AsOf:
    """The moment for which the report holds, and the time zone in which its days are counted."""

    now: datetime
    time_zone: str

    @property
    def local(self) -> datetime:
        """The moment on the clock of the organisation."""
        return self.now.astimezone(ZoneInfo(self.time_zone))

    @property
    def today(self) -> date:
        """The organisation's calendar day."""
        return self.local.date()

    def midnight(self, day: date) -> datetime:
        """The moment, in UTC, at which `day` begins for the organisation."""
        return datetime.combine(day, time(), ZoneInfo(self.time_zone)).astimezone(UTC)

    def week_ends(self, weeks: int) -> tuple[datetime, ...]:
        """The ends of the last weeks (from Monday on); the last one is the running week's."""
        monday = self.today - timedelta(days=self.today.weekday()) + timedelta(days=7)
        return tuple(
            self.midnight(monday - timedelta(days=7 * back)) for back in reversed(range(weeks))
        )

"""One line of the report, and what the whole of it adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from courseapp.enrolment.domain import Status


class ReportRow(NamedTuple):
    """A participation in the order of the published columns; days are the organisation's own."""

    name: str
    email: str
    personnel_number: str
    department: str
    run: str
    course: str
    enrolled_on: date
    due_on: date | None
    status: Status
    steps_done: int
    steps_required: int
    last_active_on: date | None
    completed_on: date | None
    certificate_code: str


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Counts of a selection; `everyone` counts its run (or organisation) without other filters.

    `completed_by_week` is cumulative, oldest week first, and ends with the running week.
    """

    counts: Mapping[Status, int]
    everyone: int
    completed_by_week: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many participations the selection holds."""
        return sum(self.counts.values())


def count_steps(*, done: int, required: int, is_completed: bool) -> tuple[int, int]:
    """Steps done and steps required, as shown while the course asks for `required` steps.

    Completion is never taken back by a later revision, so a completed participation is measured by
    the steps it did; nobody else has done more steps than there are.
    """
    return (done, done) if is_completed else (min(done, required), required)

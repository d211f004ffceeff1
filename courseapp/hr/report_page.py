"""What the report's template draws: boxes, bars and links, worked out beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from courseapp.enrolment.domain import Status
from courseapp.hr.forms import write_selection
from courseapp.reports.domain.rows import Summary
from courseapp.reports.domain.selection import Selection, Sort
from courseapp.reports.queries import PAGE_SIZE

BOXES = 6
SORTS = tuple(Sort)
DRAWN = {
    Status.COMPLETED: "done",
    Status.UNDER_WAY: "busy",
    Status.NOT_STARTED: "todo",
    Status.OVERDUE: "late",
}
"""The name of each status in the style sheet, in the order of the bar."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """A part of the stacked bar, in percent of its width."""

    key: str
    text: str
    count: int
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Column:
    """A head of the table; `direction` is "ascending" or "descending" for the sorted one."""

    key: str
    text: str
    url: str
    direction: str


def status_texts() -> dict[Status, str]:
    """The statuses in the reader's language."""
    return {
        Status.COMPLETED: _("Afgerond"),
        Status.UNDER_WAY: _("Bezig"),
        Status.NOT_STARTED: _("Niet gestart"),
        Status.OVERDUE: _("Te laat"),
    }


def shares(summary: Summary) -> list[Share]:
    """The parts of the bar, side by side."""
    found: list[Share] = []
    x = 0.0
    texts = status_texts()
    for status, key in DRAWN.items():
        count = summary.counts[status]
        width = count / summary.total * 100 if summary.total else 0.0
        found.append(Share(key=key, text=texts[status], count=count, x=x, width=width))
        x += width
    return found


def weeks_path(values: Sequence[int]) -> str:
    """The cumulative line as an SVG path of steps in a box of 200 by 56, highest value at 8."""
    top = max(*values, 1)
    moves = [f"M4 {_height(values[0], top)}"]
    moves += [f"H{4 + 21 * i}V{_height(value, top)}" for i, value in enumerate(values) if i]
    return "".join(moves)


def weeks_end(values: Sequence[int]) -> str:
    """The top of the square that marks the end of the line."""
    return f"{52 - 44 * values[-1] / max(*values, 1) - 5:.1f}"


def _height(value: int, top: int) -> str:
    return f"{52 - 44 * value / top:.1f}"


def boxes_on(done: int, required: int) -> int:
    """How many of six boxes are filled: all only at the end, none only at the start."""
    if not required or not done:
        return 0
    return BOXES if done >= required else min(max(done * BOXES // required, 1), BOXES - 1)


def short_day(value: date, *, today: date) -> str:
    """A day in a column: without the year while it is this year's."""
    text: str = format_date(value, "d MMM" if value.year == today.year else "d MMM y")
    return text.replace(".", "")


def columns(selection: Selection, *, slug: str) -> list[Column]:
    """The heads of the table with the link that sorts by each, or turns the order around."""
    texts = {
        Sort.NAME: ("naam", _("Naam")),
        Sort.DEPARTMENT: ("afd", _("Afdeling")),
        Sort.RUN: ("groep", _("Groep")),
        Sort.STEPS: ("mod", _("Stappen")),
        Sort.STATUS: ("st", _("Status")),
        Sort.ACTIVITY: ("last", _("Laatst actief")),
    }
    found = []
    for sort, (key, text) in texts.items():
        is_chosen = selection.sort is sort
        turned = "af" if is_chosen and not selection.is_descending else ""
        query = write_selection(selection, sorteer=sort.value, richting=turned)
        direction = "descending" if selection.is_descending else "ascending"
        url = url_for("hr.show_report", slug=slug, **dict[str, Any](query))
        found.append(Column(key=key, text=text, url=url, direction=direction if is_chosen else ""))
    return found


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Where a page is in the whole; `first` and `last` are line numbers."""

    page: int
    total: int

    @property
    def count(self) -> int:
        """The number of pages, at least 1."""
        return max(-(-self.total // PAGE_SIZE), 1)

    @property
    def first(self) -> int:
        """The number of the first line on this page."""
        return (self.page - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        """The number of the last line on this page."""
        return min(self.page * PAGE_SIZE, self.total)

"""What a model of a lab declares: its fields, groups of fields, outputs, tabs and actions.

A model that declares itself in this way is written, checked, filled in and challenged by the frame
(`field_source`, `field_state`); it adds only its own formulas.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as member
from typing import Literal

from courseapp.labs.domain.entry import Entry, plain, read_entry

Values = Mapping[str, float]
Outputs = Mapping[str, float]
TOO_MUCH = "together"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One value of a model: a number from `low` to `high`, or a choice among `words`.

    `slide` is where a slider ends when that is before `high`. The value of a choice is the place
    of its word, so that all values are numbers; words may be added at the end only, because
    compiled courses hold the places.
    """

    name: str
    low: float = 0
    high: float = 10
    start: float = 0
    step: float = 1
    slide: float = 0
    whole: bool = True
    words: tuple[str, ...] = ()
    tab: str = ""

    def read(self, text: str | None, *, start: float) -> Entry:
        """What was typed here; wrong input counts as the `start` value."""
        if not self.words:
            low, high = self.low, self.high
            return read_entry(self.name, text, start=start, low=low, high=high, whole=self.whole)
        if text is None:
            return Entry(name=self.name, text=self.words[int(start)], value=start)
        if text in self.words:
            return Entry(name=self.name, text=text, value=self.words.index(text))
        return Entry(name=self.name, text=self.words[int(start)], value=start, wrong="choice")

    def write(self, value: float) -> str:
        """A value as the field and a query hold it."""
        return self.words[int(value)] if self.words else plain(value)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that belong together and may be written in one line, in this order.

    One number alone is shared out over a "total", given to "each" of the fields, or refused ("row").
    """

    name: str
    fields: tuple[str, ...]
    alone: Literal["total", "each", "row"] = "row"


def _as_they_are(values: Values) -> Values:
    return values


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A model as the frame sees it; `measure` gives the `outputs` that goals may name.

    `settle` replaces values that do not go together by values that do. `actions` are buttons that
    change several values at once.
    """

    name: str
    fields: tuple[Field, ...]
    outputs: tuple[str, ...]
    measure: Callable[[Values], Outputs]
    groups: tuple[Group, ...] = ()
    tabs: tuple[str, ...] = ("",)
    actions: Mapping[str, Callable[[Values], Values]] = member(default_factory=dict)
    settle: Callable[[Values], Values] = _as_they_are

    @property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}

    @property
    def groups_by_name(self) -> Mapping[str, Group]:
        """The groups by their names."""
        return {group.name: group for group in self.groups}

    @property
    def totals(self) -> tuple[str, ...]:
        """The groups whose sum a goal may name."""
        return tuple(group.name for group in self.groups if group.alone == "total")

    def start(self) -> dict[str, float]:
        """The values where a preset says nothing."""
        return {field.name: field.start for field in self.fields}

    def operands(self, values: Values) -> dict[str, float]:
        """Every number that a goal or limit may name: outputs, values and totals."""
        totals = {
            group.name: sum(values[name] for name in group.fields)
            for group in self.groups
            if group.alone == "total"
        }
        return {**values, **totals, **self.measure(values)}


def share_out(total: float, fields: tuple[Field, ...]) -> tuple[float, ...]:
    """A whole total over fields as evenly as it goes, the first ones getting what is left over."""
    base, rest = divmod(int(total), len(fields))
    return tuple(float(base + (1 if place < rest else 0)) for place in range(len(fields)))

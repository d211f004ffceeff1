"""What the page of a declared lab model shows: words at fields, numbers, pictures and tables.

Each model gives one `ModelPage`; the templates `blocks/lab_fields.html` and `blocks/lab_out.html`
write it for all of them. Nothing is computed in the browser: the script asks for a new page part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.entry import Entry
from courseapp.labs.domain.field_state import FieldState
from courseapp.labs.domain.fields import TOO_MUCH, Declared, Field
from courseapp.web.curve import Picture
from courseapp.web.rendering import number


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words at a field: its label, its unit, a remark, and the names of its choices.

    `clash` says why a value does not go together with the others; {value} is what counts instead.
    """

    label: str
    unit: str = ""
    hint: str = ""
    clash: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Section:
    """Fields shown together under a title; `total` is the sum beside the title, as text.

    A `row` holds its fields side by side without sliders; a `folded` one opens on request.
    """

    name: str
    title: str
    fields: Sequence[str]
    tab: str = ""
    hint: str = ""
    total: str = ""
    folded: bool = False
    row: bool = False


@dataclass(frozen=True, kw_only=True)
class Score:
    """A number that stands large above the picture; the main one is highlighted."""

    label: str
    text: str
    name: str
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class Zone:
    """One of several zones in words; exactly one is the zone where things are now."""

    text: str
    css: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Table:
    """The numbers of a picture; the first cell of each row is its heading."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Everything that follows from the values; `said` is the sentence for screen readers.

    `more` is for a template part of the model's own, `blocks/lab_<model>_out.html`.
    """

    scores: Sequence[Score]
    tables: Sequence[Table]
    said: str
    pictures: Sequence[Picture] = ()
    zones: Sequence[Zone] = ()
    notes: Sequence[str] = ()
    more: object = None


@dataclass(frozen=True, kw_only=True)
class ModelPage:
    """How one model is shown; all words are asked for in the language of the request."""

    words: Callable[[], Mapping[str, Words]]
    sections: Callable[[FieldState], Sequence[Section]]
    show: Callable[[FieldState, str], Shown]
    tabs: Callable[[], Mapping[str, str]] = dict
    actions: Callable[[FieldState], Mapping[str, str]] = lambda _state: {}


@dataclass(frozen=True, kw_only=True)
class FieldPage:
    """What the template of a declared lab shows; `shown` is None until a prediction was made."""

    anchor: str
    model: str
    data: Json
    declared: Declared
    state: FieldState
    action: str
    live: str
    words: Mapping[str, Words]
    sections: Sequence[Section]
    tabs: Mapping[str, str]
    actions: Mapping[str, str]
    shown: Shown | None

    @property
    def here(self) -> Sequence[Section]:
        """The sections of the tab that is open."""
        return [s for s in self.sections if not s.tab or s.tab == self.state.tab]

    @property
    def kept(self) -> Sequence[Entry]:
        """Changed entries that this tab does not show, so that they travel along."""
        shown = {name for section in self.here for name in section.fields}
        return [
            entry
            for name, entry in self.state.entries.items()
            if name not in shown and (entry.wrong or entry.value != self.state.start[name])
        ]

    def field(self, name: str) -> Field:
        """A field as the model declares it."""
        return self.declared.by_name[name]

    def url(self, preset: int) -> str:
        """The address of this lab with another preset (from 0) and the prediction kept."""
        query = {"lab": self.data["id"], "guess": self.state.guess, "preset": preset + 1}
        return f"{self.action}?{urlencode(query)}#{self.anchor}"

    def has_problem(self, section: Section) -> bool:
        """Whether a field of the section holds something wrong."""
        return any(self.state.entries[name].wrong for name in section.fields)

    def written(self, entry: Entry) -> str:
        """The value that counts for an entry, with its unit."""
        return with_unit(entry.value, self.words[entry.name].unit)

    def problem(self, entry: Entry) -> str:
        """The sentence at a field with wrong input, "" when nothing is wrong."""
        return field_problem(entry, self.field(entry.name), self.words[entry.name])


def field_problem(entry: Entry, declared: Field, words: Words) -> str:
    """What is wrong with an entry, and which value counts instead."""
    if not entry.wrong:
        return ""
    value = words.choices.get(declared.words[int(entry.value)], "") if declared.words else ""
    counts = {"value": value or with_unit(entry.value, words.unit)}
    texts = {
        "empty": _("Vul een getal in. Nu telt %(value)s mee.", **counts),
        "number": _("Dit is geen getal. Nu telt %(value)s mee.", **counts),
        "whole": _("Schrijf een heel getal. Nu telt %(value)s mee.", **counts),
        "choice": _("Kies een van de mogelijkheden. Nu telt %(value)s mee.", **counts),
        "range": _(
            "Blijf tussen %(low)s en %(high)s. Nu telt %(value)s mee.",
            low=plain(declared.low),
            high=plain(declared.high),
            **counts,
        ),
        TOO_MUCH: words.clash or _("Dit past niet bij de rest. Nu telt %(value)s mee.", **counts),
    }
    return str(texts[entry.wrong]).replace("{value}", counts["value"])


def with_unit(value: float, unit: str) -> str:
    """A value with its unit: "8%", "€ 300", "3,5"."""
    text = plain(value)
    return f"€ {text}" if unit == "€" else f"{text}{'%' if unit == '%' else ''}"


def plain(value: float) -> str:
    """A number with as many decimals as it needs, two at most."""
    decimals = next((n for n in (0, 1) if abs(value - round(value, n)) < 1e-9), 2)
    return number(value, decimals=decimals)


def signed(value: float, decimals: int = 2) -> str:
    """A number with its sign, for balances and gaps."""
    return number(value, decimals=decimals, signed=True)

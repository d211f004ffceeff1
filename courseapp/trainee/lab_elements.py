"""The thirty elements of value in words, and as a pyramid."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from courseapp.labs.domain.emotion import ELEMENTS, HIGH, Value
from courseapp.labs.domain.fields import Values
from courseapp.web.rendering import number


@dataclass(frozen=True, kw_only=True)
class Cell:
    """An element with its score; `counts` says that it is among those that make the mean."""

    label: str
    score: int
    counts: bool
    is_high: bool


@dataclass(frozen=True, kw_only=True)
class Storey:
    """One level of the pyramid."""

    name: str
    title: str
    cells: Sequence[Cell]


@dataclass(frozen=True, kw_only=True)
class Pyramid:
    """The four levels from the top down, and the highest scores as lists."""

    storeys: Sequence[Storey]
    best_reason: Sequence[str]
    best_feeling: Sequence[str]


def pyramid(found: Value, values: Values) -> Pyramid:
    """The pyramid of the thirty scores in `values`."""
    names = element_names()
    counting = {*found.best_reason, *found.best_feeling}
    titles = level_names()
    return Pyramid(
        storeys=[
            Storey(name=level, title=titles[level], cells=_cells(elements, values, counting))
            for level, elements in reversed(list(ELEMENTS.items()))
        ],
        best_reason=[_with_score(names[name], values[name]) for name in found.best_reason],
        best_feeling=[_with_score(names[name], values[name]) for name in found.best_feeling],
    )


def _cells(elements: Sequence[str], values: Values, counting: Collection[str]) -> list[Cell]:
    names = element_names()
    return [
        Cell(
            label=names[name],
            score=int(values[name]),
            counts=name in counting,
            is_high=values[name] >= HIGH,
        )
        for name in elements
    ]


def _with_score(name: str, score: float) -> str:
    return f"{name}, {number(score, decimals=0)}"


def level_names() -> Mapping[str, str]:
    """The four levels of the pyramid in words."""
    return {
        "functional": _("Functioneel"),
        "emotional": _("Emotioneel"),
        "life": _("Levensveranderend"),
        "social-impact": _("Maatschappelijk"),
    }


def element_names() -> Mapping[str, str]:
    """The thirty elements in words."""
    return {**_functional_names(), **_other_names()}


def _functional_names() -> Mapping[str, str]:
    return {
        "saves-time": _("bespaart tijd"),
        "simplifies": _("vereenvoudigt"),
        "makes-money": _("levert geld op"),
        "reduces-risk": _("verlaagt risico"),
        "organizes": _("brengt orde"),
        "integrates": _("integreert"),
        "connects": _("verbindt"),
        "reduces-effort": _("kost minder moeite"),
        "avoids-hassles": _("voorkomt gedoe"),
        "reduces-cost": _("verlaagt kosten"),
        "quality": _("kwaliteit"),
        "variety": _("variatie"),
        "sensory-appeal": _("zintuiglijk prettig"),
        "informs": _("informeert"),
    }


def _other_names() -> Mapping[str, str]:
    return {
        "reduces-anxiety": _("vermindert angst"),
        "rewards": _("beloont mij"),
        "nostalgia": _("nostalgie"),
        "design": _("ontwerp"),
        "badge": _("status"),
        "wellness": _("welzijn"),
        "therapeutic": _("therapeutische waarde"),
        "fun": _("plezier"),
        "attractiveness": _("aantrekkelijkheid"),
        "access": _("geeft toegang"),
        "hope": _("geeft hoop"),
        "self-actualization": _("zelfontplooiing"),
        "motivation": _("motivatie"),
        "heirloom": _("erfstuk"),
        "affiliation": _("erbij horen"),
        "self-transcendence": _("iets groters dienen"),
    }

"""What the emotion lab shows: a pyramid, the field of reason and feeling, and what pressure does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from courseapp.labs.domain.emotion import (
    ELEMENTS,
    STAYING,
    Reading,
    Value,
    chance_to_stay,
)
from courseapp.labs.domain.emotion_model import CHOICES, decision, reading, worth
from courseapp.labs.domain.field_state import FieldState
from courseapp.labs.domain.fields import Values
from courseapp.trainee.lab_elements import Pyramid, element_names, level_names, pyramid
from courseapp.trainee.lab_emotion_field import emotion_field
from courseapp.trainee.lab_page import ModelPage, Score, Section, Shown, Table, Words, plain
from courseapp.web.curve import Picture
from courseapp.web.field_chart import gauge
from courseapp.web.pressure_chart import Pressed, pressure_chart
from courseapp.web.rendering import number

FIRST = "quality"


@dataclass(frozen=True, kw_only=True)
class _Read:
    """What thirty scores come to, and the chance to stay in each reading."""

    value: Value
    chosen: Reading
    chances: Mapping[Reading, float]


def words() -> Mapping[str, Words]:
    """The words at the fields."""
    return {
        **{name: Words(label=text) for name, text in element_names().items()},
        "quality": Words(label=_("kwaliteit"), hint=_("onder de 6 telt al het andere minder")),
        "reading": Words(label=_("lezing"), choices=reading_names()),
        "stated": Words(label=_("wat de klant zegt"), hint=_("van 0 tot 10")),
        "implicit": Words(label=_("wat de klant voelt"), hint=_("van 0 tot 10")),
        "pressure": Words(label=_("druk"), unit="%", hint=_("haast, zorgen, weinig aandacht")),
    }


def sections(state: FieldState) -> Sequence[Section]:
    """Reading and quality first, the other elements by level on request."""
    titles = level_names()
    return [
        Section(name="first", title=_("De klant"), fields=("reading", FIRST), tab="elements"),
        *(
            Section(
                name=level,
                title=titles[level],
                fields=[name for name in names if name != FIRST],
                tab="elements",
                total=_average(state.values, names),
                folded=True,
            )
            for level, names in ELEMENTS.items()
        ),
        Section(
            name="pressure",
            title=_("Onder druk"),
            fields=("stated", "implicit", "pressure"),
            tab="pressure",
        ),
    ]


def _average(values: Values, names: Sequence[str]) -> str:
    mean = sum(values[name] for name in names) / len(names)
    return str(_("gemiddeld %(mean)s", mean=number(mean, decimals=1)))


def show(state: FieldState, ident: str) -> Shown:
    """The open tab in pictures and numbers."""
    if state.tab == "pressure":
        return _show_pressure(state.values)
    found, chosen = worth(state.values), reading(state.values)
    chances = {name: chance_to_stay(found.reason, found.feeling, reading=name) for name in CHOICES}
    read = _Read(value=found, chosen=chosen, chances=chances)
    heap = pyramid(found, state.values)
    said = _(
        "De klant blijft met een kans van %(chance)s. Verstand %(reason)s, gevoel %(feeling)s.",
        chance=percent(chances[chosen]),
        reason=number(found.reason, decimals=1),
        feeling=number(found.feeling, decimals=1),
    )
    return Shown(
        scores=_scores(read),
        pictures=[emotion_field(found, chosen, ident=ident), _gauge(read)],
        tables=_tables(read, heap),
        said=said,
        notes=[
            _("Hele lijnen horen bij de gekozen lezing, streepjes bij de andere."),
            _("Het zijn twee lezingen. Welke gegevens zouden uitmaken welke klopt?"),
        ],
        more=heap,
    )


def _scores(read: _Read) -> list[Score]:
    stay = percent(read.chances[read.chosen])
    reason = number(read.value.reason, decimals=1)
    feeling = number(read.value.feeling, decimals=1)
    return [
        Score(label=_("Kans dat de klant blijft"), text=stay, name="stay", is_main=True),
        Score(label=_("Verstand"), text=reason, name="functional-top"),
        Score(label=_("Gevoel"), text=feeling, name="feeling-top"),
    ]


def _gauge(read: _Read) -> Picture:
    names = reading_names()
    return gauge(
        [
            (f"{names[name]} {percent(chance)}", chance, name == read.chosen)
            for name, chance in read.chances.items()
        ],
        title=_("De kans dat de klant blijft, in beide lezingen."),
    )


def _tables(read: _Read, heap: Pyramid) -> list[Table]:
    found, names = read.value, reading_names()
    return [
        Table(
            caption=_("In het kort"),
            head=(_("Uitkomst"), _("Waarde")),
            rows=[
                (_("Poort door kwaliteit"), number(found.gate, decimals=3)),
                (_("Verstand: vijf hoogste functionele"), number(found.reason, decimals=3)),
                (_("Gevoel: drie hoogste andere"), number(found.feeling, decimals=3)),
                (_("Elementen met een 8 of meer"), plain(found.high)),
                *(
                    (_("Blijft volgens %(reading)s", reading=names[name]), percent(chance, 1))
                    for name, chance in read.chances.items()
                ),
            ],
        ),
        Table(
            caption=_("Alle dertig elementen"),
            head=(_("Element"), _("Niveau"), _("Cijfer"), _("Telt mee")),
            rows=[
                (cell.label, storey.title, str(cell.score), _("ja") if cell.counts else "–")
                for storey in reversed(heap.storeys)
                for cell in storey.cells
            ],
        ),
    ]


def _show_pressure(values: Values) -> Shown:
    decided = decision(values)
    verdict = _("blijft") if decided.stays else _("vertrekt")
    weighed = number(decided.weighed, decimals=1)
    rows = [
        (_("Wat de klant zegt"), plain(values["stated"])),
        (_("Wat de klant voelt"), plain(values["implicit"])),
        (_("Druk"), percent(values["pressure"] / 100)),
        (_("Wat onder druk telt"), number(decided.weighed, decimals=3)),
        (_("De klant"), verdict),
    ]
    return Shown(
        scores=[
            Score(
                label=_("Wat onder druk telt"), text=weighed, name="under-pressure", is_main=True
            ),
            Score(label=_("De klant"), text=verdict, name="stays"),
        ],
        pictures=[_pressure(values)],
        tables=[Table(caption=_("In het kort"), head=(_("Uitkomst"), _("Waarde")), rows=rows)],
        said=_(
            "Onder druk telt een %(weighed)s: de klant %(verdict)s.",
            weighed=weighed,
            verdict=verdict,
        ),
    )


def _pressure(values: Values) -> Picture:
    return pressure_chart(
        Pressed(
            stated=values["stated"],
            implicit=values["implicit"],
            pressure=values["pressure"] / 100,
            bound=STAYING,
            stated_word=_("zegt"),
            implicit_word=_("voelt"),
            bound_word=_("blijft vanaf %(score)s", score=plain(STAYING)),
        ),
        title=_("Van wat de klant zegt naar wat de klant voelt, terwijl de druk toeneemt."),
    )


def percent(chance: float, decimals: int = 0) -> str:
    """A chance from 0 to 1 as a percentage."""
    return f"{number(chance * 100, decimals=decimals)}%"


def reading_names() -> Mapping[str, str]:
    """The two readings in words."""
    return {"gallup": _("Gallup-lezing"), "additive": _("optelmodel")}


def tabs() -> Mapping[str, str]:
    """The two tabs in words."""
    return {"elements": _("Dertig elementen"), "pressure": _("Onder druk")}


EMOTION_PAGE = ModelPage(words=words, sections=sections, show=show, tabs=tabs)

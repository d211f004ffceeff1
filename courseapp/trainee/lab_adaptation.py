"""What the habituation lab shows: what a customer gets and expects, and what that feels like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from courseapp.labs.domain.adaptation import History, Moment, chance_of_complaint
from courseapp.labs.domain.adaptation_model import EXTRAS, FORMS, PARTS, history
from courseapp.labs.domain.field_state import FieldState
from courseapp.trainee.lab_page import ModelPage, Score, Section, Shown, Table, Words, plain, signed
from courseapp.web.curve import Picture
from courseapp.web.gap_chart import ChanceWords, Lines, chance_chart, gap_chart
from courseapp.web.rendering import number

USUAL = chance_of_complaint(0)


def words() -> Mapping[str, Words]:
    """The words at the fields."""
    scale = _("van 0 tot 10")
    return {
        "level": Words(label=_("niveau van de dienst"), hint=scale),
        "new-level": Words(label=_("later niveau"), hint=_("vanaf het contact dat je kiest")),
        "from": Words(label=_("later niveau vanaf contact"), hint=_("0 is nooit")),
        "expectation": Words(label=_("verwachting vooraf"), hint=scale),
        "contacts": Words(label=_("aantal contacten")),
        "speed": Words(label=_("tempo van wennen"), unit="%"),
        "disappointment": Words(
            label=_("gewicht van teleurstelling"), hint=_("2 is twee keer zo zwaar")
        ),
        "learning": Words(
            label=_("leren van een aanleiding"),
            unit="%",
            hint=_("hoe snel je op een vast extraatje rekent"),
        ),
        "novelty": Words(
            label=_("nieuwheid"), unit="%", hint=_("wat overblijft bij dezelfde vorm nog een keer")
        ),
        **{name: text for extra in EXTRAS for name, text in _extra_words(extra)},
    }


def _extra_words(extra: str) -> list[tuple[str, Words]]:
    place = {"number": extra.rpartition("-")[2]}
    labels = (
        Words(label=_("extra %(number)s: grootte", **place)),
        Words(
            label=_("extra %(number)s: bij contact", **place),
            clash=_(
                "Daar staat al een extra, of het is na het laatste contact. Deze telt niet mee."
            ),
        ),
        Words(label=_("extra %(number)s: vorm", **place), choices=form_names()),
        Words(label=_("extra %(number)s: aanleiding", **place), choices=occasion_names()),
    )
    return [(f"{extra}-{part}", text) for part, text in zip(PARTS, labels, strict=True)]


def sections(state: FieldState) -> Sequence[Section]:
    """Three values first, the rest on request; extras have their own tab."""
    changes = ("new-level",) if state.values["from"] else ()
    rest = () if changes else ("new-level",)
    first = ("level", *changes, "expectation", *(() if changes else ("speed",)))
    later = (*(("speed",) if changes else ()), "from", *rest, "contacts", "disappointment")
    return [
        Section(name="first", title=_("De dienst"), fields=first, tab="level"),
        Section(name="more", title=_("Meer"), fields=later, tab="level", folded=True),
        Section(
            name="first",
            title=_("De dienst"),
            fields=("level", "expectation", "novelty"),
            tab="surprise",
        ),
        *(_extra_section(state, name) for name in EXTRAS),
        Section(
            name="more",
            title=_("Meer"),
            fields=("learning", "speed", "disappointment", "contacts", "from", "new-level"),
            tab="surprise",
            folded=True,
        ),
    ]


def _extra_section(state: FieldState, name: str) -> Section:
    title = _("Extra %(number)s", number=name.rpartition("-")[2])
    at = state.values[f"{name}-at"]
    form = FORMS[int(state.values[f"{name}-form"])]
    what = form_names()[form] if state.values[f"{name}-size"] else _("niets gegeven")
    return Section(
        name=name,
        title=title,
        fields=[f"{name}-{part}" for part in PARTS],
        tab="surprise",
        total=_("%(what)s bij contact %(at)s", what=what, at=plain(at))
        if at
        else _("niet gebruikt"),
        hint=_("Contact 0 betekent: niet gebruikt. Grootte 0 met een aanleiding: vergeten."),
        folded=True,
        row=True,
    )


def show(state: FieldState, ident: str) -> Shown:
    """The gap over time, the chance of a complaint below it, and both in numbers."""
    lived = history(state.values)
    last = lived.moments[-1]
    said = _(
        "Gevoel bij elkaar %(felt)s. Bij het laatste contact is de kloof %(gap)s en de kans op een "
        "klacht %(chance)s.",
        felt=signed(lived.total_felt, 1),
        gap=signed(last.gap, 1),
        chance=percent(last.complaint),
    )
    return Shown(
        scores=_scores(lived),
        pictures=_pictures(lived, ident),
        tables=_tables(lived, state),
        said=said,
        notes=[
            _("◆ is een extra, ◇ een aanleiding zonder extra. + is meevallen, − is tegenvallen."),
            _("Dankbaarheid en vertrouwen zitten niet in dit model."),
        ],
    )


def _scores(lived: History) -> list[Score]:
    last = lived.moments[-1]
    felt = signed(lived.total_felt, 1)
    return [
        Score(label=_("Totaal gevoel"), text=felt, name="felt", is_main=True),
        Score(label=_("Laatste kloof"), text=signed(last.gap, 1), name="last-gap"),
        Score(label=_("Klachtkans"), text=percent(last.complaint), name="last-complaint"),
    ]


def _pictures(lived: History, ident: str) -> list[Picture]:
    moments = lived.moments
    places = [str(moment.time + 1) for moment in moments]
    lines = Lines(
        received=[moment.received for moment in moments],
        expected=[moment.expected for moment in moments],
        extras=[moment.time for moment in moments if moment.extra],
        missed=[moment.time for moment in moments if moment.occasion and not moment.extra],
        places=places,
        received_word=_("krijgt"),
        expected_word=_("verwacht"),
    )
    gap = _("Wat de klant krijgt en verwacht, per contact. Dezelfde cijfers staan in de tabel.")
    chance = _("De kans op een klacht, per contact. Dezelfde cijfers staan in de tabel.")
    return [
        gap_chart(lines, title=gap, ident=ident),
        chance_chart(
            [moment.complaint for moment in moments],
            places,
            usual=USUAL,
            words=ChanceWords(
                name=_("kans op klacht in procenten"), usual=percent(USUAL, 0), title=chance
            ),
        ),
    ]


def _tables(lived: History, state: FieldState) -> list[Table]:
    outputs = state.outputs
    short = Table(
        caption=_("In het kort"),
        head=(_("Uitkomst"), _("Waarde")),
        rows=[
            (_("Gevoel bij elkaar"), signed(lived.total_felt, 3)),
            (_("Punten aan extra’s"), plain(outputs["spent"])),
            (_("Laagste kloof"), signed(outputs["lowest-gap"], 3)),
            (_("Hoogste kans op een klacht"), percent(outputs["highest-complaint"] / 100)),
        ],
    )
    heads = (
        _("Contact"),
        _("Krijgt"),
        _("Verwacht"),
        _("Kloof"),
        _("Gevoel"),
        _("Kans op klacht"),
    )
    rows = [_row(moment) for moment in lived.moments]
    return [short, Table(caption=_("Contact voor contact"), head=heads, rows=rows)]


def _row(moment: Moment) -> Sequence[str]:
    return (
        str(moment.time + 1),
        number(moment.received, decimals=2),
        number(moment.expected, decimals=2),
        signed(moment.gap, 3),
        signed(moment.felt, 3),
        percent(moment.complaint),
    )


def percent(chance: float, decimals: int = 1) -> str:
    """A chance from 0 to 1 as a percentage."""
    return f"{number(chance * 100, decimals=decimals)}%"


def tabs() -> Mapping[str, str]:
    """The two tabs in words."""
    return {"level": _("Niveau"), "surprise": _("Extra’s")}


def occasion_names() -> Mapping[str, str]:
    """The occasions of the model in words."""
    return {
        "none": _("geen aanleiding"),
        "birthday": _("verjaardag"),
        "december": _("december"),
        "renewal": _("verlenging"),
    }


def form_names() -> Mapping[str, str]:
    """The forms of an extra in words."""
    return {
        "card": _("kaart"),
        "call": _("telefoontje"),
        "cake": _("taart"),
        "tip": _("tip"),
    }


ADAPTATION_PAGE = ModelPage(words=words, sections=sections, show=show, tabs=tabs)

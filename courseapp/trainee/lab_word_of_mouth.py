"""What the word-of-mouth lab shows: clouds of tellings, and a customer's value year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from courseapp.labs.domain.field_state import FieldState
from courseapp.labs.domain.fields import Values
from courseapp.labs.domain.word_of_mouth import Talk, Worth
from courseapp.labs.domain.word_of_mouth_model import (
    SHARES,
    TELLS,
    hearers,
    told,
    turning_point,
    value_of,
)
from courseapp.trainee.lab_page import (
    ModelPage,
    Score,
    Section,
    Shown,
    Table,
    Words,
    plain,
    signed,
)
from courseapp.web.curve import Picture
from courseapp.web.rendering import number
from courseapp.web.talk_chart import Cloud, Mark, clouds, dot_worth, turning_scale, value_bars

MONEY = ("margin", "retention", "discount", "years", "referrals")


def words() -> Mapping[str, Words]:
    """The words at the fields."""
    clash = _("Samen kan het niet meer dan 100% zijn. Nu telt {value} mee.")
    return {
        "customers": Words(label=_("klanten")),
        "good": Words(label=_("goed"), unit="%", clash=clash),
        "exceptional": Words(label=_("uitzonderlijk"), unit="%", clash=clash),
        "bad": Words(label=_("slecht"), unit="%", clash=clash),
        "aftercare": Words(label=_("bedroevende nazorg"), unit="%", clash=clash),
        "good-tells": Words(label=_("na goed")),
        "exceptional-tells": Words(label=_("na uitzonderlijk")),
        "bad-tells": Words(label=_("na slecht")),
        "aftercare-tells": Words(label=_("na bedroevende nazorg")),
        "community": Words(label=_("mensen om je heen"), hint=_("0 is onbegrensd")),
        "margin": Words(label=_("marge per jaar"), unit="€", hint=_("geen omzet")),
        "retention": Words(label=_("blijft elk jaar"), unit="%"),
        "discount": Words(label=_("later geld telt minder"), unit="%", hint=_("per jaar")),
        "years": Words(label=_("jaren")),
        "referrals": Words(
            label=_("aangebracht per jaar"), hint=_("nieuwe klanten op 100 actieve klanten")
        ),
    }


def sections(state: FieldState) -> Sequence[Section]:
    """Shares and tellers for what is told; money for the value."""
    quiet = max(0.0, 100 - sum(state.values[name] for name in SHARES))
    return [
        Section(
            name="shares",
            title=_("Ervaringen van klanten"),
            fields=SHARES,
            tab="reach",
            total=_("%(share)s%% zwijgt", share=plain(quiet)),
        ),
        Section(
            name="tells",
            title=_("Aan hoeveel mensen ze het vertellen"),
            fields=TELLS,
            tab="reach",
            row=True,
        ),
        Section(
            name="size",
            title=_("Hoeveel mensen"),
            fields=("customers", "community"),
            tab="reach",
            row=True,
        ),
        Section(name="money", title=_("Eén klant"), fields=MONEY, tab="value"),
    ]


def tabs() -> Mapping[str, str]:
    """The two parts of the lab."""
    return {"reach": _("Wat er verteld wordt"), "value": _("Wat een klant waard is")}


def actions(state: FieldState) -> Mapping[str, str]:
    """Rules of thumb for the tellers."""
    if state.tab == "value":
        return {}
    return {
        "gitomer": _("Vuistregel 3, 10, 25, 50"),
        "tarp": _("TARP-achtig 5, 5, 10, 10"),
    }


def show(state: FieldState, ident: str) -> Shown:
    """The open part of the lab."""
    if state.tab == "value":
        return _value(value_of(state.values), state.values, ident)
    return _reach(told(state.values), state.values, ident)


def _reach(said: Talk, values: Values, ident: str) -> Shown:
    good, bad = number(said.positive), number(said.negative)
    worth = dot_worth([said.positive, said.negative])
    return Shown(
        scores=[
            Score(label=_("Goed verteld"), text=good, name="positive"),
            Score(label=_("Slecht verteld"), text=bad, name="negative"),
            Score(label=_("Verschil"), text=signed(said.net, 0), name="net", is_main=True),
        ],
        pictures=[
            clouds(
                [
                    Cloud(count=said.positive, word=_("goed %(n)s", n=good), css="told-good"),
                    Cloud(count=said.negative, word=_("slecht %(n)s", n=bad), css="told-bad"),
                ],
                title=_("Twee wolken van stippen: goed %(a)s, slecht %(b)s.", a=good, b=bad),
                ident=ident,
            ),
            _turning(values),
        ],
        notes=[_("Eén stip staat voor %(n)s keer vertellen.", n=number(worth))],
        tables=[_reach_table(said, values)],
        said=_(
            "Goed verteld %(good)s, slecht verteld %(bad)s, verschil %(net)s.",
            good=good,
            bad=bad,
            net=signed(said.net, 0),
        ),
    )


def _turning(values: Values) -> Picture:
    turn, pair = turning_point(values), values["good"] + values["bad"]
    now = values["bad"] / pair * 100 if pair else None
    return turning_scale(
        Mark(place=turn, word=_("omslag bij %(share)s%% slecht", share=_percent(turn))),
        Mark(place=now, word=_("nu %(share)s%%", share=_percent(now))),
        title=_("Schaal van goede en slechte ervaringen, met het punt waar slecht gaat winnen."),
    )


def _percent(share: float | None) -> str:
    return "–" if share is None else number(share, decimals=1)


def _reach_table(said: Talk, values: Values) -> Table:
    heard = [number(hearers(n, values), decimals=1) for n in (said.positive, said.negative)]
    ratio = "–" if said.ratio is None else number(said.ratio, decimals=3)
    return Table(
        caption=_("Wat er verteld wordt"),
        head=(_("Uitkomst"), _("Waarde")),
        rows=[
            (_("Goed verteld"), number(said.positive, decimals=1)),
            (_("Slecht verteld"), number(said.negative, decimals=1)),
            (_("Verschil"), signed(said.net, 1)),
            (_("Goed per keer slecht"), ratio),
            (_("Omslagpunt, slecht naast goed"), f"{_percent(turning_point(values))}%"),
            (
                _("Drie keer zo veel goed tot"),
                _("%(share)s%% slecht", share=_percent(turning_point(values, ratio=3))),
            ),
            *(
                [
                    (_("Verschillende mensen die goed horen"), heard[0]),
                    (_("Verschillende mensen die slecht horen"), heard[1]),
                ]
                if values["community"]
                else []
            ),
        ],
    )


def _value(customer: Worth, values: Values, ident: str) -> Shown:
    total, naive = _euro(customer.total), _euro(customer.naive)
    return Shown(
        scores=[
            Score(label=_("Waarde van een klant"), text=total, name="total", is_main=True),
            Score(label=_("Marge keer jaren"), text=naive, name="naive"),
        ],
        pictures=[_bars(customer, values, ident)],
        tables=_value_tables(customer),
        said=_(
            "Een klant is over %(years)s jaar %(total)s waard; marge keer jaren is %(naive)s.",
            years=int(values["years"]),
            total=total,
            naive=naive,
        ),
    )


def _bars(customer: Worth, values: Values, ident: str) -> Picture:
    first = _("marge keer jaren: elk jaar %(margin)s", margin=_euro(values["margin"]))
    return value_bars(
        customer.yearly,
        naive=values["margin"],
        words=(first, _euro(customer.yearly[-1])),
        title=_("Verwachte marge per jaar als balk, met marge keer jaren als omtrek."),
        ident=ident,
    )


def _value_tables(customer: Worth) -> list[Table]:
    return [
        Table(
            caption=_("Bij elkaar"),
            head=(_("Uitkomst"), _("Waarde")),
            rows=[
                (_("Waarde zonder aanbrengen"), _euro(customer.value, 2)),
                (_("Aangebrachte klanten"), _euro(customer.referred, 2)),
                (_("Waarde van een klant"), _euro(customer.total, 2)),
                (_("Marge keer jaren"), _euro(customer.naive, 2)),
            ],
        ),
        Table(
            caption=_("Verwachte marge per jaar"),
            head=(_("Jaar"), _("Marge")),
            rows=[(str(n), _euro(value, 2)) for n, value in enumerate(customer.yearly, start=1)],
        ),
    ]


def _euro(value: float, decimals: int = 0) -> str:
    return f"€ {number(value, decimals=decimals)}"


WORD_OF_MOUTH_PAGE = ModelPage(
    words=words, sections=sections, show=show, tabs=tabs, actions=actions
)

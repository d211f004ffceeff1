"""The word-of-mouth lab: what is told (tab "reach") and what a customer is worth (tab "value")."""

from __future__ import annotations

import math

from courseapp.labs.domain.field_model import FieldModel
from courseapp.labs.domain.fields import Declared, Field, Group, Outputs, Values
from courseapp.labs.domain.word_of_mouth import (
    COMMUNITY,
    CUSTOMERS,
    DISCOUNT,
    MARGIN,
    PRESETS,
    REFERRALS,
    TELLERS,
    YEARS,
    Kinds,
    Talk,
    Worth,
    break_even,
    reached,
    talk,
    worth,
)

SHARES = ("good", "exceptional", "bad", "aftercare")
TELLS = tuple(f"{name}-tells" for name in SHARES)
REACH = (
    "positive",
    "negative",
    "net",
    "ratio",
    "break-even",
    "reached-positive",
    "reached-negative",
)
VALUE = ("value", "referred", "total", "naive")
WHOLE = 100


def told(values: Values) -> Talk:
    """What the customers tell on."""
    good, exceptional, bad, aftercare = (values[name] / WHOLE for name in SHARES)
    shares = Kinds(good=good, exceptional=exceptional, bad=bad, poor_aftercare=aftercare)
    good, exceptional, bad, aftercare = (values[name] for name in TELLS)
    tellers = Kinds(good=good, exceptional=exceptional, bad=bad, poor_aftercare=aftercare)
    return talk(values["customers"], shares=shares, tellers=tellers)


def turning_point(values: Values, *, ratio: float = 1) -> float | None:
    """The percentage of bad experiences at which good is told `ratio` times as often as bad."""
    share = break_even(values["good-tells"], values["bad-tells"], ratio=ratio)
    return None if share is None else share * WHOLE


def value_of(values: Values) -> Worth:
    """What one customer is worth."""
    return worth(
        values["margin"],
        retention=values["retention"] / WHOLE,
        discount=values["discount"] / WHOLE,
        referrals=values["referrals"] / WHOLE,
        years=int(values["years"]),
    )


def hearers(tellings: float, values: Values) -> float:
    """How many different people hear it; all of the tellings where the community is unlimited."""
    size = values["community"]
    return reached(tellings, community=size) if size else tellings


def measure(values: Values) -> Outputs:
    """What a goal may name; a ratio without anything bad is endless, one of nothing meets no goal."""
    said, customer, turn = told(values), value_of(values), turning_point(values)
    return {
        "positive": said.positive,
        "negative": said.negative,
        "net": said.net,
        "ratio": _ratio(said),
        "break-even": math.nan if turn is None else turn,
        "reached-positive": hearers(said.positive, values),
        "reached-negative": hearers(said.negative, values),
        "value": customer.value,
        "referred": customer.referred,
        "total": customer.total,
        "naive": customer.naive,
    }


def _ratio(said: Talk) -> float:
    if said.ratio is None:
        return math.inf if said.positive else math.nan
    return said.ratio


def settle(values: Values) -> Values:
    """Shares that are 100 together at most: good gives way first, then what comes before."""
    settled = {**values}
    for name in SHARES:
        excess = sum(settled[share] for share in SHARES) - WHOLE
        if excess > 0:
            settled[name] = round(max(0.0, settled[name] - excess), 4)
    return settled


def _tells(kind: str) -> dict[str, float]:
    told_by = PRESETS[kind]
    numbers = (told_by.good, told_by.exceptional, told_by.bad, told_by.poor_aftercare)
    return dict(zip(TELLS, numbers, strict=True))


def _gitomer(values: Values) -> Values:
    return {**values, **_tells("gitomer")}


def _tarp(values: Values) -> Values:
    return {**values, **_tells("tarp")}


def _share(name: str, start: float) -> Field:
    return Field(name=name, high=WHOLE, start=start, whole=False, tab="reach")


def _money() -> tuple[Field, ...]:
    rates = {"retention": (WHOLE, 80), "discount": (round(DISCOUNT[1] * WHOLE), 8)}
    return (
        Field(
            name="margin", high=MARGIN[1], start=300, step=10, slide=2000, whole=False, tab="value"
        ),
        *(
            Field(name=name, high=high, start=start, whole=False, tab="value")
            for name, (high, start) in rates.items()
        ),
        Field(name="years", low=YEARS[0], high=YEARS[1], start=10, tab="value"),
        Field(name="referrals", high=round(REFERRALS[1] * WHOLE), whole=False, tab="value"),
    )


WORD_OF_MOUTH = FieldModel(
    Declared(
        name="word-of-mouth",
        tabs=("reach", "value"),
        fields=(
            Field(name="customers", low=CUSTOMERS[0], high=CUSTOMERS[1], start=100, tab="reach"),
            *(_share(n, s) for n, s in zip(SHARES, (80, 10, 8, 2), strict=True)),
            *(
                Field(name=name, high=TELLERS[1], start=number, whole=False, tab="reach")
                for name, number in _tells("gitomer").items()
            ),
            Field(name="community", high=COMMUNITY[1], step=100, tab="reach"),
            *_money(),
        ),
        groups=(Group(name="shares", fields=SHARES), Group(name="tells", fields=TELLS)),
        outputs=(*REACH, *VALUE),
        measure=measure,
        actions={"gitomer": _gitomer, "tarp": _tarp},
        settle=settle,
    )
)

"""The word-of-mouth model: what customers tell on, and what one customer is worth over years.

A model to think with: its parameters are chosen for teaching, not measured. The numbers of people
told are rules of thumb: Gitomer's 3, 10, 25 and 50, and a TARP-like 5, 5, 10 and 10. Reach among
a limited community is the usual formula of random coverage, 1 - e^(-R/M).

Customers, tellings and people are counts; margins and values are euros, per year where they say so.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CUSTOMERS = (10, 10_000)
SHARE = (0.0, 1.0)
TELLERS = (0.0, 100.0)
COMMUNITY = (10, 1_000_000)
MARGIN = (0.0, 100_000.0)
RETENTION = (0.0, 1.0)
DISCOUNT = (0.0, 0.2)
REFERRALS = (0.0, 0.5)
YEARS = (1, 30)
USUAL_YEARS = 10


@dataclass(frozen=True, kw_only=True)
class Kinds:
    """One number for each kind of experience: a share of customers, or people told by each."""

    good: float
    exceptional: float
    bad: float
    poor_aftercare: float


PRESETS: Mapping[str, Kinds] = {
    "gitomer": Kinds(good=3, exceptional=10, bad=25, poor_aftercare=50),
    "tarp": Kinds(good=5, exceptional=5, bad=10, poor_aftercare=10),
}


@dataclass(frozen=True, kw_only=True)
class Talk:
    """What is told on, as counts of tellings; `ratio` is None when nothing bad is told."""

    positive: float
    negative: float
    net: float
    ratio: float | None


@dataclass(frozen=True, kw_only=True)
class Worth:
    """What one customer brings in euros: `yearly` expected margins, and with whom they refer."""

    yearly: Sequence[float]
    value: float
    referred: float
    total: float
    naive: float


def silent(shares: Kinds) -> float:
    """The share of customers, 0 to 1, who tell nobody: what the four kinds leave over."""
    told = shares.good + shares.exceptional + shares.bad + shares.poor_aftercare
    return max(0.0, 1 - told)


def talk(customers: float, *, shares: Kinds, tellers: Kinds) -> Talk:
    """What `customers` (10 to 10,000) tell on; shares add up to 1 at most."""
    positive = customers * (shares.good * tellers.good + shares.exceptional * tellers.exceptional)
    negative = customers * (
        shares.bad * tellers.bad + shares.poor_aftercare * tellers.poor_aftercare
    )
    return Talk(
        positive=positive,
        negative=negative,
        net=positive - negative,
        ratio=positive / negative if negative else None,
    )


def break_even(positive: float, negative: float, *, ratio: float = 1.0) -> float | None:
    """The share of bad experiences, 0 to 1, at which good news is `ratio` times the bad news.

    `positive` and `negative` are the people told by one good and one bad experience; None when
    neither tells anybody.
    """
    both = positive + ratio * negative
    return positive / both if both else None


def reached(tellings: float, *, community: float) -> float:
    """How many different people of a `community` hear it when `tellings` spread at random."""
    return -community * math.expm1(-tellings / community)


def worth(
    margin: float,
    *,
    retention: float,
    discount: float,
    referrals: float = 0.0,
    years: int = USUAL_YEARS,
) -> Worth:
    """What a customer with a yearly `margin` (euros, not revenue) is worth over `years`.

    `retention` is the share that stays each year (0 to 1), `discount` the yearly rate (0 to 0.2),
    `referrals` how many new customers an active customer brings each year (0 to 0.5). The first
    margin comes now; referred customers behave the same and refer nobody themselves.
    """
    kept = retention / (1 + discount)
    yearly = [margin * kept**year for year in range(years)]
    value = math.fsum(yearly)
    referred = referrals * math.fsum(
        kept**year * math.fsum(yearly[: years - year]) for year in range(1, years)
    )
    return Worth(
        yearly=tuple(yearly),
        value=value,
        referred=referred,
        total=value + referred,
        naive=margin * years,
    )

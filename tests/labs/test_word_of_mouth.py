"""The word-of-mouth model: the published vectors, and what must hold for every input."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    break_even,
    reached,
    silent,
    talk,
    worth,
)

TOLERANCE = 0.001
EURO = 0.01
PRINTED = 0.05
SHARES = Kinds(good=0.80, exceptional=0.10, bad=0.08, poor_aftercare=0.02)

tellers = st.floats(*TELLERS)
kinds = st.builds(Kinds, good=tellers, exceptional=tellers, bad=tellers, poor_aftercare=tellers)
customers = st.integers(*CUSTOMERS)


def near(value: float) -> object:
    return pytest.approx(value, abs=TOLERANCE)


def euro(value: float) -> object:
    return pytest.approx(value, abs=EURO)


def test_vector_1_ninety_percent_good_is_hardly_more_than_even() -> None:
    said = talk(100, shares=SHARES, tellers=PRESETS["gitomer"])
    assert (said.positive, said.negative, said.net) == (near(340), near(300), near(40))
    assert said.ratio == near(1.133)


def test_vector_2_other_tellers_reverse_the_story() -> None:
    said = talk(100, shares=SHARES, tellers=PRESETS["tarp"])
    assert (said.positive, said.negative, said.net) == (near(450), near(100), near(350))
    assert said.ratio == near(4.5)


@pytest.mark.parametrize(
    ("positive", "negative", "ratio", "share"),
    [(3, 25, 1, 0.107), (10, 50, 1, 0.167), (3, 50, 1, 0.057), (3, 25, 3, 0.038)],
)
def test_vector_3_a_few_bad_experiences_are_enough(
    positive: float, negative: float, ratio: float, share: float
) -> None:
    assert break_even(positive, negative, ratio=ratio) == near(share)


@pytest.mark.parametrize(
    ("retention", "referrals", "value", "referred", "total"),
    [
        (0.80, 0, 1099.59, 0, 1099.59),
        (0.90, 0, 1509.29, 0, 1509.29),
        (0.80, 0.10, 1099.59, 256.62, 1356.21),
    ],
)
def test_vector_4_staying_and_referring_count(
    retention: float, referrals: float, value: float, referred: float, total: float
) -> None:
    found = worth(300, retention=retention, discount=0.08, referrals=referrals)
    assert (found.value, found.referred, found.total) == (euro(value), euro(referred), euro(total))


def test_vector_5_ten_years_are_not_ten_times_this_year() -> None:
    found = worth(600, retention=0.75, discount=0.06, referrals=0.15)
    assert (found.value, found.total, found.naive) == (euro(1987.10), euro(2611.45), euro(6000))


def test_vector_5_without_loss_or_discount_it_is_the_plain_sum() -> None:
    assert worth(100, retention=1, discount=0).value == euro(1000)


def test_vector_6_people_hear_it_twice() -> None:
    said = talk(1000, shares=SHARES, tellers=PRESETS["gitomer"])
    assert (said.positive, said.negative) == (near(3400), near(3000))
    assert reached(said.positive, community=5000) == pytest.approx(2466.9, abs=PRINTED)
    assert reached(said.negative, community=5000) == pytest.approx(2255.9, abs=PRINTED)


def test_nothing_bad_told_has_no_ratio() -> None:
    quiet = Kinds(good=1, exceptional=0, bad=0, poor_aftercare=0)
    assert talk(100, shares=quiet, tellers=PRESETS["gitomer"]).ratio is None


def test_nobody_telling_anything_has_no_break_even() -> None:
    assert break_even(0, 0) is None


def test_the_rest_is_silent() -> None:
    half = Kinds(good=0.25, exceptional=0.125, bad=0.125, poor_aftercare=0)
    assert silent(half) == 0.5
    assert silent(SHARES) == pytest.approx(0, abs=1e-12)


@given(customers, kinds)
def test_tellings_are_never_negative_and_finite(number: int, told: Kinds) -> None:
    said = talk(number, shares=SHARES, tellers=told)
    assert 0 <= said.positive < math.inf
    assert 0 <= said.negative < math.inf
    assert said.ratio is None or said.ratio >= 0


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(0.1, 10))
def test_at_the_break_even_share_the_ratio_is_the_one_asked_for(
    positive: float, negative: float, ratio: float
) -> None:
    share = break_even(positive, negative, ratio=ratio)
    assert share is not None
    assert (1 - share) * positive == pytest.approx(ratio * share * negative)


@given(st.floats(0, 1_000_000), st.integers(*COMMUNITY))
def test_no_more_people_hear_it_than_there_are_or_than_it_is_told(
    tellings: float, community: int
) -> None:
    people = reached(tellings, community=community)
    assert 0 <= people <= min(tellings, community) + 1e-6


@given(
    st.floats(*MARGIN),
    st.floats(0, 1),
    st.floats(0, 1),
    st.floats(*DISCOUNT),
    st.floats(*REFERRALS),
    st.integers(*YEARS),
)
def test_staying_longer_is_never_worth_less(
    margin: float, one: float, other: float, discount: float, referrals: float, years: int
) -> None:
    short, long = (
        worth(margin, retention=share, discount=discount, referrals=referrals, years=years)
        for share in sorted((one, other))
    )
    assert short.total <= long.total * (1 + 1e-12)
    assert long.value <= long.naive * (1 + 1e-12)
    assert math.isfinite(long.total)
    assert len(long.yearly) == years

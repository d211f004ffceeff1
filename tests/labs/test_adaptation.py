"""The habituation model: the published vectors, and what must hold for every customer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.labs.domain.adaptation import (
    CONTACTS,
    EXTRA,
    LEARNING,
    LEVEL,
    NOVELTY,
    SPEED,
    WEIGHT,
    Contact,
    History,
    Rates,
    chance_of_complaint,
    live_through,
)

TOLERANCE = 0.001

levels = st.floats(*LEVEL)
contacts = st.lists(
    st.builds(
        Contact,
        service=levels,
        extra=st.floats(*EXTRA),
        occasion=st.sampled_from(["", "birthday", "december", "renewal"]),
        form=st.sampled_from(["", "card", "call"]),
    ),
    min_size=CONTACTS[0],
    max_size=CONTACTS[1],
)
rates = st.builds(
    Rates,
    speed=st.floats(*SPEED),
    learning=st.floats(*LEARNING),
    novelty=st.floats(*NOVELTY),
    weight=st.floats(*WEIGHT),
)


def near(value: float) -> object:
    return pytest.approx(value, abs=TOLERANCE)


def high_service(*after: float) -> History:
    services = [9.0] * 8 + list(after)
    return live_through([Contact(service=s) for s in services], rates=Rates())


def months(extras: Mapping[int, str], *, occasion: str = "", novelty: float) -> History:
    """Sixty months at 7, with a card or another extra of 3 at some times."""
    line = [
        Contact(
            service=7,
            extra=3 if extras.get(t) else 0,
            form=extras.get(t, ""),
            occasion=occasion if t in extras else "",
        )
        for t in range(60)
    ]
    return live_through(line, expectation=7, rates=Rates(novelty=novelty))


DECEMBERS = {11: "card", 23: "card", 35: "card", 47: "card", 59: ""}
SPONTANEOUS = {4: "card", 19: "call", 33: "cake", 50: "tip"}


def test_the_chance_of_a_complaint_follows_the_gap() -> None:
    chances = {0: 0.100, -1: 0.231, -2: 0.450, -3: 0.690, 2: 0.015}
    for gap, chance in chances.items():
        assert chance_of_complaint(gap) == near(chance)


def test_vector_1_a_high_level_stops_feeling_high() -> None:
    moments = high_service().moments
    expected = [3, 2.1, 1.47, 1.029, 0.720, 0.504, 0.353, 0.247]
    assert [m.gap for m in moments] == [near(gap) for gap in expected]
    assert (moments[0].complaint, moments[-1].complaint) == (near(0.005), near(0.080))


def test_vector_2_an_eight_disappoints_who_got_used_to_nines() -> None:
    last = high_service(8).moments[-1]
    assert (last.expected, last.gap) == (near(8.827), near(-0.827))
    assert (last.felt, last.complaint) == (near(-1.654), near(0.202))


def test_vector_3_a_yearly_card_becomes_a_right() -> None:
    history = months(DECEMBERS, occasion="december", novelty=0.8)
    gaps = [history.moments[t].gap for t in DECEMBERS]
    assert gaps == [near(gap) for gap in (3.000, 0.900, -0.030, -0.399, -1.736)]
    assert history.moments[59].complaint == near(0.386)
    assert history.total_felt == near(-0.429)


def test_vector_3_without_wear_the_forgotten_card_hurts_more() -> None:
    history = months(DECEMBERS, occasion="december", novelty=1)
    gaps = [history.moments[t].gap for t in DECEMBERS]
    assert gaps == [near(gap) for gap in (3, 1.5, 0.75, 0.375, -2.8125)]


def test_vector_4_spontaneous_extras_stay_extras() -> None:
    history = months(SPONTANEOUS, novelty=0.8)
    assert [history.moments[t].gap for t in SPONTANEOUS] == [near(3)] * 4
    assert history.moments[59].gap == near(0)
    assert history.total_felt == near(12)


def test_vector_5_the_same_form_every_time_wears_off() -> None:
    history = months(dict.fromkeys(SPONTANEOUS, "card"), novelty=0.8)
    gaps = [history.moments[t].gap for t in SPONTANEOUS]
    assert gaps == [near(gap) for gap in (3, 2.4, 1.92, 1.536)]
    assert history.total_felt == near(8.856)


@given(contacts, levels, rates)
def test_every_history_is_finite_and_in_bounds(
    line: list[Contact], expectation: float, at: Rates
) -> None:
    history = live_through(line, expectation=expectation, rates=at)
    assert [m.time for m in history.moments] == list(range(len(line)))
    for moment, contact in zip(history.moments, line, strict=True):
        assert 0 < moment.complaint < 1
        assert 0 <= moment.expected <= LEVEL[1] + EXTRA[1] + 1e-9
        assert 0 <= moment.extra <= contact.extra
        assert moment.felt <= moment.gap + 1e-12
    assert math.isfinite(history.total_felt)
    assert LEVEL[0] - 1e-9 <= history.expectation <= LEVEL[1] + 1e-9


@given(levels, levels, st.integers(1, 60), rates)
def test_the_gap_of_a_steady_level_only_shrinks(
    service: float, expectation: float, number: int, at: Rates
) -> None:
    line = [Contact(service=service)] * number
    moments = live_through(line, expectation=expectation, rates=at).moments
    gaps = [abs(m.gap) for m in moments]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(gaps))


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_larger_shortfall_never_means_fewer_complaints(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert chance_of_complaint(low) >= chance_of_complaint(high)


@given(levels, rates)
def test_who_gets_what_they_expect_feels_nothing(level: float, at: Rates) -> None:
    history = live_through([Contact(service=level)] * 5, expectation=level, rates=at)
    assert history.total_felt == pytest.approx(0, abs=1e-9)

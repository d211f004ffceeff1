"""The emotion model: the published vectors, and what must hold for every customer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.labs.domain.emotion import (
    ALL,
    ELEMENTS,
    OTHERS,
    PRESSURE,
    READINGS,
    SCORES,
    Reading,
    chance_to_stay,
    decide,
    feeling_for,
    value,
)

TOLERANCE = 0.001
POINTS = "8 7 0 6 5 3 2 8 7 6 8 5 2 9 8 3 0 4 1 2 1 2 0 5 3 1 2 0 6 1"
EXAMPLE = {name: float(point) for name, point in zip(ALL, POINTS.split(), strict=True)}

scores = st.floats(*SCORES)
readings = st.sampled_from(list(READINGS))
thirty = st.fixed_dictionaries(dict.fromkeys(ALL, scores))


def near(number: float) -> object:
    return pytest.approx(number, abs=TOLERANCE)


def test_there_are_thirty_elements_on_four_levels() -> None:
    assert [len(names) for names in ELEMENTS.values()] == [14, 10, 5, 1]
    assert len(set(ALL)) == 30
    assert len(OTHERS) == 16


@pytest.mark.parametrize(
    ("reason", "feeling", "gallup", "additive"),
    [(9, 2, 0.327, 0.550), (2, 2, 0.327, 0.231), (9, 9, 0.889, 0.832), (2, 9, 0.530, 0.550)],
)
def test_vectors_1_and_2_both_readings_of_four_customers(
    reason: float, feeling: float, gallup: float, additive: float
) -> None:
    assert chance_to_stay(reason, feeling, reading="gallup") == near(gallup)
    assert chance_to_stay(reason, feeling, reading="additive") == near(additive)


def test_vector_3_only_the_best_scores_count() -> None:
    found = value(EXAMPLE)
    assert (found.gate, found.reason, found.feeling, found.high) == (1, near(8.0), near(6.333), 5)
    assert chance_to_stay(found.reason, found.feeling, reading="gallup") == near(0.698)
    assert chance_to_stay(found.reason, found.feeling, reading="additive") == near(0.704)


def test_vector_3_names_the_scores_that_count_highest_first() -> None:
    found = value(EXAMPLE)
    first = ("informs", "saves-time", "reduces-effort", "quality", "simplifies")
    assert found.best_reason == first
    assert found.best_feeling == ("reduces-anxiety", "affiliation", "access")


def test_vector_4_warmth_does_not_make_up_for_poor_quality() -> None:
    found = value({**EXAMPLE, "quality": 3})
    assert (found.gate, found.reason, found.feeling, found.high) == (
        0.5,
        near(3.9),
        near(3.167),
        4,
    )
    assert chance_to_stay(found.reason, found.feeling, reading="gallup") == near(0.380)
    assert chance_to_stay(found.reason, found.feeling, reading="additive") == near(0.357)


@pytest.mark.parametrize(
    ("pressure", "weighed", "stays"),
    [(0, 8, True), (0.25, 7, True), (0.5, 6, True), (0.8, 4.8, False), (1, 4, False)],
)
def test_vector_5_under_pressure_the_feeling_decides(
    pressure: float, weighed: float, stays: bool
) -> None:
    decision = decide(8, 4, pressure=pressure)
    assert (decision.weighed, decision.stays) == (near(weighed), stays)


def test_vector_5_the_customer_leaves_from_just_above_a_half() -> None:
    assert not decide(8, 4, pressure=0.501).stays


@given(thirty)
def test_value_stays_in_bounds(found: dict[str, float]) -> None:
    worth = value(found)
    assert 0 <= worth.gate <= 1
    assert 0 <= worth.reason <= 10
    assert 0 <= worth.feeling <= 10
    assert 0 <= worth.high <= 30
    assert len(worth.best_reason) == 5
    assert len(worth.best_feeling) == 3


@given(thirty, st.sampled_from(ALL), scores)
def test_a_higher_score_never_lowers_the_value(
    found: dict[str, float], name: str, other: float
) -> None:
    low, high = sorted((found[name], other))
    before, after = value({**found, name: low}), value({**found, name: high})
    assert before.reason <= after.reason + 1e-9
    assert before.feeling <= after.feeling + 1e-9


@given(scores, scores, scores, readings)
def test_more_feeling_never_lowers_the_chance(
    reason: float, one: float, other: float, reading: Reading
) -> None:
    low, high = (chance_to_stay(reason, m, reading=reading) for m in sorted((one, other)))
    assert 0 < low <= high < 1


@given(scores, scores, scores)
def test_more_reason_never_lowers_the_chance_where_readings_add(
    feeling: float, one: float, other: float
) -> None:
    low, high = (chance_to_stay(r, feeling, reading="additive") for r in sorted((one, other)))
    assert low <= high


@given(scores, scores)
def test_the_adding_reading_does_not_mind_which_is_which(one: float, other: float) -> None:
    here = chance_to_stay(one, other, reading="additive")
    assert here == pytest.approx(chance_to_stay(other, one, reading="additive"))


@given(st.sampled_from([0.25, 0.5, 0.75]), scores, readings)
def test_the_contour_lies_where_the_chance_is(
    chance: float, reason: float, reading: Reading
) -> None:
    feeling = feeling_for(chance, reason, reading=reading)
    if feeling is None:
        ends = [chance_to_stay(reason, m, reading=reading) for m in SCORES]
        assert not min(ends) + 1e-9 < chance < max(ends) - 1e-9
    else:
        assert chance_to_stay(reason, feeling, reading=reading) == pytest.approx(chance)


@given(st.integers(0, 100))
def test_who_says_and_feels_a_six_stays_at_any_pressure(percent: int) -> None:
    assert decide(6, 6, pressure=percent / 100).stays


@given(scores, scores, st.floats(*PRESSURE))
def test_what_weighs_lies_between_saying_and_feeling(
    stated: float, implicit: float, pressure: float
) -> None:
    weighed = decide(stated, implicit, pressure=pressure).weighed
    assert min(stated, implicit) - 1e-9 <= weighed <= max(stated, implicit) + 1e-9

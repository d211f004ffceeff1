"""The balance model: the published vectors, and what must hold for every relation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.labs.domain.equity import (
    GIFT,
    TOTALS,
    Course,
    Relation,
    give,
    imbalance,
    mistake,
    run,
    zone,
)

TOLERANCE = 0.001

totals = st.floats(*TOTALS)
relations = st.builds(
    Relation,
    customer_outcome=totals,
    customer_effort=totals,
    supplier_outcome=totals,
    supplier_effort=totals,
)
gifts = st.floats(*GIFT)
shares = st.floats(0, 1)


def relation(customer_outcome: float = 20) -> Relation:
    return Relation(
        customer_outcome=customer_outcome,
        customer_effort=20,
        supplier_outcome=20,
        supplier_effort=20,
    )


def near(value: float) -> object:
    return pytest.approx(value, abs=TOLERANCE)


def line(course: Course) -> list[float]:
    return [step.imbalance for step in course.steps]


def test_vector_1_a_balanced_relation_stays_as_it_is() -> None:
    course = run(relation())
    assert line(course) == [0.0] * 13
    assert (course.given_back, course.withdrawn) == (0, 0)


def test_vector_2_a_sincere_gift_is_answered_until_there_is_balance() -> None:
    course = run(relation(), gift=8)
    assert line(course)[:3] == [near(0.221), near(0.119), near(0.062)]
    assert len(set(line(course)[2:])) == 1
    assert course.given_back == near(3.538)
    assert (course.steps[0].zone, course.steps[-1].zone) == ("owe", "balance")


def test_vector_3_asking_at_once_slows_the_return_down() -> None:
    course = run(relation(), gift=8, sincerity=0.2)
    expected = [0.221, 0.200, 0.181, 0.164, 0.148, 0.134]
    assert line(course)[:6] == [near(value) for value in expected]
    assert line(course)[12] == near(0.098)
    assert course.given_back == near(2.700)


def test_vector_4_a_shortage_is_repaired_by_the_customer_withdrawing() -> None:
    course = run(relation(12))
    assert line(course)[:4] == [near(value) for value in (-0.250, -0.121, -0.059, -0.029)]
    assert course.withdrawn == near(4.048)
    assert course.given_back == 0


def test_vector_5_a_far_too_big_gift_is_awkward() -> None:
    course = run(relation(), gift=30)
    assert line(course)[0] == near(0.568)
    assert course.steps[0].zone == "awkward"
    assert course.given_back == near(15.818)


def test_vector_5_a_small_gift_does_not_repair_a_large_shortage() -> None:
    course = run(relation(8), gift=2)
    assert (course.before, zone(course.before)) == (near(-0.429), "leave")
    assert (line(course)[0], course.steps[0].zone) == (near(-0.320), "short")
    assert course.withdrawn == near(5.101)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (-1, "leave"),
        (-0.351, "leave"),
        (-0.35, "short"),
        (-0.051, "short"),
        (-0.05, "balance"),
        (0.10, "balance"),
        (0.101, "owe"),
        (0.35, "owe"),
        (0.351, "awkward"),
        (1, "awkward"),
    ],
)
def test_the_zones_meet_where_the_brackets_say(value: float, name: str) -> None:
    assert zone(value) == name


def test_a_mistake_takes_eight_points_but_never_the_last_one() -> None:
    assert mistake(relation()).customer_outcome == 12
    assert mistake(relation(5)).customer_outcome == 1


@given(relations, gifts, shares, shares)
def test_every_course_stays_finite_and_in_bounds(
    start: Relation, gift: float, speed: float, sincerity: float
) -> None:
    course = run(start, gift=gift, speed=speed, sincerity=sincerity)
    assert len(course.steps) == 13
    for step in course.steps:
        assert -1 <= step.imbalance <= 1
        assert math.isfinite(step.imbalance)
        assert step.relation.customer_effort >= 1 - 1e-9
        assert step.relation.supplier_outcome >= 0.1
    assert course.given_back >= 0 <= course.withdrawn


@given(relations)
def test_both_sides_seen_from_the_other_side_is_the_opposite(start: Relation) -> None:
    other = Relation(
        customer_outcome=start.supplier_outcome,
        customer_effort=start.supplier_effort,
        supplier_outcome=start.customer_outcome,
        supplier_effort=start.customer_effort,
    )
    assert imbalance(other) == pytest.approx(-imbalance(start), abs=1e-12)


@given(relations, gifts, gifts)
def test_a_larger_gift_never_leaves_the_customer_worse_off(
    start: Relation, one: float, other: float
) -> None:
    small, large = sorted((one, other))
    assert imbalance(give(start, small)) <= imbalance(give(start, large)) + 1e-12


@given(relations, gifts, shares)
def test_nobody_moves_without_speed(start: Relation, gift: float, sincerity: float) -> None:
    course = run(start, gift=gift, speed=0, sincerity=sincerity)
    assert (course.given_back, course.withdrawn) == (0, 0)


@given(relations, gifts, shares)
def test_an_insincere_gift_is_not_answered(start: Relation, gift: float, speed: float) -> None:
    assert run(start, gift=gift, speed=speed, sincerity=0).given_back == 0

"""Drawing items and the rules of attempts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from courseapp.quizzes.domain.drawing import PoolItem, draw, shuffled
from courseapp.quizzes.domain.rules import QuizRules

POOL = tuple(
    PoolItem(id=f"{g}{n}", group=g)
    for g, size in (("a", 2), ("b", 6), ("c", 4))
    for n in range(size)
)
pools = st.lists(
    st.builds(PoolItem, id=st.uuids().map(str), group=st.sampled_from("abcd")),
    min_size=1,
    max_size=30,
    unique_by=lambda item: item.id,
)


def test_the_same_seed_draws_the_same_items() -> None:
    assert draw(POOL, number=5, seed="x", seen={}) == draw(POOL, number=5, seed="x", seen={})


def test_seeds_differ_in_what_they_draw() -> None:
    assert len({draw(POOL, number=5, seed=str(n), seen={}) for n in range(20)}) > 5


def test_items_are_spread_over_the_objectives() -> None:
    groups = Counter(each[0] for each in draw(POOL, number=6, seed="x", seen={}))
    assert groups == {"a": 2, "b": 2, "c": 2}


def test_a_next_attempt_asks_other_items_where_there_are_any() -> None:
    first = draw(POOL, number=6, seed="x", seen={})
    second = draw(POOL, number=6, seed="y", seen=Counter(first))
    assert {each for each in first if each in second} == {"a0", "a1"}


def test_what_is_left_over_goes_to_the_objective_with_something_new() -> None:
    seen = {"a0": 1, "a1": 1, "b0": 1}
    pool = [item for item in POOL if item.group != "c"]
    for seed in "pqrstuv":
        drawn = draw(pool, number=3, seed=seed, seen=seen)
        assert Counter(each[0] for each in drawn) == {"a": 1, "b": 2}


@given(pool=pools, number=st.integers(1, 40), seed=st.text(max_size=8))
def test_a_draw_holds_that_many_different_items_of_the_pool(
    pool: list[PoolItem], number: int, seed: str
) -> None:
    drawn = draw(pool, number=number, seed=seed, seen={})
    assert len(drawn) == len(set(drawn)) == min(number, len(pool))
    assert set(drawn) <= {item.id for item in pool}


@given(pool=pools, seed=st.text(max_size=8))
def test_the_order_of_the_pool_does_not_change_what_is_drawn(
    pool: list[PoolItem], seed: str
) -> None:
    one = draw(pool, number=3, seed=seed, seen={})
    other = draw(pool[::-1], number=3, seed=seed, seen={})
    assert set(one) == set(other)


@given(ids=st.lists(st.uuids().map(str), unique=True), seed=st.text(max_size=8))
def test_shuffling_keeps_all_items(ids: list[str], seed: str) -> None:
    assert sorted(shuffled(ids, seed=seed)) == sorted(ids)


def test_a_share_passes_at_its_edge_in_spite_of_rounding() -> None:
    rules = QuizRules(pass_share=2 / 3)
    assert rules.is_passed(points=2, maximum=3)
    assert rules.is_passed(points=0.67, maximum=1)
    assert not rules.is_passed(points=1.9, maximum=3)


def test_points_take_the_place_of_a_share() -> None:
    assert QuizRules(pass_points=4, pass_share=1.0).is_passed(points=4, maximum=10)


def test_without_a_limit_attempts_never_run_out() -> None:
    assert QuizRules().attempts_left(50) is None
    assert QuizRules(attempts=3).attempts_left(5) == 0


def test_the_wait_counts_from_the_last_hand_in() -> None:
    end = datetime(2027, 3, 9, 10, tzinfo=UTC)
    assert QuizRules(wait=30).opens_at(end) == end + timedelta(minutes=30)
    assert QuizRules(wait=30).opens_at(None) is None

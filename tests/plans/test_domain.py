"""The transfer ladder and the counts of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from courseapp.plans.domain import FEWEST, RUNGS, Facts, climb, tally

OBJECTIVES = ("horen", "erkennen", "afsluiten")
STEPS = {"reflectie": ("horen",), "opdracht": ("horen", "erkennen"), "les": ()}
IDS = (*OBJECTIVES, *STEPS, "weg")

names = st.frozensets(st.sampled_from(IDS))
facts = st.builds(Facts, right=names, planned=names, tried=names, noticed=names)
ladders = st.lists(facts.map(lambda f: climb(f, objectives=OBJECTIVES, steps=STEPS)), max_size=12)


def test_each_rung_comes_from_its_own_fact() -> None:
    given_facts = Facts(
        right=frozenset({"horen"}),
        planned=frozenset({"reflectie"}),
        tried=frozenset({"opdracht"}),
        noticed=frozenset({"opdracht", "weg"}),
    )
    ladder = climb(given_facts, objectives=OBJECTIVES, steps=STEPS)
    assert ladder == {
        "horen": frozenset(RUNGS),
        "erkennen": frozenset({"tried", "noticed"}),
        "afsluiten": frozenset(),
    }


@given(facts)
def test_a_ladder_has_the_objectives_of_the_course_and_no_others(some: Facts) -> None:
    ladder = climb(some, objectives=OBJECTIVES, steps=STEPS)
    assert set(ladder) == set(OBJECTIVES)
    assert all(rungs <= set(RUNGS) for rungs in ladder.values())


@given(facts, facts)
def test_more_facts_never_take_a_rung_away(some: Facts, more: Facts) -> None:
    both = Facts(**{name: getattr(some, name) | getattr(more, name) for name in vars(some)})
    low = climb(some, objectives=OBJECTIVES, steps=STEPS)
    high = climb(both, objectives=OBJECTIVES, steps=STEPS)
    assert all(low[o] <= high[o] for o in OBJECTIVES)


@given(facts)
def test_steps_and_objectives_that_left_the_course_count_nowhere(some: Facts) -> None:
    known = {*OBJECTIVES, *STEPS}
    cut = Facts(**{name: getattr(some, name) & known for name in vars(some)})
    assert climb(some, objectives=OBJECTIVES, steps=STEPS) == climb(
        cut, objectives=OBJECTIVES, steps=STEPS
    )


@given(ladders, st.sampled_from(OBJECTIVES))
def test_no_count_points_at_a_few_people(some: list[dict[str, frozenset[str]]], aim: str) -> None:
    counts = tally(some, objective=aim)
    if len(some) < FEWEST:
        assert counts is None
        return
    assert counts is not None and [each.rung for each in counts] == list(RUNGS)
    for each in counts:
        real = sum(each.rung in ladder[aim] for ladder in some)
        assert each.count == (None if 0 < real < FEWEST else real)

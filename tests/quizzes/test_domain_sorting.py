"""Sorting cards: read, masked and graded per card."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import ResponseInvalid
from tests.quizzes.reading import SAMPLES, Fields, compiled, read, sample


@given(chosen=st.lists(st.sampled_from([None, 0, 1]), min_size=4, max_size=4))
def test_each_card_in_its_own_group_earns_its_share(chosen: list[int | None]) -> None:
    own, data, key = sample("sorting", points="8")
    groups = [category["id"] for category in data["categories"]]
    pairs = {
        card: groups[place] for card, place in zip(key["pairs"], chosen, strict=True)
        if place is not None
    }  # fmt: skip
    response = own.read_json(data, {"pairs": pairs}).response
    graded = own.grade(data, key, response)
    right = sum(pairs.get(card) == group for card, group in key["pairs"].items())
    assert graded.points == 2 * right
    assert sum(mark.right for mark in graded.marks) == (right if pairs else 0)


@given(wrong=st.integers(0, 3))
def test_all_means_that_one_card_astray_earns_nothing(wrong: int) -> None:
    own, data, key = sample("sorting", grading="all")
    groups = [category["id"] for category in data["categories"]]
    pairs = dict(key["pairs"])
    assert own.grade(data, key, {"pairs": pairs}).points == 1
    card = list(pairs)[wrong]
    pairs[card] = next(group for group in groups if group != pairs[card])
    graded = own.grade(data, key, {"pairs": pairs})
    assert (graded.points, graded.verdict) == (0, "incorrect")


def test_the_order_of_the_cards_says_nothing_of_their_groups() -> None:
    _, data, _ = sample("sorting")
    ids = [card["id"] for card in data["cards"]]
    assert ids == sorted(ids)


@given(seed=st.text(max_size=8))
def test_a_sorting_question_survives_its_mask(seed: str) -> None:
    own, data, key = sample("sorting")
    asked = Asked(data, (key,), seed)
    shown = asked.shown
    hidden = {piece["id"] for name in ("cards", "categories") for piece in shown[name]}
    real = {piece["id"] for name in ("cards", "categories") for piece in data[name]}
    assert not hidden & real
    assert [each["html"] for each in shown["categories"]] == ["Piek", "Slot"]
    solution: Any = asked.solution
    assert asked.grade(asked.read_json(solution).response).verdict == "correct"
    form = Fields({f"i-vraag-{card}": [group] for card, group in solution["pairs"].items()})
    assert asked.grade(asked.read_form(form).response).verdict == "correct"
    assert own.right_response(data, key) == asked.read_form(form).response


def test_a_group_of_another_question_is_refused() -> None:
    own, data, key = sample("sorting")
    card = next(iter(key["pairs"]))
    with pytest.raises(ResponseInvalid):
        own.read_form(data, Fields({f"i-{card}": ["zz"]}), "i")
    with pytest.raises(ResponseInvalid):
        own.read_form(data, Fields({f"i-{card}": [data["categories"][0]["id"]] * 2}), "i")


def test_a_heading_above_choices_is_part_of_what_is_asked() -> None:
    question, codes = read("### Het geval\n- een feit\n\nWat nu?\n\n- [x] A\n- [ ] B")
    assert (question and question.kind, codes) == ("single", [])


def test_a_card_may_run_over_two_lines_and_a_group_may_be_empty() -> None:
    _, data, key = compiled("Waar?\n\n### A\n- een\n  twee\n- drie\n\n### Geen")
    assert sorted(card["html"] for card in data["cards"]) == ["drie", "een twee"]
    assert len(set(key["pairs"].values())) == 1


@pytest.mark.parametrize("kind", ["survey", "scale"])
def test_an_opinion_is_noted_and_earns_nothing(kind: str) -> None:
    _, data, key = sample(kind)
    asked = Asked(data, (key,), "zaad")
    choice = asked.shown["options"][1]["id"]
    response = asked.read_json({"choice": choice}).response
    assert response == {"choice": data["options"][1]["id"]}
    graded = asked.grade(response)
    assert (graded.verdict, graded.points, graded.max_points) == ("noted", 0, 0)
    assert asked.grade(None).verdict == "unanswered"
    assert not asked.solution


def test_a_scale_keeps_its_numbers() -> None:
    _, data, _ = sample("scale")
    assert [option["id"] for option in data["options"]] == ["1", "2", "3", "4", "5"]
    assert (data["low_html"], data["high_html"]) == ("nooit", "altijd")


def test_the_words_of_a_survey_are_the_same_question_in_every_language() -> None:
    _, dutch, _ = sample("survey")
    _, english, _ = compiled(SAMPLES["survey"].replace("soms", "sometimes"))
    assert [o["id"] for o in dutch["options"]] == [o["id"] for o in english["options"]]

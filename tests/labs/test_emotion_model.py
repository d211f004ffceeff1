"""The emotion lab: what authors write and learners type becomes the model's thirty scores."""

from __future__ import annotations

import pytest

from courseapp.labs.domain.block import MODELS
from courseapp.labs.domain.emotion_model import decision, reading
from tests.labs.lab_source import compiled, documented, state

TOLERANCE = 0.001
PERCENT = 0.1
EXAMPLE = """functional: 8 7 0 6 5 3 2 8 7 6 8 5 2 9
emotional: 8 3 0 4 1 2 1 2 0 5
life: 3 1 2 0 6
self-transcendence: 1"""


def near(value: float, within: float = TOLERANCE) -> object:
    return pytest.approx(value, abs=within)


def test_thirty_scores_come_in_four_lines() -> None:
    read = state(EXAMPLE, model="emotion")
    assert (read.values["informs"], read.values["reduces-anxiety"]) == (9, 8)
    assert (read.values["affiliation"], read.values["self-transcendence"]) == (6, 1)
    assert read.outputs["functional-top"] == near(8)
    assert read.outputs["feeling-top"] == near(6.333)
    assert (read.outputs["gate"], read.outputs["high"]) == (1, 5)


@pytest.mark.parametrize(
    ("typed", "gallup", "additive"),
    [({}, 69.8, 70.4), ({"quality": "3"}, 38.0, 35.7)],
)
def test_the_chosen_reading_is_the_chance_to_stay(
    typed: dict[str, str], gallup: float, additive: float
) -> None:
    read = state(EXAMPLE, model="emotion", **typed)
    assert read.outputs["stay"] == near(gallup, PERCENT)
    other = state(EXAMPLE, model="emotion", **typed, reading="additive")
    assert other.outputs["stay"] == near(additive, PERCENT)
    assert other.outputs["stay"] == read.outputs["stay-additive"]
    assert read.outputs["stay"] == other.outputs["stay-gallup"]
    assert (reading(read.values), reading(other.values)) == ("gallup", "additive")


@pytest.mark.parametrize(("pressure", "weighed", "stays"), [("50", 6, True), ("55", 5.8, False)])
def test_pressure_is_a_percentage(pressure: str, weighed: float, stays: bool) -> None:
    read = state("tab: pressure", model="emotion", pressure=pressure)
    assert read.outputs["under-pressure"] == near(weighed)
    assert decision(read.values).stays == stays
    assert read.tab == "pressure"


def test_an_unknown_reading_is_refused_and_the_preset_counts() -> None:
    read = state("reading: additive", model="emotion", reading="maslow")
    assert read.entries["reading"].wrong == "choice"
    assert reading(read.values) == "additive"


def test_one_number_may_stand_for_a_whole_level() -> None:
    assert state("functional: 6\nlife: 9\nemotional: 0", model="emotion").outputs[
        "feeling-top"
    ] == near(9)


@pytest.mark.parametrize("name", ["authoring-labs.md", "authoring-labs.nl.md"])
def test_the_documented_lab_of_feeling_says_one_in_three_and_can_be_solved(name: str) -> None:
    data = compiled(documented(name, "emotion"), "emotion")
    read = MODELS["emotion"].read(data, {})
    assert (read.task, read.outputs["stay"]) == ("open", near(32.7, PERCENT))
    feeling = dict.fromkeys(("reduces-anxiety", "rewards", "affiliation"), "9")
    assert MODELS["emotion"].read(data, feeling).task == "done"

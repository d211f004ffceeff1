"""The habituation lab: what authors write and learners type becomes the model's contacts."""

from __future__ import annotations

import pytest

from courseapp.labs.domain.adaptation_model import history
from courseapp.labs.domain.block import MODELS
from courseapp.labs.domain.fields import TOO_MUCH
from tests.labs.lab_source import compiled, documented, state

TOLERANCE = 0.001
MONTHS = "tab: surprise\ncontacts: 60\nlevel: 7\nexpectation: 7\n"
DECEMBERS = f"""{MONTHS}extra-1: 3 12 card december
extra-2: 3 24 card december
extra-3: 3 36 card december
extra-4: 3 48 card december
extra-5: 0 60 card december"""
SPONTANEOUS = f"""{MONTHS}extra-1: 3 5 card none
extra-2: 3 20 call none
extra-3: 3 34 cake none
extra-4: 3 51 tip none"""


def near(value: float) -> object:
    return pytest.approx(value, abs=TOLERANCE)


def test_a_level_that_drops_at_the_ninth_contact() -> None:
    read = state("contacts: 9\nfrom: 9", model="adaptation")
    assert read.outputs["last-gap"] == near(-0.827)
    assert read.outputs["last-complaint"] == pytest.approx(20.2, abs=0.1)
    assert read.outputs["last-expectation"] == near(8.827)
    assert read.outputs["lowest-gap"] == read.outputs["last-gap"]
    assert read.outputs["highest-complaint"] == read.outputs["last-complaint"]
    assert read.tab == "level"


def test_without_a_change_the_new_level_does_not_count() -> None:
    assert state(model="adaptation", new_level="0").outputs == state(model="adaptation").outputs


def test_a_forgotten_december_hurts_in_the_end() -> None:
    read = state(DECEMBERS, model="adaptation")
    assert read.tab == "surprise"
    assert read.outputs["last-gap"] == near(-1.736)
    assert read.outputs["last-complaint"] == pytest.approx(38.6, abs=0.1)
    assert (read.outputs["felt"], read.outputs["spent"]) == (near(-0.429), 12)


@pytest.mark.parametrize(("form", "felt"), [("", 12.0), ("card", 8.856)])
def test_the_same_spending_feels_like_more_in_other_forms(form: str, felt: float) -> None:
    typed = {f"extra_{n}_form": form for n in range(1, 5)} if form else {}
    read = state(SPONTANEOUS, model="adaptation", **typed)
    assert (read.outputs["felt"], read.outputs["spent"]) == (near(felt), 12)


@pytest.mark.parametrize(("field", "at"), [("extra_2_at", "5"), ("contacts", "50")])
def test_an_extra_without_a_contact_of_its_own_does_not_count_and_says_so(
    field: str, at: str
) -> None:
    read = state(SPONTANEOUS, model="adaptation", **{field: at})
    wrong = [name for name, entry in read.entries.items() if entry.wrong]
    assert wrong == ["extra-2-at" if field == "extra_2_at" else "extra-4-at"]
    assert read.entries[wrong[0]].wrong == TOO_MUCH
    assert read.outputs["spent"] == 9
    assert read.has_errors


def test_the_longest_and_the_shortest_history_can_be_drawn() -> None:
    assert len(history(state("contacts: 2", model="adaptation").values).moments) == 2
    assert len(history(state("contacts: 60", model="adaptation").values).moments) == 60


@pytest.mark.parametrize("name", ["authoring-labs.md", "authoring-labs.nl.md"])
def test_the_documented_lab_of_habituation_can_be_solved(name: str) -> None:
    data = compiled(documented(name, "adaptation"), "adaptation")
    assert MODELS["adaptation"].read(data, {}).task == "open"
    forms = {"extra-2-form": "call", "extra-3-form": "cake", "extra-4-form": "tip"}
    none = {f"extra-{n}-occasion": "none" for n in range(1, 6)}
    assert MODELS["adaptation"].read(data, {**forms, **none}).task == "done"

"""What the courses promise beyond their form: dialogues with depth, quizzes over all that is taught, a tutorial of every block."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.domain.fences import CodeFences
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from tests.content.course_texts import CONTENT, LOCALES, checked, compiled
from tests.content.test_courses import GRADED, MAIN, questions

DIALOGUES = [step for step in compiled(MAIN).steps() if step.kind == "dialogue"]


@pytest.mark.parametrize("step", DIALOGUES, ids=lambda step: step.id)
def test_a_dialogue_is_four_turns_deep_with_real_choices_and_three_ends(step: CompiledStep) -> None:
    passages: Mapping[str, Any] = checked(MAIN).keys["nl"][step.id]["passages"]

    @functools.cache
    def turns(place: str) -> int:
        """The fewest replies from here to an end."""
        if place not in passages:
            return 0
        return 1 + min(turns(reply["target"]) for reply in passages[place]["replies"].values())

    assert turns(step.settings["start"]) >= 4
    assert len(step.text("nl").data["ends"]) >= 3
    for name, passage in step.text("nl").data["passages"].items():
        effects = {reply["effect"] for reply in passages[name]["replies"].values()}
        assert len(passage["replies"]) >= 2 and len(effects) >= 2, name


@pytest.mark.parametrize("module", compiled(MAIN).modules, ids=lambda module: module.id)
def test_a_quiz_draws_from_all_objectives_of_its_module(module: Any) -> None:
    asked = {
        question["objective"]
        for step in module.steps
        if step.kind == "quiz" and step.settings["graded"]
        for question in questions(step, "nl")
    }
    assert {objective.id for objective in module.objectives} <= asked


@pytest.mark.parametrize("locale", LOCALES)
def test_every_wrong_option_says_why(locale: str) -> None:
    keys, silent = checked(MAIN).keys[locale], []
    for step in compiled(MAIN).steps():
        for question in questions(step, locale):
            if question["kind"] not in GRADED & {"single", "multiple", "true-false"}:
                continue
            key = keys[question["id"]]
            wrong = {option["id"] for option in question["options"]} - set(key["right"])
            silent += [
                f"{question['id']}/{each}" for each in wrong if not key["feedback"].get(each)
            ]
    assert silent == []


def test_the_tutorial_shows_every_block_step_and_question() -> None:
    steps = list(compiled("authoring").steps())
    assert {step.kind for step in steps} == set(STEP_KINDS)
    asked = {question["kind"] for step in steps for question in questions(step, "nl")}
    assert asked >= set(QUESTION_KINDS)
    used: set[str] = set()
    for path in (CONTENT / "authoring").glob("*/*.md"):
        code = CodeFences()
        lines = [line for line in path.read_text().splitlines() if not code.is_code(line)]
        used |= {line.split()[1] for line in lines if line.startswith("::: ")}
    assert used >= set(BLOCK_KINDS)

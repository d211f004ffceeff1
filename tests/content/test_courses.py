"""The courses in content/ keep what their authors promised: no findings, sources, items, spelling."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.domain.findings import format_finding
from tests.content.course_texts import (
    CONTENT,
    COURSES,
    LOCALES,
    checked,
    compiled,
    misspelt,
    plain,
    readable_texts,
)
from tests.content.workload import seconds

MAIN = "wat-blijft-hangen"
UNTIMED = {"task", "scenario", "closing"}
"""What happens at work, or what only the learner's own words fill."""
GRADED = {"single", "multiple", "true-false", "ordering", "matching", "numeric", "short-text", "gap-text", "sorting"}  # fmt: skip


def questions(step: CompiledStep, locale: str) -> list[dict[str, Any]]:
    return [dict(p.data) for p in step.text(locale).parts if p.kind == "question"]


@pytest.mark.parametrize("course", COURSES)
def test_a_course_has_no_error_and_no_warning_in_either_language(course: str) -> None:
    """So the languages agree in structure and every translation is of today's text."""
    assert [format_finding(finding, "en") for finding in checked(course).findings] == []
    assert compiled(course).locales == LOCALES


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("course", COURSES)
def test_every_word_is_spelt_as_the_dictionary_does(course: str, locale: str) -> None:
    assert misspelt(list(readable_texts(course, locale)), locale) == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_what_an_article_claims_and_what_research_found_cite_their_source(locale: str) -> None:
    """Each claim names its article; in research each paragraph with a figure names its study."""
    suffix = "" if locale == "nl" else ".en"
    missing = []
    for path in sorted((CONTENT / MAIN).glob("*/*.md")):
        if path.name.endswith(".en.md") != bool(suffix):
            continue
        for kind, body in re.findall(
            r"^::: (claim|research)[^\n]*\n(.*?)^:::$", path.read_text(), re.S | re.M
        ):
            paragraphs = [body] if kind == "claim" else body.split("\n\n")
            missing += [
                f"{path.name}: {paragraph.strip()[:70]}"
                for paragraph in paragraphs
                if "[@" not in paragraph and (kind == "claim" or re.search(r"\d", paragraph))
            ]
    assert missing == []


def test_every_objective_has_at_least_three_items() -> None:
    book = compiled(MAIN)
    items = Counter(
        question["objective"]
        for step in book.steps()
        if step.settings.get("graded", True)
        for question in questions(step, "nl")
        if question["kind"] in GRADED
    )
    for module in book.modules:
        assert len(module.objectives) == 10, module.id
        few = {o.id: items[o.id] for o in module.objectives if items[o.id] < 3}
        assert few == {}, module.id


def test_every_module_has_its_parts_in_order() -> None:
    for module in compiled(MAIN).modules:
        kinds = [step.kind for step in module.steps]
        assert kinds.count("dialogue") >= 2, module.id
        assert kinds.count("lesson") >= 4 and "reflection" in kinds and "task" in kinds, module.id
        first, *rest = [step for step in module.steps if step.kind == "quiz"]
        assert module.steps[0] is first and first.settings["graded"] is False, module.id
        assert len(questions(first, "nl")) == 3, module.id
        assert any(len(questions(quiz, "nl")) >= 16 for quiz in rest), module.id
        guided = [s.settings.get("guided", False) for s in module.steps if s.kind == "dialogue"]
        assert guided[0] and not all(guided), module.id


@pytest.mark.parametrize("locale", LOCALES)
def test_the_length_of_an_option_gives_nothing_away(locale: str) -> None:
    """No distractor is much longer than the right option, nor the other way round."""
    found = []
    for item, options, right in _single_choices(locale):
        rightful = [len(text) for ident, text in options.items() if ident in right]
        others = [len(text) for ident, text in options.items() if ident not in right]
        if max(others) > 1.6 * max(rightful) + 15 or max(rightful) > 1.6 * max(others) + 15:
            found.append(f"{item}: right {rightful}, others {others}")
    assert found == []


def _single_choices(locale: str) -> Iterator[tuple[str, dict[str, str], list[str]]]:
    keys = checked(MAIN).keys[locale]
    for step in compiled(MAIN).steps():
        for question in questions(step, locale):
            if question["kind"] == "single":
                options = {o["id"]: plain(o["html"]) for o in question["options"]}
                yield question["id"], options, keys[question["id"]]["right"]


def test_the_longest_option_is_right_no_more_often_than_chance_would_have_it() -> None:
    """With four options chance is a quarter; half would be a hint."""
    longest = [
        max(options, key=lambda ident: len(options[ident])) in right
        for _item, options, right in _single_choices("nl")
    ]
    assert sum(longest) / len(longest) < 0.4, (sum(longest), len(longest))


@pytest.mark.parametrize("course", COURSES)
def test_the_minutes_of_a_step_are_what_reading_and_doing_take(course: str) -> None:
    wrong = {}
    for step in compiled(course).steps():
        if step.kind in UNTIMED:
            continue
        needs = [seconds(step, locale, checked(course).keys[locale]) / 60 for locale in LOCALES]
        if abs(step.minutes - needs[0]) > 0.5 or abs(step.minutes - max(needs)) > 1.5:
            wrong[step.id] = (step.minutes, needs)
    assert wrong == {}


def test_the_course_says_how_long_it_takes() -> None:
    """What the certificate asks, and what one may do beside it; the work itself not counted."""
    steps = [step for step in compiled(MAIN).steps() if step.kind not in UNTIMED]
    asked = sum(step.minutes for step in steps if step.required)
    beside = sum(step.minutes for step in steps if not step.required)
    words = {
        "nl": ("ongeveer drieënhalf uur", "bijna anderhalf uur"),
        "en": ("about three and a half hours", "almost an hour and a half"),
    }
    assert 3.25 * 60 <= asked <= 3.5 * 60 and 1.25 * 60 <= beside <= 1.5 * 60, (asked, beside)
    for locale, promises in words.items():
        assert all(each in compiled(MAIN).text(locale).description_html for each in promises)


def test_all_objectives_are_taught_by_what_the_certificate_asks() -> None:
    """Whoever leaves out everything that may be left out has still met each objective."""
    untaught = [
        objective.id
        for module in compiled(MAIN).modules
        for objective in module.objectives
        if not any(
            step.required and step.kind == "lesson" and objective.id in step.objectives
            for step in module.steps
        )
    ]
    assert untaught == []

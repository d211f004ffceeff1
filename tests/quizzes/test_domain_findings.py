"""Every finding of questions and quizzes, with the text that provokes it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from courseapp.catalog.domain.lesson import TEXT_BLOCKS
from courseapp.catalog.domain.protocol import Line, Prose, Toolbox
from courseapp.quizzes.domain.rules import QuizRules
from tests.quizzes.reading import (
    BLOCKS,
    QUESTION,
    QUIZ,
    SAMPLES,
    PlainRender,
    block,
    read,
    report,
    step,
)

CASES: list[tuple[str, str, dict[str, str], int]] = [
    ("question-no-prompt", "- [x] A\n- [ ] B", {}, 1),
    ("question-no-answers", "Wat?", {}, 1),
    ("question-no-such-answers", "Wat?\n- [x] A\n- [ ] B", {"kind": "ordering"}, 1),
    ("question-unknown-kind", "Wat?\n- [x] A\n- [ ] B", {"kind": "raadsel"}, 1),
    ("question-twice", "Wat?\n- [x] A\n- [ ] B\nwhy: a\nwhy: b", {}, 6),
    ("question-stray-model", "Wat?\n- [x] A\n- [ ] B\nmodel: Zo.", {}, 5),
    ("question-bad-points", "Wat?\n- [x] A\n- [ ] B", {"points": "0"}, 1),
    ("question-bad-grading", "Wat?\n- [x] A\n- [ ] B", {"grading": "partial"}, 1),
    ("question-unknown-attribute", "Wat?\n- [x] A\n- [ ] B", {"kleur": "rood"}, 1),
    ("choice-empty-option", "Wat?\n- [x] A\n- [ ]", {}, 4),
    ("choice-duplicate-option", "Wat?\n- [x] A\n- [ ] A", {}, 4),
    ("choice-too-few", "Wat?\n- [x] A", {}, 3),
    ("choice-no-right", "Wat?\n- [ ] A\n- [ ] B", {}, 3),
    ("choice-several-right", "Wat?\n- [x] A\n- [x] B", {"kind": "single"}, 3),
    ("choice-stray-line", "Wat?\n- [x] A\n- [ ] B\nlos", {}, 5),
    ("true-false-options", "Wat?\n- [x] A\n- [ ] B\n- [ ] C", {"kind": "true-false"}, 3),
    ("ordering-too-few", "Wat?\n1. A", {}, 3),
    ("ordering-duplicate", "Wat?\n1. A\n2. A", {}, 4),
    ("ordering-stray-line", "Wat?\n1. A\n2. B\nlos", {}, 5),
    ("matching-too-few", "Wat?\n- a :: 1\n- b :: 1", {}, 3),
    ("matching-malformed", "Wat?\n- a :: 1\n- b ::\n- c :: 2", {}, 4),
    ("matching-duplicate", "Wat?\n- a :: 1\n- a :: 2", {}, 4),
    ("numeric-unreadable", "Wat?\n= 1.000", {"kind": "numeric"}, 3),
    ("numeric-one-answer", "Wat?\n= 1\n= 2", {}, 4),
    ("short-text-empty", "Wat?\n= ", {}, 3),
    ("short-text-stray-line", "Wat?\n= A\nlos", {}, 4),
    ("text-unknown-match", "Wat?\n= A", {"match": "ongeveer"}, 1),
    ("sorting-too-few", "Wat?\n### A\n- a\n- b", {}, 3),
    ("sorting-duplicate", "Wat?\n### A\n- a\n### B\n- a", {}, 6),
    ("sorting-duplicate", "Wat?\n### A\n- a\n### A\n- b", {}, 5),
    ("sorting-empty", "Wat?\n### A\n- a\n### B\n-", {}, 6),
    ("sorting-empty", "Wat?\n### A\n- a\n###\n- b", {}, 5),
    ("sorting-stray-line", "Wat?\n### A\n- a\n### B\n- b\nlos", {}, 7),
    ("survey-no-grading", "Wat?\n- ( ) A\n- ( ) B", {"points": "2"}, 1),
    ("survey-too-few", "Wat?\n- ( ) A", {}, 3),
    ("survey-bad-option", "Wat?\n- ( ) A\n- ( ) A", {}, 4),
    ("survey-stray-line", "Wat?\n- ( ) A\n- ( ) B\nlos", {}, 5),
    ("scale-unreadable", "Wat?\nscale: 1..7 | laag", {}, 3),
    ("scale-unreadable", "Wat?\nscale: 7..1 | laag | hoog", {}, 3),
    ("scale-unreadable", "Wat?\nscale: 1..12 | laag | hoog", {}, 3),
    ("scale-stray-line", "Wat?\nscale: 1..7 | laag | hoog\nlos", {}, 4),
    ("gap-empty", "Wat?\n\nEen [[ ]] gat", {}, 4),
]

COMPARED: list[tuple[str, str, str, dict[str, str]]] = [
    ("question-other-kind", "Wat?\n= 3", "What?\n= three", {}),
    ("question-other-parts", "Wat?\n- [x] A\n- [ ] B", "What?\n- [x] A\n- [ ] B\n- [ ] C", {}),
    ("question-other-right", "Wat?\n- [x] A\n- [ ] B", "What?\n- [ ] A\n- [x] B", {}),
    ("question-other-right", "Wat?\n= 3", "What?\n= 4", {}),
    (
        "question-other-right",
        "Wat?\n### A\n- a\n### B\n- b",
        "What?\n### A\n- a\n- b\n### B",
        {},
    ),
    ("question-other-settings", "Wat?\n= 3", "What?\n= 3", {"points": "2"}),
]

STEPS: list[tuple[str, list[str], dict[str, str], int]] = [
    ("quiz-no-questions", ["Hoi"], {}, 1),
    ("quiz-draw-too-many", [SAMPLES["single"]], {"draw": "2"}, 2),
    ("quiz-pass-too-high", [SAMPLES["single"]], {"pass": "2"}, 2),
    ("quiz-survey-graded", [SAMPLES["survey"]], {}, 1),
    ("quiz-ungraded-rule", [SAMPLES["scale"]], {"graded": "no", "pass": "70%"}, 3),
    ("quiz-ungraded-rule", [SAMPLES["scale"]], {"graded": "nee", "draw": "1"}, 3),
    ("quiz-ungraded-rule", [SAMPLES["scale"]], {"graded": "no", "attempts": "2"}, 3),
    ("quiz-late-prose", [SAMPLES["single"], "Hoi"], {}, 30),
]


@pytest.mark.parametrize(("code", "text", "attributes", "line"), CASES)
def test_a_question_finding_has_its_place(
    code: str, text: str, attributes: dict[str, str], line: int
) -> None:
    found = report()
    QUESTION.parse(block(text, **attributes), found)
    assert [(f.code, f.line) for f in found.findings] == [(code, line)]


@pytest.mark.parametrize(("code", "source", "translation", "attributes"), COMPARED)
def test_a_translation_that_differs_is_found(
    code: str, source: str, translation: str, attributes: dict[str, str]
) -> None:
    found = report()
    ours, theirs = read(source)[0], read(translation, **attributes)[0]
    assert ours and theirs
    QUESTION.compare(ours, theirs, found)
    assert [f.code for f in found.findings] == [code]


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_a_translation_with_the_same_structure_gives_no_finding(kind: str) -> None:
    found = report()
    question, _ = read(SAMPLES[kind], kind=kind)
    assert question is not None
    QUESTION.compare(question, question, found)
    assert found.findings == []


@pytest.mark.parametrize(("code", "texts", "front", "line"), STEPS)
def test_a_quiz_finding_has_its_place(
    code: str, texts: list[str], front: dict[str, str], line: int
) -> None:
    found = report()
    prose = Prose(lines=(Line(number=30, text="Hoi"),))
    pieces = [prose if text == "Hoi" else block(text) for text in texts]
    QUIZ.parse(step(*pieces, **front), BLOCKS, found)
    assert [(f.code, f.line) for f in found.findings] == [(code, line)]


def test_rules_that_differ_in_a_translation_are_found() -> None:
    found = report()
    source = QUIZ.parse(step(block(SAMPLES["single"]), **{"pass": "70%"}), BLOCKS, found)
    other = QUIZ.parse(step(block(SAMPLES["single"]), **{"pass": "80%"}), BLOCKS, found)
    QUIZ.compare(source, other, BLOCKS, found)
    assert [f.code for f in found.findings] == ["quiz-other-rules"]


def test_a_translation_may_leave_the_rules_out() -> None:
    found = report()
    source = QUIZ.parse(step(block(SAMPLES["single"]), attempts="3"), BLOCKS, found)
    other = QUIZ.parse(step(block(SAMPLES["single"])), BLOCKS, found)
    QUIZ.compare(source, other, BLOCKS, found)
    assert found.findings == []


def test_every_code_has_a_text_that_provokes_it() -> None:
    provoked = {case[0] for case in [*CASES, *COMPARED, *STEPS]}
    provoked |= {"quiz-other-rules", "quiz-block-not-here", "quiz-free-text"}
    assert provoked == {*QUESTION.findings, *QUIZ.findings}


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_every_finding_says_what_is_wrong_without_empty_fields(locale: str) -> None:
    for _, text, attributes, _ in CASES:
        found = report()
        QUESTION.parse(block(text, **attributes), found)
        assert "…’" not in found.findings[0].message(locale)
        assert found.findings[0].message(locale).endswith(".")


def test_a_look_ahead_asks_everything_once_in_order() -> None:
    found = report()
    quiz = QUIZ.parse(step(block(SAMPLES["survey"]), graded="no"), BLOCKS, found)
    assert quiz is not None
    assert found.findings == []
    assert quiz.rules == QuizRules(graded=False, shuffle=False, attempts=1)


def test_the_rules_of_a_quiz_are_read_from_the_front_matter() -> None:
    front = {"draw": "1", "shuffle": "no", "pass": "70%", "attempts": "unlimited", "wait": "10"}
    quiz = QUIZ.parse(step(block(SAMPLES["single"]), **front), BLOCKS, report())
    assert quiz is not None
    assert quiz.rules == QuizRules(draw=1, shuffle=False, pass_share=0.7, attempts=0, wait=10)
    assert QuizRules.from_json(QUIZ.settings(quiz)) == quiz.rules


@pytest.mark.parametrize(
    ("name", "code"), [("lab", "quiz-block-not-here"), ("kwestie", "block-unknown")]
)
def test_a_block_that_a_quiz_cannot_hold_is_found(name: str, code: str) -> None:
    found = report()
    strange = replace(block("tekst"), name=name, line=9)
    QUIZ.parse(step(strange, block(SAMPLES["single"])), {**BLOCKS, "lab": QUESTION}, found)
    assert [(f.code, f.line) for f in found.findings] == [(code, 9)]


def test_a_note_before_the_questions_becomes_part_of_the_introduction() -> None:
    found = report()
    note = replace(block("Neem de tijd."), name="note")
    blocks = {**TEXT_BLOCKS, **BLOCKS}
    quiz = QUIZ.parse(step(note, block(SAMPLES["single"])), blocks, found)
    assert quiz is not None
    body = QUIZ.compile(quiz, Toolbox(blocks=blocks, render=PlainRender()))
    assert [part.kind for part in body.parts] == ["html", "question"]
    assert "Neem de tijd." in body.parts[0].data["html"]

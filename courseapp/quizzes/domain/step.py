"""The step kind `quiz`: an introduction and a pool of questions with the rules of the attempt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain import schema
from courseapp.catalog.domain.compiled import Json, Part
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.lesson import TEXT_BLOCKS
from courseapp.catalog.domain.protocol import (
    Block,
    BlockKind,
    CompiledBody,
    FindingText,
    Prose,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.catalog.domain.text_body import compile_piece
from courseapp.quizzes.domain.blocks import QUOTABLE
from courseapp.quizzes.domain.kind import Question
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.domain.rules import QuizRules

MOST_ITEMS = 200
MOST_ATTEMPTS = 100
LONGEST_WAIT = 60 * 24 * 30
LESSONS_ONLY = frozenset({"free-text"})
"""The kinds of question that take more than one sitting."""
UNGRADED = QuizRules(shuffle=False, attempts=1, graded=False)

_SHARE = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]))? ?%")


def read_pass(value: Any) -> tuple[float, int]:
    """`70%` as (0.7, 0), a number of points as (0, points)."""
    text = schema.text(value)
    if found := _SHARE.fullmatch(text):
        share = float(f"{found[1]}.{found[2] or 0}") / 100
        if share <= 1:
            return round(share, 4), 0
    elif re.fullmatch("[0-9]{1,4}", text):
        return 0.0, int(text)
    raise schema.WrongValue(
        "een deel zoals 70%, of een aantal punten", "a share such as 70%, or points"
    )


def read_attempts(value: Any) -> int:
    """A number of attempts, 0 for `unlimited`."""
    if value in ("unlimited", "onbeperkt"):
        return 0
    try:
        return schema.whole(1, MOST_ATTEMPTS)(value)
    except schema.WrongValue as wrong:
        raise schema.WrongValue(f"{wrong.nl}, of unlimited", f"{wrong.en}, or unlimited") from None


@dataclass(frozen=True, kw_only=True)
class Quiz:
    """A quiz as written: its introduction and its questions."""

    rules: QuizRules
    intro: tuple[Prose | tuple[Block, Any], ...]
    questions: tuple[Question, ...]


class QuizStep:
    """Parse, compile and compare quizzes; questions themselves are the block kind's work."""

    name = "quiz"
    fields: Mapping[str, Callable[[Any], Any]] = {
        "draw": schema.whole(1, MOST_ITEMS),
        "shuffle": schema.yes_no,
        "pass": read_pass,
        "attempts": read_attempts,
        "wait": schema.whole(0, LONGEST_WAIT),
        "feedback": schema.choice("end", "each"),
        "graded": schema.yes_no,
    }
    findings: Mapping[str, FindingText] = {
        "quiz-no-questions": FindingText(
            severity="error",
            nl="Deze toets heeft geen bruikbare vraag. Schrijf een blok “::: question”.",
            en="This quiz has no usable question. Write a block “::: question”.",
        ),
        "quiz-draw-too-many": FindingText(
            severity="error",
            nl=(
                "draw: {draw} is meer dan de {count} vragen die er staan. Schrijf vragen bij of "
                "verlaag draw."
            ),
            en=(
                "draw: {draw} is more than the {count} questions there are. Add questions or lower"
                " draw."
            ),
        ),
        "quiz-pass-too-high": FindingText(
            severity="error",
            nl=(
                "pass: {points} punten is meer dan de {most} punten die te halen zijn. Verlaag "
                "pass."
            ),
            en="pass: {points} points is more than the {most} points there are. Lower pass.",
        ),
        "quiz-late-prose": FindingText(
            severity="warning",
            nl=(
                "Deze tekst staat na een vraag. Vragen worden geloot, dus hij komt boven alle "
                "vragen te staan; zet hem daar ook in dit bestand."
            ),
            en=(
                "This text comes after a question. Questions are drawn, so it moves above all of "
                "them; put it there in this file too."
            ),
        ),
        "quiz-block-not-here": FindingText(
            severity="error",
            nl="Het blok ‘{name}’ kan niet in een toets staan. Zet het in een les.",
            en="The block ‘{name}’ cannot stand in a quiz. Put it in a lesson.",
        ),
        "quiz-ungraded-rule": FindingText(
            severity="error",
            nl=(
                "{name} past niet bij graded: no. Zo’n toets stelt één keer alle vragen, op "
                "volgorde en zonder score. Haal {name} weg."
            ),
            en=(
                "{name} does not go with graded: no. Such a quiz asks all questions once, in "
                "order and without a score. Remove {name}."
            ),
        ),
        "quiz-survey-graded": FindingText(
            severity="error",
            nl=(
                "Vraag “{id}” is een peiling en telt niet mee. Zet haar in een les, of schrijf "
                "graded: no bij de toets."
            ),
            en=(
                "Question “{id}” is a survey and does not count. Put it in a lesson, or write "
                "graded: no at the quiz."
            ),
        ),
        "quiz-free-text": FindingText(
            severity="error",
            nl="Een open tekst kan niet in een toets staan. Zet hem in een les.",
            en="A free text cannot stand in a quiz. Put it in a lesson.",
        ),
        "quiz-other-rules": FindingText(
            severity="error",
            nl="{name} is hier anders dan in de brontaal. Laat {name} weg uit de vertaling.",
            en="{name} differs from the source language. Leave {name} out of the translation.",
        ),
    }

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> Quiz | None:
        """The quiz, or None when no question is usable."""
        intro: list[Prose | tuple[Block, Any]] = []
        questions: list[Question] = []
        for piece in source.body:
            parsed = _parse_piece(piece, blocks, report)
            if isinstance(parsed, Question):
                questions.append(parsed)
            elif parsed is not None:
                _warn_late(piece, bool(questions), report)
                intro.append(parsed)
        if not questions:
            report("quiz-no-questions", line=1)
            return None
        quiz = Quiz(rules=_read_rules(source.front), intro=tuple(intro), questions=tuple(questions))
        _check_rules(quiz, source, report)
        return quiz

    def settings(self, parsed: Quiz) -> Json:
        """The rules, alike in all locales."""
        return parsed.rules.to_json()

    def compile(self, parsed: Quiz, toolbox: Toolbox) -> CompiledBody:
        """First the introduction, then all questions of the pool in the author's order."""
        parts: list[Part] = []
        keys: dict[str, Json] = {}
        for piece in parsed.intro:
            parts.append(compile_piece(piece, toolbox))
        for question in parsed.questions:
            compiled = toolbox.blocks["question"].compile(question, toolbox.render)
            parts.append(Part(kind="question", id=question.id, data=compiled.data))
            keys.update(compiled.keys)
        return CompiledBody(parts=tuple(parts), keys=keys)

    def list_quotable(self, parsed: Quiz, blocks: Mapping[str, BlockKind]) -> Mapping[str, int]:
        """The questions of a look ahead; what counts is not brought back."""
        if parsed.rules.graded:
            return {}
        return {each.id: each.line for each in parsed.questions if each.kind in QUOTABLE}

    def compare(
        self, source: Quiz, translation: Quiz, blocks: Mapping[str, BlockKind], report: Report
    ) -> None:
        """Report rules and questions that differ from the source's."""
        ours = translation.rules.to_json()
        for name, value in source.rules.to_json().items():
            if ours[name] not in (value, QuizRules().to_json()[name]):
                report("quiz-other-rules", line=1, name=name.replace("pass_share", "pass"))
        translated = {question.id: question for question in translation.questions}
        for question in source.questions:
            if question.id in translated:
                blocks["question"].compare(question, translated[question.id], report)


def _parse_piece(piece: Prose | Block, blocks: Mapping[str, BlockKind], report: Report) -> Any:
    if isinstance(piece, Prose):
        return piece if any(line.text.strip() for line in piece.lines) else None
    if piece.name not in blocks:
        known, hint = ", ".join(sorted(blocks)), suggest(piece.name, blocks)
        report("block-unknown", line=piece.line, name=piece.name, known=known, suggestion=hint)
        return None
    if piece.name != "question" and piece.name not in TEXT_BLOCKS:
        report("quiz-block-not-here", line=piece.line, name=piece.name)
        return None
    parsed = blocks[piece.name].parse(piece, report)
    if isinstance(parsed, Question) and parsed.kind in LESSONS_ONLY:
        report("quiz-free-text", line=piece.line)
        return None
    return parsed if parsed is None or isinstance(parsed, Question) else (piece, parsed)


def _warn_late(piece: Prose | Block, is_late: bool, report: Report) -> None:
    if is_late:
        line = piece.line if isinstance(piece, Block) else piece.lines[0].number
        report("quiz-late-prose", line=line)


def _read_rules(front: Mapping[str, Any]) -> QuizRules:
    """The rules in the front matter; what cannot be read (catalog reports it) counts as absent."""
    values: dict[str, Any] = {}
    for name, read in QuizStep.fields.items():
        try:
            values[name] = read(front[name])
        except (KeyError, schema.WrongValue):
            continue
    if not values.get("graded", True):
        return UNGRADED
    values["pass_share"], values["pass_points"] = values.pop("pass", (0.0, 0))
    return QuizRules(**values)


def _check_rules(quiz: Quiz, source: StepSource, report: Report) -> None:
    rules, count = quiz.rules, len(quiz.questions)
    if not rules.graded:
        for name in sorted({*QuizStep.fields} & {*source.front_lines} - {"graded"}):
            report("quiz-ungraded-rule", line=source.front_lines[name], name=name)
        return
    ungraded = {kind.name for kind in QUESTION_KINDS.values() if not kind.is_graded}
    for question in quiz.questions:
        if question.kind in ungraded:
            report("quiz-survey-graded", line=question.line, id=question.id)
    if rules.draw > count:
        line = source.front_lines.get("draw", 1)
        report("quiz-draw-too-many", line=line, draw=rules.draw, count=count)
    highest = sorted((question.points for question in quiz.questions), reverse=True)
    most = sum(highest[: rules.draw or count])
    if rules.pass_points > most:
        line = source.front_lines.get("pass", 1)
        report("quiz-pass-too-high", line=line, points=rules.pass_points, most=most)

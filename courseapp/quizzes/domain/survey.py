"""Asking for an opinion: options or a scale, kept and never graded."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Compiled, FindingText, Line, Render, Report
from courseapp.quizzes.domain.kind import (
    Draft,
    Form,
    Graded,
    Mark,
    Question,
    QuestionKind,
    Reading,
    Response,
    ResponseInvalid,
    Structure,
    expect_string,
    first_match,
    one_value,
    part_id,
)

MOST_STEPS = 11
_OPTION = re.compile(r"[-*+] \( ?\)(?: +(.*))?$")
_SCALE = re.compile(r"scale:(?: +(.*)|)$")
_RANGE = re.compile(r"(\d{1,2})\.\.(\d{1,2})$")

FINDINGS = {
    "survey-no-grading": FindingText(
        severity="error",
        nl="Een peiling telt niet mee, dus {name}= heeft hier geen betekenis. Haal het weg.",
        en="A survey does not count, so {name}= has no meaning here. Remove it.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One answer that can be given; none is right."""

    text: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Opinions:
    """The answers that can be given, in the author's order."""

    options: tuple[Opinion, ...]


@dataclass(frozen=True, kw_only=True)
class Steps:
    """A scale from `low` to `high` (both included), with words for its two ends."""

    low: int
    high: int
    words: tuple[str, str]
    line: int


class _Ungraded(QuestionKind):
    """What options and scales share: one choice, kept as it is."""

    is_graded = False

    def parse(self, draft: Draft, report: Report) -> Any | None:
        for name in ("points", "grading"):
            if name in draft.block.attributes:
                report("survey-no-grading", line=draft.block.line, name=name)
        return self._read_options(draft, report)

    @abstractmethod
    def _read_options(self, draft: Draft, report: Report) -> Any | None:
        """The answers that can be given."""

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        return self._one(data, expect_string(raw, "choice"))

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        return self._one(data, one_value(form, name))

    def _one(self, data: Json, choice: str) -> Reading:
        if not choice:
            return Reading(response=None)
        if choice not in [option["id"] for option in data["options"]]:
            raise ResponseInvalid("choice")
        return Reading(response={"choice": choice})

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        return 0.0, ()

    def grade(self, data: Json, key: Json, response: Response | None) -> Graded:
        """Nothing to earn: an answer is noted."""
        verdict = "unanswered" if response is None else "noted"
        return Graded(points=0.0, max_points=0.0, verdict=verdict)

    def right_response(self, data: Json, key: Json) -> Response:
        """There is none."""
        return {}


class Survey(_Ungraded):
    """Options `- ( ) text`."""

    name = "survey"
    findings: ClassVar[Mapping[str, FindingText]] = {
        **FINDINGS,
        "survey-too-few": FindingText(
            severity="error",
            nl="Een peiling heeft ten minste twee antwoorden nodig. Voeg een regel “- ( ) …” toe.",
            en="A survey needs at least two answers. Add a line “- ( ) …”.",
        ),
        "survey-bad-option": FindingText(
            severity="error",
            nl="Elk antwoord heeft een eigen tekst nodig, en “{text}” is leeg of staat er al.",
            en="Each answer needs a text of its own, and “{text}” is empty or is there already.",
        ),
        "survey-stray-line": FindingText(
            severity="error",
            nl="Deze regel hoort bij geen antwoord. Begin met “- ( ) ” voor een antwoord.",
            en="This line belongs to no answer. Start with “- ( ) ” for an answer.",
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_OPTION, lines)

    def _read_options(self, draft: Draft, report: Report) -> Opinions | None:
        options: list[Opinion] = []
        for line in draft.answers:
            if found := _OPTION.match(line.text):
                options.append(Opinion(text=(found[1] or "").strip(), line=line.number))
            elif line.text.startswith(" ") and line.text.strip():
                last = options[-1]
                options[-1] = Opinion(text=f"{last.text} {line.text.strip()}", line=last.line)
            elif line.text.strip():
                report("survey-stray-line", line=line.number)
        for n, option in enumerate(options):
            if not option.text or option.text in [before.text for before in options[:n]]:
                report("survey-bad-option", line=option.line, text=option.text)
                return None
        if len(options) < 2:
            report("survey-too-few", line=draft.line)
            return None
        return Opinions(options=tuple(options))

    def compile(self, question: Question, render: Render) -> Compiled:
        options = [
            {"id": part_id(question.id, str(n)), "html": render.inline(each.text, line=each.line)}
            for n, each in enumerate(question.answer.options)
        ]
        return Compiled(data={"options": options, "points": 0}, keys={question.id: {}})

    def structure(self, answer: Opinions) -> Structure:
        return Structure(parts=len(answer.options))


class Scale(_Ungraded):
    """A line `scale: 1..7 | not at all | entirely`."""

    name = "scale"
    findings: ClassVar[Mapping[str, FindingText]] = {
        **FINDINGS,
        "scale-unreadable": FindingText(
            severity="error",
            nl=(
                "Zo’n schaal kan ik niet lezen. Schrijf “scale: 1..7 | helemaal niet | helemaal "
                "wel”: van laag naar hoog, ten hoogste {most} stappen, met woorden bij beide "
                "uiteinden."
            ),
            en=(
                "I cannot read this scale. Write “scale: 1..7 | not at all | entirely”: from low "
                "to high, at most {most} steps, with words for both ends."
            ),
        ),
        "scale-stray-line": FindingText(
            severity="error",
            nl="Deze regel hoort niet bij de schaal. Zet hem boven de regel “scale: …”.",
            en="This line is not part of the scale. Put it above the line “scale: …”.",
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_SCALE, lines)

    def _read_options(self, draft: Draft, report: Report) -> Steps | None:
        for line in draft.answers[1:]:
            if line.text.strip():
                report("scale-stray-line", line=line.number)
        found = _SCALE.match(draft.answers[0].text)
        parts = [part.strip() for part in (found[1] or "").split("|")] if found else []
        size = _RANGE.match(parts[0]) if len(parts) == 3 and all(parts) else None
        low, high = (int(size[1]), int(size[2])) if size else (0, 0)
        if not 1 <= high - low < MOST_STEPS:
            report("scale-unreadable", line=draft.line, most=MOST_STEPS)
            return None
        return Steps(low=low, high=high, words=(parts[1], parts[2]), line=draft.line)

    def compile(self, question: Question, render: Render) -> Compiled:
        """Options whose ids are the numbers themselves, so that answers can be compared."""
        answer: Steps = question.answer
        options = [{"id": str(n), "html": str(n)} for n in range(answer.low, answer.high + 1)]
        low, high = (render.inline(words, line=answer.line) for words in answer.words)
        data = {"options": options, "low_html": low, "high_html": high, "points": 0}
        return Compiled(data=data, keys={question.id: {}})

    def structure(self, answer: Steps) -> Structure:
        return Structure(parts=answer.high - answer.low + 1, right=answer.low)

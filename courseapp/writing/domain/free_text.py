"""The question kind `free-text`: criteria to score oneself by, and a model answer.

- rubric(2, moment): Noemt een dag of tijd
- rubric(1): Gaat over deze klant

model: ‘Mevrouw De Wit, …’
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from courseapp.catalog.domain.protocol import Compiled, FindingText, Line, Render, Report
from courseapp.quizzes.domain.kind import (
    AuthoredKind,
    Draft,
    Question,
    Structure,
    first_match,
    part_id,
)
from courseapp.writing.domain.findings import FINDINGS
from courseapp.writing.domain.hints import HINTS

MOST_POINTS = 5
MOST_CRITERIA = 12
_STARTS = re.compile(r" {0,3}[-*+][ \t]+rubric\b")
_RUBRIC = re.compile(
    r" {0,3}[-*+][ \t]+rubric[ \t]*\([ \t]*(\d{1,3})[ \t]*(?:,[ \t]*([A-Za-z-]+)[ \t]*)?\)"
    r"[ \t]*:[ \t]*(.*?)[ \t]*\Z"
)


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One line of the rubric; `hint` names a rule, or is empty."""

    text: str
    points: int
    hint: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """What a text is laid beside."""

    criteria: tuple[Criterion, ...]
    model: tuple[Line, ...]


class FreeText(AuthoredKind):
    """Writing a text of one's own; nobody but its writer gives it points."""

    name = "free-text"
    has_model = True
    findings: ClassVar[Mapping[str, FindingText]] = FINDINGS

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_STARTS, lines)

    def parse(self, draft: Draft, report: Report) -> Rubric | None:
        criteria: list[Criterion] = []
        for line in _joined(draft.answers, report):
            if (criterion := _criterion(line, report)) is None:
                continue
            if any(criterion.text == other.text for other in criteria):
                report("rubric-duplicate", line=line.number)
            criteria.append(criterion)
        if len(criteria) > MOST_CRITERIA:
            report("rubric-too-many", line=criteria[MOST_CRITERIA].line, most=MOST_CRITERIA)
        if not draft.model:
            report("free-text-no-model", line=draft.block.line)
        if not criteria or not draft.model:
            return None
        return Rubric(criteria=tuple(criteria), model=draft.model)

    def compile(self, question: Question, render: Render) -> Compiled:
        rubric: Rubric = question.answer
        criteria = [
            {
                "id": part_id(question.id, f"rubric:{number}"),
                "html": render.inline(each.text, line=each.line),
                "points": each.points,
                "hint": each.hint,
            }
            for number, each in enumerate(rubric.criteria)
        ]
        total = sum(each.points for each in rubric.criteria)
        key = {"model_html": render.block(rubric.model)}
        return Compiled(data={"criteria": criteria, "total": total}, keys={question.id: key})

    def structure(self, answer: Rubric) -> Structure:
        marks = tuple((each.points, each.hint) for each in answer.criteria)
        return Structure(parts=len(marks), right=marks)


def _joined(lines: Sequence[Line], report: Report) -> list[Line]:
    """One line per criterion: indented lines below it go on with it."""
    found: list[Line] = []
    for line in lines:
        if _STARTS.match(line.text):
            found.append(line)
        elif line.text.startswith((" ", "\t")) and line.text.strip() and found:
            text = f"{found[-1].text.rstrip()} {line.text.strip()}"
            found[-1] = Line(number=found[-1].number, text=text)
        elif line.text.strip():
            report("rubric-stray-line", line=line.number)
    return found


def _criterion(line: Line, report: Report) -> Criterion | None:
    found = _RUBRIC.match(line.text)
    if found is None or not found[3]:
        report("rubric-malformed", line=line.number)
        return None
    points, hint = int(found[1]), (found[2] or "").lower()
    if not 1 <= points <= MOST_POINTS:
        report("rubric-points", line=line.number, points=points, most=MOST_POINTS)
        return None
    if hint and hint not in HINTS:
        known = ", ".join(HINTS)
        report("rubric-unknown-hint", line=line.number, hint=hint, known=known)
        return None
    return Criterion(text=found[3], points=points, hint=hint, line=line.number)

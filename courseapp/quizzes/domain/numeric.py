"""A number within a tolerance, with an optional unit."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar

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
    Structure,
    clean_text,
    expect_string,
    first_match,
    one_value,
)
from courseapp.quizzes.domain.numbers import NumberUnreadable, read_number

LONGEST = 60
_VALUE = re.compile(r"=(?: |$)(.*)$")
_PARTS = re.compile(r"(\S+)(?: *(?:±|\+/-|\+-) *(\S+))?(?: +(\S.{0,30}))?$")


@dataclass(frozen=True, kw_only=True)
class Value:
    """The right number with its tolerance (both ends included) and its unit."""

    value: Decimal
    tolerance: Decimal
    unit: str


class Numeric(QuestionKind):
    """`= -0,5 ± 0,1 points`."""

    name = "numeric"
    findings: ClassVar[Mapping[str, FindingText]] = {
        "numeric-unreadable": FindingText(
            severity="error",
            nl=(
                "“{text}” is geen getal dat ik kan lezen. Schrijf bijvoorbeeld “= -0,5 ± 0,1 "
                "punten”, zonder teken voor duizendtallen."
            ),
            en=(
                "“{text}” is not a number that I can read. Write for example “= -0.5 ± 0.1 "
                "points”, without a mark for thousands."
            ),
        ),
        "numeric-one-answer": FindingText(
            severity="error",
            nl=(
                "Een getalvraag heeft één regel die met “= ” begint; deze regel hoort daar niet "
                "bij."
            ),
            en=(
                "A number question has one line that starts with “= ”; this line does not belong "
                "there."
            ),
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_VALUE, lines)

    def recognises(self, lines: Sequence[Line]) -> bool:
        found = self.find_answers(lines)
        return found is not None and _read_value(lines[found].text) is not None

    def parse(self, draft: Draft, report: Report) -> Value | None:
        first, *rest = draft.answers
        for line in rest:
            if line.text.strip():
                report("numeric-one-answer", line=line.number)
        value = _read_value(first.text)
        if value is None:
            report("numeric-unreadable", line=first.number, text=first.text[1:].strip())
        return value

    def compile(self, question: Question, render: Render) -> Compiled:
        answer: Value = question.answer
        key = {"value": str(answer.value), "tolerance": str(answer.tolerance)}
        return Compiled(data={"unit": answer.unit}, keys={question.id: key})

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        return self._read(data, expect_string(raw, "text"))

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        return self._read(data, one_value(form, name))

    def _read(self, data: Json, text: str) -> Reading:
        text = clean_text(text, limit=LONGEST)
        if not text:
            return Reading(response=None)
        try:
            read_number(text, unit=data["unit"])
        except NumberUnreadable as unreadable:
            return Reading(response={"text": text}, problem=unreadable.reason)
        return Reading(response={"text": text})

    def grade(self, data: Json, key: Json, response: Response | None) -> Graded:
        """As every kind, and `unreadable` for what is not a number."""
        graded = super().grade(data, key, response)
        if response is not None and self._read(data, response["text"]).problem:
            return replace(graded, verdict="unreadable")
        return graded

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        try:
            given = read_number(response["text"], unit=data["unit"])
        except NumberUnreadable:
            return 0.0, ()
        right = abs(given - Decimal(str(key["value"]))) <= Decimal(str(key["tolerance"]))
        return float(right), ()

    def right_response(self, data: Json, key: Json) -> Response:
        return {"text": str(key["value"])}

    def structure(self, answer: Value) -> Structure:
        return Structure(parts=1, right=(answer.value, answer.tolerance))


def _read_value(text: str) -> Value | None:
    found = _PARTS.match(text[1:].strip())
    if found is None:
        return None
    try:
        value, tolerance = read_number(found[1]), read_number(found[2] or "0")
    except NumberUnreadable:
        return None
    if tolerance < 0:
        return None
    return Value(value=value, tolerance=tolerance, unit=(found[3] or "").strip())

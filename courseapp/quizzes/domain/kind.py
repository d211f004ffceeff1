"""What every kind of question offers: one class reads, compiles, answers and grades it."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Protocol

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Block, Compiled, FindingText, Line, Render, Report

Response = Mapping[str, Any]
"""A learner's answer as JSON, already checked against the question's public data."""

VERDICTS = ("correct", "partly", "incorrect", "unanswered", "unreadable", "noted")


class ResponseInvalid(ValueError):
    """The response does not fit the question: a foreign id, a wrong type, too long a text."""


class Form(Protocol):
    """The part of a submitted form that reading a response needs."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A question block split into prompt and answer lines, before its kind reads the answers."""

    block: Block
    prompt: tuple[Line, ...]
    answers: tuple[Line, ...]
    hint: Line | None = None
    why: tuple[Line, ...] = ()
    model: tuple[Line, ...] = ()

    @property
    def line(self) -> int:
        """Where a finding about the answers as a whole points to."""
        return self.answers[0].number if self.answers else self.block.line


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question as its author wrote it; `answer` is the frozen dataclass of its kind."""

    id: str
    kind: str
    line: int
    objective: str
    points: int
    pool: str
    grading: str
    prompt: tuple[Line, ...]
    hint: Line | None
    why: tuple[Line, ...]
    answer: Any


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A response as read, None when unanswered; `problem` names what the learner should mend."""

    response: Response | None
    problem: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The judgement on one part of an answer (an option, a card, a pair, a gap)."""

    part: str
    right: bool


@dataclass(frozen=True, kw_only=True)
class Graded:
    """Points between 0 and `max_points`, the verdict in one word and the marks per part."""

    points: float
    max_points: float
    verdict: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Structure:
    """What a translation must share with its source: the number of parts and what is right."""

    parts: int
    right: Any = None


class AuthoredKind(ABC):
    """One kind of question as authors write it; `gradings` are the ways of grading, default first."""

    name: ClassVar[str]
    findings: ClassVar[Mapping[str, FindingText]]
    gradings: ClassVar[tuple[str, ...]] = ("all",)
    has_model: ClassVar[bool] = False
    """Whether a model answer below `model:` belongs to it."""

    @abstractmethod
    def find_answers(self, lines: Sequence[Line]) -> int | None:
        """The index of the first answer line, or None when the lines are not of this kind."""

    def recognises(self, lines: Sequence[Line]) -> bool:
        """Whether the shape of the answers alone says that a question is of this kind."""
        return self.find_answers(lines) is not None

    @abstractmethod
    def parse(self, draft: Draft, report: Report) -> Any | None:
        """The answers of the draft, or None after reporting what is wrong."""

    @abstractmethod
    def compile(self, question: Question, render: Render) -> Compiled:
        """The kind's own public data, and its key under the question's id."""

    @abstractmethod
    def structure(self, answer: Any) -> Structure:
        """What a translation must share."""


class QuestionKind(AuthoredKind):
    """One kind of question that is answered in a form and graded.

    A kind that is not graded has no right answer: its answers are noted and earn nothing.
    """

    is_graded: ClassVar[bool] = True

    @abstractmethod
    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        """The response in a JSON object; raises ResponseInvalid when it does not fit."""

    @abstractmethod
    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        """The response in the form fields that start with `name`; raises ResponseInvalid."""

    @abstractmethod
    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        """The share 0..1 that the response is worth before the way of grading, and its marks."""

    @abstractmethod
    def right_response(self, data: Json, key: Json) -> Response:
        """A response that earns all points."""

    def grade(self, data: Json, key: Json, response: Response | None) -> Graded:
        """Grade a response; None is unanswered and earns nothing."""
        maximum = float(data["points"])
        if response is None:
            return Graded(points=0.0, max_points=maximum, verdict="unanswered")
        share, marks = self.judge(data, key, response)
        if data["grading"] == "all" and share < 1:
            share = 0.0
        verdict = "correct" if share >= 1 else "partly" if share > 0 else "incorrect"
        points = round(maximum * share, 2)
        return Graded(points=points, max_points=maximum, verdict=verdict, marks=marks)


def first_match(pattern: re.Pattern[str], lines: Sequence[Line]) -> int | None:
    """The index of the first line that matches `pattern`."""
    return next((n for n, line in enumerate(lines) if pattern.match(line.text)), None)


def part_id(item_id: str, part: str) -> str:
    """A short id for a part of a question, alike in all locales and silent about its place."""
    return sha256(f"{item_id}:{part}".encode()).hexdigest()[:6]


def expect_string(raw: Mapping[str, object], name: str) -> str:
    """The string under `name`; raises ResponseInvalid for anything else."""
    value = raw.get(name)
    if not isinstance(value, str):
        raise ResponseInvalid(name)
    return value


def expect_strings(raw: Mapping[str, object], name: str) -> list[str]:
    """The list of strings under `name`; raises ResponseInvalid for anything else."""
    value = raw.get(name)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ResponseInvalid(name)
    return value


def one_value(form: Form, name: str) -> str:
    """The single value of a field, "" when it is absent; raises ResponseInvalid for several."""
    values = form.getlist(name)
    if len(values) > 1:
        raise ResponseInvalid(name)
    return values[0] if values else ""


def clean_text(text: str, *, limit: int) -> str:
    """The text without outer space and control characters; raises ResponseInvalid above `limit`."""
    if len(text) > limit:
        raise ResponseInvalid(f"more than {limit} characters")
    spaced = "".join(" " if char.isspace() else char for char in text)
    return "".join(char for char in spaced if char.isprintable()).strip()

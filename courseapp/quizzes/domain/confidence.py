"""How sure someone is of an answer: a guess, a thought, or sure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from courseapp.quizzes.domain.kind import ResponseInvalid

CONFIDENCES = ("guess", "think", "sure")


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Of the answers given with one degree of confidence: how many were right, and not."""

    confidence: str
    right: int
    wrong: int


def read_confidence(raw: object) -> str | None:
    """The degree of confidence, None when it was left open; raises ResponseInvalid."""
    if raw is None or raw == "":
        return None
    if not isinstance(raw, str) or raw not in CONFIDENCES:
        raise ResponseInvalid("confidence")
    return raw


def is_sure_and_wrong(confidence: str | None, verdict: str) -> bool:
    """Whether someone was sure of what is not right: what is worth reading calmly."""
    return confidence == "sure" and verdict == "incorrect"


def tally(answers: Iterable[tuple[str | None, str]]) -> tuple[Tally, ...]:
    """Right and wrong by confidence, the surest first; what no answer was given with is left out."""
    given = [(confidence, verdict == "correct") for confidence, verdict in answers if confidence]
    rows = []
    for confidence in reversed(CONFIDENCES):
        marks = [is_right for each, is_right in given if each == confidence]
        if marks:
            rows.append(Tally(confidence=confidence, right=sum(marks), wrong=marks.count(False)))
    return tuple(rows)

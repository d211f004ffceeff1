"""How far someone is with an objective, in words: a rule that gives the same for the same answers."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from courseapp.reviews.domain.evidence import SCORED, Evidence, in_order
from courseapp.reviews.domain.schedule import replay

START, RATE = 0.30, 0.3
NEAR, MASTERED = 0.60, 0.80
APART = timedelta(days=3)


class Word(enum.StrEnum):
    """The four words, in order."""

    NEW = "new"
    GROWING = "growing"
    NEAR = "near"
    MASTERED = "mastered"


@dataclass(frozen=True, kw_only=True)
class Mastery:
    """Where someone stands; `has_faded` asks for a fresh look, whatever the word."""

    word: Word
    has_faded: bool = False


def strength(shares: Iterable[float]) -> float:
    """m after scored answers in order of time, each 0, 0.5 or 1: m ← m + 0.3·(x − m), from 0.30."""
    m = START
    for x in shares:
        m += RATE * (x - m)
    return m


def measure(
    evidence: Sequence[Evidence], *, has_decided: bool, asks_scenario: bool, now: datetime
) -> Mastery:
    """The word for one objective from all its evidence.

    `has_decided`: a reply in one of its conversations did the customer good; it only counts where
    the course has such a conversation (`asks_scenario`).
    """
    ordered = in_order(evidence)
    if not ordered and not has_decided:
        return Mastery(word=Word.NEW)
    memory = replay(ordered)
    valid = [each for each in ordered if not each.is_void]
    m = strength(each.share for each in valid if each.source in SCORED)
    is_all = m >= MASTERED and (has_decided or not asks_scenario) and _lasts(valid)
    word = Word.MASTERED if is_all else Word.NEAR if m >= NEAR else Word.GROWING
    return Mastery(word=word, has_faded=memory is not None and memory.has_faded(now))


def _lasts(ordered: Sequence[Evidence]) -> bool:
    """Whether an answer was right three days or more after an earlier one."""
    return any(each.is_right and each.at - ordered[0].at >= APART for each in ordered)

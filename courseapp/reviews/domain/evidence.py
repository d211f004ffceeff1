"""What someone showed of an objective: one right, half right or wrong answer at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SHARES = {"correct": 1.0, "partly": 0.5, "incorrect": 0.0, "unanswered": 0.0}
"""What a verdict is worth; other verdicts (of surveys, of what cannot be read) say nothing."""
QUIZ, PRACTICE, SCENARIO, REVIEW = "quiz", "practice", "scenario", "review"
SCORED = (QUIZ, REVIEW)
"""Practice is said not to count, and a conversation is one decision of many."""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One answer; `share` is 0, 0.5 or 1, `is_void` says that another answer is right by now."""

    objective_id: str
    source: str
    share: float
    at: datetime
    item_id: str = ""
    confidence: str | None = None
    is_hinted: bool = False
    is_known: bool = False
    is_void: bool = False

    @property
    def is_right(self) -> bool:
        """Whether nothing was missing."""
        return self.share == 1.0


def in_order(evidence: Iterable[Evidence]) -> list[Evidence]:
    """By time; what was handed in together in an order that does not depend on where it was read."""
    return sorted(evidence, key=lambda each: (each.at, each.source, each.item_id, each.share))


def share_of_walk(effects: list[int]) -> float:
    """What a conversation is worth: 1 when every reply helped, 0 when none did, 0.5 between."""
    helped = sum(effect > 0 for effect in effects)
    return 1.0 if helped == len(effects) else 0.5 if helped else 0.0

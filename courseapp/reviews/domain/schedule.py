"""When an objective comes back: ratings from behaviour, dates by FSRS-6, replayed from the evidence.

The state is nothing but the outcome of the answers in order of time, so it cannot get lost: whoever
has the answers has the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler, State

from courseapp.reviews.domain.evidence import Evidence, in_order

DESIRED_RETENTION = 0.85
"""Comes back when the chance to remember has fallen this far: half the reviews that 0.9 asks."""
LONGEST_INTERVAL = 365
REFRESH_BELOW = 0.7
SURE, GUESS = "sure", "guess"

_scheduler = Scheduler(
    desired_retention=DESIRED_RETENTION,
    learning_steps=(),  # sessions are daily: nothing comes back within the day
    relearning_steps=(),
    maximum_interval=LONGEST_INTERVAL,
    enable_fuzzing=False,  # the same answers must lead to the same day
)


@dataclass(frozen=True, kw_only=True)
class Memory:
    """How well an objective is remembered; `stability` in days, None before anything counts."""

    due_at: datetime
    last_at: datetime
    stability: float | None = None
    difficulty: float | None = None
    reviews: int = 0
    right_in_a_row: int = 0
    is_sure_wrong: bool = False

    def chance(self, now: datetime) -> float:
        """The chance to remember it at `now`, 0 to 1."""
        return float(_scheduler.get_card_retrievability(_card(self), now.astimezone(UTC)))

    def has_faded(self, now: datetime) -> bool:
        """Whether it is worth a fresh look, whatever was mastered before."""
        return self.stability is not None and self.chance(now) < REFRESH_BELOW


def rate(evidence: Evidence, *, right_before: int) -> Rating:
    """The rating that behaviour gives; `right_before` counts the right answers just before it."""
    if evidence.share == 0:
        return Rating.Again
    if evidence.is_known:
        return Rating.Easy
    if not evidence.is_right or evidence.is_hinted or evidence.confidence == GUESS:
        return Rating.Hard
    if evidence.confidence == SURE and right_before >= 1:
        return Rating.Easy
    return Rating.Good


def replay(evidence: Sequence[Evidence]) -> Memory | None:
    """The memory that all evidence on one objective leads to; None without any.

    After an answer to an item of which something else is right by now, the objective starts anew and
    is due at once.
    """
    memory: Memory | None = None
    for each in in_order(evidence):
        fresh = Memory(due_at=each.at, last_at=each.at)
        memory = fresh if each.is_void else review(memory, each)
    return memory


def review(memory: Memory | None, evidence: Evidence) -> Memory:
    """The memory after one more answer."""
    before = memory or Memory(due_at=evidence.at, last_at=evidence.at)
    at = evidence.at.astimezone(UTC)
    rating = rate(evidence, right_before=before.right_in_a_row)
    card, _log = _scheduler.review_card(_card(before), rating, review_datetime=at)
    return replace(
        before,
        due_at=card.due,
        last_at=at,
        stability=card.stability,
        difficulty=card.difficulty,
        reviews=before.reviews + 1,
        right_in_a_row=before.right_in_a_row + 1 if evidence.is_right else 0,
        is_sure_wrong=_is_sure_wrong(before, evidence),
    )


def _is_sure_wrong(before: Memory, evidence: Evidence) -> bool:
    """Whether this answer was, or another one handed in together with it."""
    was_together = before.is_sure_wrong and before.last_at == evidence.at
    return was_together or (evidence.share == 0 and evidence.confidence == SURE)


def _card(memory: Memory) -> Card:
    """The library's card; its id is a clock reading by default, so it gets a fixed one."""
    is_new = memory.stability is None
    return Card(
        card_id=0,
        state=State.Learning if is_new else State.Review,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=memory.due_at.astimezone(UTC),
        last_review=None if is_new else memory.last_at.astimezone(UTC),
    )

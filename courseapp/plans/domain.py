"""What becomes of a plan: how a follow-up turns out, and the ladder from learning to noticing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

OUTCOMES = ("done", "partly", "not-yet")
"""How it went, at a follow-up."""
TRIED = ("done", "partly")
RUNGS = ("learned", "planned", "tried", "noticed")
"""The transfer ladder, lowest first."""
FEWEST = 5
"""A group, or a part of it, below this size is not counted out loud."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What one enrolment shows: objectives answered right, and steps with a plan, a try, a notice."""

    right: frozenset[str] = frozenset()
    planned: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()
    noticed: frozenset[str] = frozenset()


Ladder = Mapping[str, frozenset[str]]
"""The rungs that were reached, by objective."""


def climb(
    facts: Facts, *, objectives: Collection[str], steps: Mapping[str, Collection[str]]
) -> Ladder:
    """The rungs of each objective; `steps` names the objectives of each step.

    What belongs to a step or objective that the course no longer has counts nowhere.
    """
    by_rung: Mapping[str, frozenset[str]] = {
        "learned": facts.right,
        "planned": _objectives_of(facts.planned, steps),
        "tried": _objectives_of(facts.tried, steps),
        "noticed": _objectives_of(facts.noticed, steps),
    }
    return {
        objective: frozenset(rung for rung in RUNGS if objective in by_rung[rung])
        for objective in objectives
    }


def _objectives_of(
    step_ids: Collection[str], steps: Mapping[str, Collection[str]]
) -> frozenset[str]:
    return frozenset(objective for step_id in step_ids for objective in steps.get(step_id, ()))


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many of a group reached a rung; `count` is None when it would point at a few people."""

    rung: str
    count: int | None


def tally(
    ladders: Sequence[Ladder], *, objective: str, fewest: int = FEWEST
) -> tuple[Tally, ...] | None:
    """The counts of one objective by rung; None for a group of fewer than `fewest` people."""
    if len(ladders) < fewest:
        return None
    counts = {rung: sum(rung in ladder.get(objective, ()) for ladder in ladders) for rung in RUNGS}
    return tuple(
        Tally(rung=rung, count=None if 0 < count < fewest else count)
        for rung, count in counts.items()
    )

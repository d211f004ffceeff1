"""The emotion model: thirty elements of value, reason and feeling, and the chance to stay.

A model to think with: its parameters are chosen for teaching, not measured. The elements are those
of Almquist, Senior & Bloch (2016, Bain & Company); that quality cannot be compensated is theirs
too. The Gallup reading follows Fleming & Asplund (2007): without feeling, reason hardly helps. The
adding reading lets both count by themselves. Pressure follows Pol (2017).

Scores, reason and feeling run from 0 to 10; chances, pressure and the gate from 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

SCORES = (0.0, 10.0)
PRESSURE = (0.0, 1.0)
HIGH = 8.0
GATE = 6.0
MIDDLE = 5.0
STAYING = 6.0
ROUNDING = 1e-9
BEST_OF_REASON, BEST_OF_FEELING = 5, 3

Level = Literal["functional", "emotional", "life", "social-impact"]
Reading = Literal["gallup", "additive"]

ELEMENTS: Mapping[Level, Sequence[str]] = {
    "functional": (
        "saves-time",
        "simplifies",
        "makes-money",
        "reduces-risk",
        "organizes",
        "integrates",
        "connects",
        "reduces-effort",
        "avoids-hassles",
        "reduces-cost",
        "quality",
        "variety",
        "sensory-appeal",
        "informs",
    ),
    "emotional": (
        "reduces-anxiety",
        "rewards",
        "nostalgia",
        "design",
        "badge",
        "wellness",
        "therapeutic",
        "fun",
        "attractiveness",
        "access",
    ),
    "life": (
        "hope",
        "self-actualization",
        "motivation",
        "heirloom",
        "affiliation",
    ),
    "social-impact": ("self-transcendence",),
}
ALL = tuple(name for names in ELEMENTS.values() for name in names)
OTHERS = tuple(name for name in ALL if name not in ELEMENTS["functional"])


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much reason, feeling and the two together count in a reading."""

    reason: float
    feeling: float
    together: float


READINGS: Mapping[Reading, Weights] = {
    "gallup": Weights(reason=0.6, feeling=1.2, together=1.0),
    "additive": Weights(reason=1.0, feeling=1.0, together=0.0),
}


@dataclass(frozen=True, kw_only=True)
class Value:
    """What thirty scores come to; `best_reason` and `best_feeling` name the scores that count."""

    gate: float
    reason: float
    feeling: float
    high: int
    best_reason: Sequence[str]
    best_feeling: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What weighs under pressure, 0 to 10, and whether the customer stays."""

    weighed: float
    stays: bool


def value(scores: Mapping[str, float]) -> Value:
    """The value in `scores`, one for each of the thirty elements."""
    gate = min(1.0, scores["quality"] / GATE)
    reason = best(scores, ELEMENTS["functional"], BEST_OF_REASON)
    feeling = best(scores, OTHERS, BEST_OF_FEELING)
    return Value(
        gate=gate,
        reason=gate * _mean([scores[name] for name in reason]),
        feeling=gate * _mean([scores[name] for name in feeling]),
        high=sum(scores[name] >= HIGH for name in ALL),
        best_reason=reason,
        best_feeling=feeling,
    )


def best(scores: Mapping[str, float], names: Iterable[str], count: int) -> tuple[str, ...]:
    """The `count` highest of `names`, highest first; equal ones in the order of `names`."""
    return tuple(sorted(names, key=lambda name: -scores[name])[:count])


def chance_to_stay(reason: float, feeling: float, *, reading: Reading) -> float:
    """The chance to stay, 0 to 1, at a point of the field of reason and feeling."""
    weights = READINGS[reading]
    r, m = _centred(reason), _centred(feeling)
    pull = weights.reason * r + weights.feeling * m + weights.together * r * m
    return 1 / (1 + math.exp(-pull))


def feeling_for(chance: float, reason: float, *, reading: Reading) -> float | None:
    """The feeling at which the chance to stay is `chance`; None when it lies outside 0 to 10."""
    weights = READINGS[reading]
    r = _centred(reason)
    pull = math.log(chance / (1 - chance))
    found = MIDDLE + MIDDLE * (pull - weights.reason * r) / (weights.feeling + weights.together * r)
    return found if SCORES[0] <= found <= SCORES[1] else None


def decide(stated: float, implicit: float, *, pressure: float) -> Decision:
    """What a customer does who says `stated` and feels `implicit`, both 0 to 10."""
    weighed = (1 - pressure) * stated + pressure * implicit
    return Decision(weighed=weighed, stays=weighed >= STAYING - ROUNDING)


def _centred(score: float) -> float:
    return (score - MIDDLE) / MIDDLE


def _mean(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)

"""The peak-end model: what stays of a series of moments, and which of two series is chosen again.

A model to think with: its parameters are chosen for teaching, not measured. Formulas after
Kahneman, Fredrickson, Schreiber & Redelmeier (1993) and Redelmeier & Kahneman (1996).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from courseapp.activities.domain import strongest

SCORES = (-10, 10)
MINUTES = (0.5, 60.0)
MOMENTS = (1, 12)
SENSITIVITY = 0.5


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One moment as the customer felt it: `score` from -10 to +10, `minutes` how long it took."""

    score: int
    minutes: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What a series leaves behind; `remembered` lies between the peak-end value and the mean."""

    peak_index: int
    peak: int
    end: int
    peak_end: float
    mean: float
    total: float
    remembered: float


def remember(moments: Sequence[Moment], *, weight: float = 1.0) -> Memory:
    """The memory of `moments`; `weight` 1 is the pure peak-end rule, 0 the mean by duration."""
    at = strongest([m.score for m in moments])
    peak, end = moments[at].score, moments[-1].score
    total = sum(m.score * m.minutes for m in moments)
    mean = total / sum(m.minutes for m in moments)
    peak_end = (peak + end) / 2
    return Memory(
        peak_index=at,
        peak=peak,
        end=end,
        peak_end=peak_end,
        mean=mean,
        total=total,
        remembered=weight * peak_end + (1 - weight) * mean,
    )


def chance_of_first(first: float, second: float, *, sensitivity: float = SENSITIVITY) -> float:
    """The chance, from 0 to 1, that the customer chooses the first of two remembered series."""
    return 1 / (1 + math.exp(-sensitivity * (first - second)))

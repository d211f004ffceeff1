"""Medians, spreads and ratios of what the rounds measured."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """The median over all rounds with the lowest and the highest."""

    median: float
    low: float
    high: float

    def show(self, decimals: int) -> str:
        """For the table: `6.12 (5.90–6.80)`."""
        return f"{self.median:.{decimals}f} ({self.low:.{decimals}f}–{self.high:.{decimals}f})"

    def as_json(self) -> dict[str, float]:
        """For the result file."""
        return {k: round(v, 4) for k, v in vars(self).items()}


def spread(values: Sequence[float]) -> Spread:
    """Median, lowest and highest of at least one value."""
    return Spread(statistics.median(values), min(values), max(values))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def ratios(values: Sequence[float], references: Sequence[float]) -> Spread:
    """The spread of value / reference, round by round: what slows a round down slows both."""
    return spread([v / r for v, r in zip(values, references, strict=True)])

"""What a group still knows after a while, with how sure that figure is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

FEWEST_PEOPLE = 5
PERIODS = ((7, 4, 15), (30, 15, 60), (90, 60, 136))
"""About so many days after the quiz: from, up to but not including."""
Z = 1.959964


@dataclass(frozen=True, kw_only=True)
class Point:
    """The share right of `people`, 0 to 1, with the 95 % interval by Wilson.

    `days` is 0 at the quiz. Below five people nothing is said.
    """

    days: int
    people: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


def make_point(days: int, *, people: int, share: float) -> Point:
    """The point of a group, or an empty one for a group that is too small."""
    if people < FEWEST_PEOPLE:
        return Point(days=days, people=0)
    low, high = wilson(share, people)
    return Point(days=days, people=people, share=share, low=low, high=high)


def wilson(share: float, n: int) -> tuple[float, float]:
    """The 95 % score interval of a share of n independent people; n is at least 1."""
    spread = Z * Z / n
    middle = (share + spread / 2) / (1 + spread)
    half = Z * sqrt(share * (1 - share) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def period_of(days: int) -> int | None:
    """7, 30 or 90 for so many days after the quiz, None for a moment near none of them."""
    return next((name for name, first, end in PERIODS if first <= days < end), None)


def count_figures(points: Sequence[Point]) -> int:
    """How many of the points say anything."""
    return sum(point.share is not None for point in points)

"""What the kinds of exercise share about a series of moments."""

from __future__ import annotations

from collections.abc import Sequence


def strongest(values: Sequence[float]) -> int:
    """Index of the value furthest from 0: the peak. On a tie the unpleasant one, then the first."""
    return max(range(len(values)), key=lambda i: (abs(values[i]), values[i] < 0))

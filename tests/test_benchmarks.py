"""The benchmark's arithmetic."""

from __future__ import annotations

import pytest

from benchmarks.statistics import percentile, ratios, spread


def test_a_percentile_is_a_value_that_was_measured() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert percentile(values, 0.5) == 50
    assert percentile(values, 0.99) == 99
    assert percentile([7.0], 0.99) == 7
    assert percentile([1.0, 2.0], 1.0) == 2


def test_a_spread_tells_the_middle_and_the_extremes() -> None:
    found = spread([3.0, 1.0, 8.0])
    assert (found.median, found.low, found.high) == (3, 1, 8)
    assert found.show(1) == "3.0 (1.0–8.0)"


def test_ratios_compare_values_of_the_same_round() -> None:
    # the second round was slow for both: no difference between the two
    assert ratios([2.0, 20.0, 2.0], [1.0, 10.0, 1.0]).high == 2
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])

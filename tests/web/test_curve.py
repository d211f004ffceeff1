"""The curve: where it runs, what it marks, and that a peak lies on a data point."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from courseapp.web.chart import Labels, Level, Series, Stick, chart, midpoints
from courseapp.web.curve import FieldStyle, Note, field_curve, mono_path


def bends(path: str) -> list[float]:
    """All y values of a path: points and the handles between them."""
    numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return numbers[1::2]


def test_a_path_goes_through_its_points() -> None:
    path = mono_path([(0, 0), (10, 6), (20, 0)])
    assert path == "M0 0C3.3 1 6.7 6 10 6C13.3 6 16.7 1 20 0"


def test_less_than_two_points_make_no_path() -> None:
    assert mono_path([]) == mono_path([(1, 1)]) == ""


@given(st.lists(st.integers(-10, 10), min_size=2, max_size=12))
def test_a_curve_never_leaves_the_range_of_its_values(values: list[int]) -> None:
    ys = bends(mono_path([(i * 10, value) for i, value in enumerate(values)]))
    assert min(ys) >= min(values) - 0.06 and max(ys) <= max(values) + 0.06


def test_a_field_curve_marks_peak_end_and_you() -> None:
    curve = field_curve([1, 5, 2], peak=1, you=0, ident="c", progress=50)
    assert [s.d for s in curve.shapes if s.css == "c-mark"] == [
        "M0-26l9.5 15h-19z",
        "M-9-9h18v18h-18z",
    ]
    assert [d.css for d in curve.dots] == ["c-you"]
    assert curve.clip == "560" and [p.clipped for p in curve.paths] == [False, False, True]
    assert not field_curve([1, 2], peak=None).clip


def test_a_low_peak_points_down() -> None:
    curve = field_curve([1, -5, 2], peak=1, style=FieldStyle(ticks=False))
    assert curve.shapes[0].d == "M0 26l9.5-15h-19z"


def test_labels_and_notes_have_short_forms() -> None:
    style = FieldStyle(labels=["een", "twee"], short=["1", "2"], notes=[Note(index=0, text="piek")])
    texts = field_curve([1, 2], peak=None, style=style).texts
    assert [t.text for t in texts if "c-short" in t.css] == ["1", "2", "piek"]
    assert texts[2].anchor == "end"


def test_a_chart_places_values_between_the_ends_of_its_scale() -> None:
    drawn = chart(
        [Series(values=[-10, 10], places=[0, 1], peak=0)],
        title="x",
        labels=Labels(places=[0, 1], texts=["a", "b"]),
    )
    assert [(s.x, s.y) for s in drawn.shapes if s.css == "c-mark"] == [("95", "10"), ("12", "85")]
    assert [t.text for t in drawn.texts if t.css == "g-lab"] == ["\u221210", "0", "+10"]


def test_levels_that_lie_close_keep_their_words_apart() -> None:
    level = Level(remembered=1, average=1.1, remembered_word="herinnerd", average_word="gemiddeld")
    drawn = chart(
        [Series(values=[1, 2], places=[0, 1], peak=None)],
        title="x",
        labels=Labels(places=[], texts=[]),
        level=level,
    )
    high, low = (t for t in drawn.texts if t.text in ("herinnerd", "gemiddeld"))
    assert abs((float(high.y) * 3 + high.dy) - (float(low.y) * 3 + low.dy)) > 12


def test_sticks_show_what_is_remembered_of_each_series() -> None:
    series = [Series(name=n, values=[1, 2], places=[0, 1], peak=1) for n in ("A", "B")]
    sticks = [Stick(name=n, remembered=0, average=5) for n in ("A", "B")]
    drawn = chart(series, title="x", labels=Labels(places=[], texts=[]), sticks=sticks)
    assert [line.css for line in drawn.lines].count("g-mem") == 2


def test_a_single_moment_is_a_dot_without_a_line() -> None:
    drawn = chart(
        [Series(values=[3], places=[0], peak=0)], title="x", labels=Labels(places=[0], texts=["1"])
    )
    assert [p.css for p in drawn.paths] == ["c-zero"]


def test_moments_lie_in_the_middle_of_their_time() -> None:
    assert midpoints([1, 1, 1]) == [0, 1, 2]
    assert midpoints([2, 4, 6]) == [0, 3, 8]

"""Parts that charts share: an upright scale with words beside it, and straight lines."""

from __future__ import annotations

from collections.abc import Sequence

from courseapp.web.curve import Frame, Line, Point, Shape, Text, short

AXIS = 30


def upright(frame: Frame, *, steps: int, at: int = AXIS) -> tuple[Line, list[Shape]]:
    """The axis on the left with `steps` ticks; first, middle and last are the long ones."""
    span = frame.high - frame.low
    places = [short(frame.y(frame.low + span * n / (steps - 1))) for n in range(steps)]
    ticks = [
        Shape(css="g-tick", x="0", y=y, d=f"M{at} 0h{10 if n * 2 % (steps - 1) == 0 else 5}")
        for n, y in enumerate(places)
    ]
    axis = Line(css="g-axis", x1=str(at), y1=f"{places[-1]}%", x2=str(at), y2=f"{places[0]}%")
    return axis, ticks


def beside_axis(frame: Frame, values: Sequence[tuple[float, str]], *, at: int = AXIS) -> list[Text]:
    """Words left of the axis, at the height of their values."""
    return [
        Text(css="g-lab", x="0", y=short(frame.y(v)), text=text, anchor="end", dx=at - 6, dy=4.5)
        for v, text in values
    ]


def below(frame: Frame, texts: Sequence[str], *, most: int) -> list[Text]:
    """Words below the chart, one for each place; only as many as have room, the first included."""
    last = len(texts) - 1
    every = max(1, -(-len(texts) // most))
    return [
        Text(css="g-lab", x=short(frame.x(n, last)), y="100", text=text, dy=-6)
        for n, text in enumerate(texts)
        if n % every == 0
    ]


def across(css: str, frame: Frame, value: float) -> Line:
    """A straight line over the width of the chart at a value."""
    y = f"{short(frame.y(value))}%"
    return Line(css=css, x1=f"{short(frame.left)}%", y1=y, x2=f"{short(frame.right)}%", y2=y)


def straight(points: Sequence[Point]) -> str:
    """A path of straight lines through points in percent of the picture."""
    return "M" + "L".join(f"{short(x * 10)} {short(y)}" for x, y in points)


def end_words(frame: Frame, pairs: Sequence[tuple[float, str, str]]) -> list[Text]:
    """Words right of the last points, as (value, class, text); moved apart where they would meet."""
    placed = sorted(pairs, key=lambda pair: -pair[0])
    heights = [frame.y(value) for value, _, _ in placed]
    close = len(heights) == 2 and heights[1] - heights[0] < 8
    apart = (-4.0, 13.0) if close else (4.5, 4.5)
    return [
        Text(css=css, x=short(frame.right), y=short(y), text=text, anchor="start", dx=12, dy=dy)
        for (_, css, text), y, dy in zip(placed, heights, apart, strict=False)
    ]

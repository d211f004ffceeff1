"""The curve of what a group remembers, with a bar at each point for how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from courseapp.reviews.domain.retention import Point
from courseapp.web.curve import Frame, Line, Path, Picture, Text, mono_path, open_dot, short

FRAME = Frame(left=18, right=90, top=8, bottom=78, low=0, high=1)
SCALE = ((0.0, "0"), (0.5, "50"), (1.0, "100%"))


def retention_chart(points: Sequence[Point], *, labels: Sequence[str], title: str) -> Picture:
    """Places are the points in order, evenly apart; those of groups that are too small stay open."""
    last = len(points) - 1
    known = [(FRAME.x(i, last), point) for i, point in enumerate(points) if point.share is not None]
    line = mono_path([(x * 10, FRAME.y(point.share or 0)) for x, point in known])
    return Picture(
        css="chart retention",
        title=title,
        lines=[_level(value) for value, _ in SCALE],
        paths=[*(Path(css="c-line", d=d) for d in [line] if d), *(_bar(x, p) for x, p in known)],
        dots=[open_dot((x, FRAME.y(point.share or 0))) for x, point in known],
        texts=[*_scale(), *_below(labels, last)],
    )


def _level(value: float) -> Line:
    y = f"{short(FRAME.y(value))}%"
    return Line(css="r-level", x1=f"{short(FRAME.left - 4)}%", y1=y, x2="100%", y2=y)


def _bar(x: float, point: Point) -> Path:
    """From the lower to the upper end of the interval."""
    low, high = (short(FRAME.y(value or 0)) for value in (point.low, point.high))
    return Path(css="r-bar", d=f"M{short(x * 10)} {low}V{high}")


def _scale() -> list[Text]:
    return [
        Text(css="g-lab", x=short(FRAME.left - 6), y=short(FRAME.y(v)), text=t, anchor="end", dy=4)
        for v, t in SCALE
    ]


def _below(labels: Sequence[str], last: int) -> list[Text]:
    return [
        Text(css="g-lab", x=short(FRAME.x(i, last)), y="100", text=label, dy=-6)
        for i, label in enumerate(labels)
    ]

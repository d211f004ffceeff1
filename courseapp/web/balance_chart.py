"""A seesaw that tilts with a balance, and a line of that balance through zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courseapp.web.curve import (
    SQUARE,
    Dot,
    Frame,
    Line,
    Path,
    Picture,
    Shape,
    Text,
    open_dot,
    short,
    sign,
)
from courseapp.web.plot import beside_axis, straight, upright
from courseapp.web.rendering import number

STEEPEST = 30.0
PIVOT = 52.0
LEFT, RIGHT = 14.0, 86.0
CLOSE, WIDE = 0.5, 1.0
AXIS = 38


@dataclass(frozen=True, kw_only=True)
class Band:
    """A zone from `low` to `high` with its word."""

    low: float
    high: float
    word: str
    css: str


def seesaw(balance: float, *, left: str, right: str, title: str, ident: str = "") -> Picture:
    """A beam on a pivot; the left side sinks as far as `balance` (-1 to 1) is above 0."""
    drop = STEEPEST * max(-1.0, min(1.0, balance * 1.5))
    ends = [(LEFT, PIVOT + drop), (RIGHT, PIVOT - drop)]
    sides = zip(ends, (left, right), strict=True)
    return Picture(
        css="chart seesaw",
        title=title,
        ident=ident,
        lines=[_line("saw-level", (LEFT, PIVOT), (RIGHT, PIVOT)), _line("saw-beam", *ends)],
        shapes=[
            Shape(css="c-mark", x="50", y=short(PIVOT), d="M0 4l24 40h-48z"),
            *(sign(end, "M-13-28h26v26h-26z") for end in ends),
        ],
        texts=[
            Text(css="g-name", x=short(x), y=short(y), text=word, dy=24) for (x, y), word in sides
        ],
    )


def _line(css: str, start: tuple[float, float], end: tuple[float, float]) -> Line:
    (x1, y1), (x2, y2) = start, end
    return Line(
        css=css, x1=f"{short(x1)}%", y1=f"{short(y1)}%", x2=f"{short(x2)}%", y2=f"{short(y2)}%"
    )


def balance_chart(
    values: Sequence[float], bands: Sequence[Band], *, title: str, ident: str = ""
) -> Picture:
    """The balance at each step; zones are bands with their word at the right."""
    most = CLOSE if all(abs(value) < CLOSE for value in values) else WIDE
    frame = Frame(left=14, right=71, top=4, bottom=88, low=-most, high=most)
    last = len(values) - 1
    points = [(frame.x(n, last), frame.y(value)) for n, value in enumerate(values)]
    axis, ticks = upright(frame, steps=11, at=AXIS)
    edges = [band.low for band in bands if -most < band.low < most]
    zero = Path(css="c-zero", d=f"M{short(frame.left * 10)} {short(frame.y(0))}H{frame.right * 10}")
    return Picture(
        css="chart steps",
        title=title,
        ident=ident,
        lines=[axis, *(_edge(frame, edge) for edge in edges)],
        paths=[*_fills(frame, bands), zero, Path(css="c-line", d=straight(points))],
        shapes=[*ticks, sign(points[-1], SQUARE)],
        dots=_dots(points),
        texts=[*_scale(frame, most), *_names(frame, bands), *_numbers(frame, last)],
    )


def _edge(frame: Frame, value: float) -> Line:
    y = frame.y(value)
    return _line("zone-edge", (frame.left, y), (frame.right, y))


def _fills(frame: Frame, bands: Sequence[Band]) -> list[Path]:
    left, right = short(frame.left * 10), short(frame.right * 10)
    return [
        Path(css=f"zone {band.css}", d=f"M{left} {top}H{right}V{bottom}H{left}Z")
        for band in bands
        for bottom, top in [_inside(frame, band)]
        if bottom != top
    ]


def _inside(frame: Frame, band: Band) -> tuple[str, str]:
    low, high = (max(frame.low, min(frame.high, value)) for value in (band.low, band.high))
    return short(frame.y(low)), short(frame.y(high))


def _names(frame: Frame, bands: Sequence[Band]) -> list[Text]:
    texts = []
    for band in bands:
        low, high = (max(frame.low, min(frame.high, value)) for value in (band.low, band.high))
        y = short(frame.y((low + high) / 2))
        x = short(frame.right)
        texts.append(Text(css="g-lab", x=x, y=y, text=band.word, anchor="start", dx=10, dy=4.5))
    return texts


def _scale(frame: Frame, most: float) -> list[Text]:
    places = (-most, 0, most)
    words = [(v, number(v, decimals=1 if v % 1 else 0, signed=True)) for v in places]
    return beside_axis(frame, words, at=AXIS)


def _numbers(frame: Frame, last: int) -> list[Text]:
    return [
        Text(css="g-lab", x=short(frame.x(n, last)), y="100", text=str(n), dy=-4)
        for n in range(0, last + 1, 2)
    ]


def _dots(points: Sequence[tuple[float, float]]) -> list[Dot]:
    return [open_dot(point) for point in points[:-1]]

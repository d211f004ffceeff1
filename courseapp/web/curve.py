"""The experience curve, drawn once for covers, progress and charts.

Everything is placed in percent of the picture, so it stretches without distorting text or marks and
needs no inline style; the macro `picture` in `web/curve.html` writes the SVG. `static/js/curve.js`
follows the same mathematics: monotone interpolation, so that a peak lies exactly on a data point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

Point = tuple[float, float]

PEAK_UP, PEAK_DOWN, END = "M0-26l9.5 15h-19z", "M0 26l9.5-15h-19z", "M-9-9h18v18h-18z"
UP, DOWN, SQUARE = "M0-{0}l8 12h-16z", "M0 {0}l8-12h-16z", "M-7-7h14v14h-14z"


@dataclass(frozen=True, kw_only=True)
class Path:
    """A line through points of a 1000 by 100 plane; `clipped` ones show up to `Picture.clip`."""

    css: str
    d: str
    clipped: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A straight line; ends are SVG lengths such as "26" or "12.5%"."""

    css: str
    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A sign drawn around a point; `x` and `y` in percent."""

    css: str
    x: str
    y: str
    d: str


@dataclass(frozen=True, kw_only=True)
class Dot:
    """An open circle; `x` and `y` in percent, `r` in pixels."""

    css: str
    x: str
    y: str
    r: str


@dataclass(frozen=True, kw_only=True)
class Text:
    """Words at a point (percent), moved by `dx`, `dy` pixels."""

    css: str
    x: str
    y: str
    text: str
    anchor: str = "middle"
    dx: float = 0
    dy: float = 0


@dataclass(frozen=True, kw_only=True)
class Picture:
    """An SVG picture in pieces; without `title` it is decoration and hidden from screen readers."""

    css: str
    title: str = ""
    ident: str = ""
    clip: str = ""
    lines: Sequence[Line] = ()
    paths: Sequence[Path] = ()
    shapes: Sequence[Shape] = ()
    dots: Sequence[Dot] = ()
    texts: Sequence[Text] = ()


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Where values and places land, in percent of the picture."""

    left: float = 2.5
    right: float = 97.5
    top: float = 16
    bottom: float = 82
    low: float = -1.4
    high: float = 5

    def x(self, place: float, places: float) -> float:
        """The percentage for `place` on a scale from 0 to `places`."""
        return self.left + (self.right - self.left) * (place / places if places else 0)

    def y(self, value: float) -> float:
        """The percentage for a value."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


@dataclass(frozen=True, kw_only=True)
class Note:
    """Words beside the point at `index`; `short` takes their place where there is little room."""

    index: int
    text: str
    short: str = ""
    anchor: str = "start"
    dx: float = 18
    dy: float = -14


@dataclass(frozen=True, kw_only=True)
class FieldStyle:
    """What a curve on the yellow field shows besides its line."""

    labels: Sequence[str] = ()
    short: Sequence[str] = ()
    notes: Sequence[Note] = ()
    lead: bool = True
    ticks: bool = True
    frame: Frame = field(default_factory=Frame)


def short(value: float) -> str:
    """A coordinate with at most one decimal; ties go up, as they do in the browser."""
    text = f"{value + 1e-9:.1f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def mono_path(points: Sequence[Point]) -> str:
    """A smooth path through points with rising x, never overshooting; "" below two points."""
    if len(points) < 2:
        return ""
    slopes = _slopes(points)
    path = [f"M{short(points[0][0])} {short(points[0][1])}"]
    for i in range(len(points) - 1):
        (x, y), (x2, y2) = points[i], points[i + 1]
        third = (x2 - x) / 3
        bends = (x + third, y + slopes[i] * third, x2 - third, y2 - slopes[i + 1] * third, x2, y2)
        path.append("C" + " ".join(short(value) for value in bends))
    return "".join(path)


def _slopes(points: Sequence[Point]) -> list[float]:
    """The slope at each point: 0 at a turn, at most 2.6 times the flatter neighbour elsewhere."""
    steps = [
        (points[i + 1][1] - points[i][1]) / (points[i + 1][0] - points[i][0])
        for i in range(len(points) - 1)
    ]
    slopes = [steps[0] * 0.5]
    for before, after in pairwise(steps):
        if before * after <= 0:
            slopes.append(0)
        else:
            a, b = abs(before), abs(after)
            size = min(2.6 * min(a, b), 0.65 * (a + b))
            slopes.append(size if after > 0 else -size)
    return [*slopes, steps[-1] * 0.5]


def field_curve(
    values: Sequence[float],
    *,
    peak: int | None,
    ident: str = "",
    css: str = "",
    progress: float | None = None,
    you: int | None = None,
    style: FieldStyle | None = None,
) -> Picture:
    """A curve on the yellow field; `progress` in percent is drawn thick and needs an `ident`.

    `peak` and `you` are indexes of `values`; the strongest value is `activities.domain.strongest`.
    """
    style = style or FieldStyle()
    frame, last = style.frame, len(values) - 1
    places = [(frame.x(i, last), frame.y(value)) for i, value in enumerate(values)]
    points = [(x * 10, y) for x, y in places]
    if style.lead:
        points.insert(0, (-40, frame.y(0)))
    return Picture(
        css=f"curve {css}".strip(),
        ident=ident,
        clip="" if progress is None else short(progress * 10 + 60),
        paths=[_field_zero(style), *_field_lines(mono_path(points), progress)],
        shapes=_field_signs(places, values, peak, style),
        dots=[] if you is None else [_dot(places[you], "c-you", 9)],
        texts=[*_field_labels(places, style), *_field_notes(places, style)],
    )


def _field_zero(style: FieldStyle) -> Path:
    frame = style.frame
    start = "-40" if style.lead else short(frame.left * 10)
    end = "1040" if style.lead else short(frame.right * 10)
    return Path(css="c-zero", d=f"M{start} {short(frame.y(0))}H{end}")


def _field_lines(line: str, progress: float | None) -> list[Path]:
    if progress is None:
        return [Path(css="c-line", d=line)]
    return [Path(css="c-rest", d=line), Path(css="c-line", d=line, clipped=True)]


def _field_signs(
    places: Sequence[Point], values: Sequence[float], peak: int | None, style: FieldStyle
) -> list[Shape]:
    zero = short(style.frame.y(0))
    ticks = [Shape(css="c-tick", x=short(x), y=zero, d="M0-6V6") for x, _ in places]
    signs = ticks if style.ticks else []
    if peak is not None:
        signs.append(sign(places[peak], PEAK_UP if values[peak] >= 0 else PEAK_DOWN))
    return [*signs, sign(places[-1], END)]


def sign(place: Point, d: str) -> Shape:
    """A filled mark at a place."""
    return Shape(css="c-mark", x=short(place[0]), y=short(place[1]), d=d)


def _dot(place: Point, css: str, r: float) -> Dot:
    return Dot(css=css, x=short(place[0]), y=short(place[1]), r=short(r))


def open_dot(place: Point) -> Dot:
    """An open dot at a place: a moment that is neither peak nor end."""
    return _dot(place, "c-dot", 3.5)


def _field_labels(places: Sequence[Point], style: FieldStyle) -> list[Text]:
    texts = []
    for i, label in enumerate(style.labels):
        at_end = bool(style.short) and i == len(places) - 1
        css = "c-lab c-long" if style.short else "c-lab"
        anchor, dx = ("end", 9) if at_end else ("middle", 0)
        x = short(places[i][0])
        texts.append(Text(css=css, x=x, y="100", text=label, anchor=anchor, dx=dx, dy=-12))
        if style.short:
            texts.append(Text(css="c-lab c-short", x=x, y="100", text=style.short[i], dy=-12))
    return texts


def _field_notes(places: Sequence[Point], style: FieldStyle) -> list[Text]:
    texts = []
    for note in style.notes:
        x, y = (short(value) for value in places[note.index])
        for css, text in (("c-long", note.text), ("c-short", note.short or note.text)):
            classes = f"c-lab c-note {css}"
            texts.append(
                Text(css=classes, x=x, y=y, text=text, anchor=note.anchor, dx=note.dx, dy=note.dy)
            )
    return texts

"""Charts on paper: moments on the gauge from -10 to +10, with what is remembered of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from courseapp.web.curve import (
    DOWN,
    SQUARE,
    UP,
    Dot,
    Frame,
    Line,
    Path,
    Picture,
    Point,
    Shape,
    Text,
    mono_path,
    open_dot,
    short,
    sign,
)

LOW, HIGH, TICK = -10, 10, 2
STICK = 2.6
NEAR = 7.0
APART = 9.0


@dataclass(frozen=True, kw_only=True)
class Series:
    """Moments in order: `places` on the chart's own scale, `peak` an index or None for no marks.

    `ended` says that the last moment is the end, so that it gets the square.
    """

    values: Sequence[float]
    places: Sequence[float]
    peak: int | None
    name: str = ""
    css: str = ""
    ended: bool = True


@dataclass(frozen=True, kw_only=True)
class Level:
    """What is remembered and the plain average of one series, drawn across the chart."""

    remembered: float
    average: float
    remembered_word: str
    average_word: str


@dataclass(frozen=True, kw_only=True)
class Stick:
    """What is remembered of one of several series, drawn beside the chart, with its average."""

    name: str
    remembered: float
    average: float


@dataclass(frozen=True, kw_only=True)
class Labels:
    """Words below the chart at places of its scale; numbers from `first` where there is no room."""

    places: Sequence[float]
    texts: Sequence[str]
    first: int = 1


def chart(
    series: Sequence[Series],
    *,
    title: str,
    labels: Labels,
    ident: str = "",
    slots: float | None = None,
    level: Level | None = None,
    sticks: Sequence[Stick] = (),
) -> Picture:
    """A chart of one or more series; `slots` is the length of the scale when more will follow."""
    frame = _frame(level, sticks)
    length = slots if slots is not None else max((s.places[-1] for s in series), default=0)
    drawn = [
        [(frame.x(place, length), frame.y(v)) for place, v in zip(s.places, s.values, strict=True)]
        for s in series
    ]
    lines, words = _memories(level, sticks, frame)
    return Picture(
        css="chart",
        title=title,
        ident=ident,
        lines=[_axis(frame), *lines],
        paths=_paths(series, drawn, frame),
        shapes=[*_ticks(frame), *_signs(series, drawn)],
        dots=_dots(series, drawn),
        texts=[*_scale(frame), *_below(labels, frame, length), *words, *_names(series, drawn)],
    )


def _paths(series: Sequence[Series], drawn: Sequence[Sequence[Point]], frame: Frame) -> list[Path]:
    zero = Path(css="c-zero", d=f"M40 {short(frame.y(0))}H{short(frame.right * 10 + 20)}")
    curves = [
        Path(css=f"c-line {s.css}".strip(), d=mono_path([(x * 10, y) for x, y in points]))
        for s, points in zip(series, drawn, strict=True)
    ]
    return [zero, *(curve for curve in curves if curve.d)]


def _memories(
    level: Level | None, sticks: Sequence[Stick], frame: Frame
) -> tuple[list[Line], list[Text]]:
    lines, texts = _level(level, frame) if level else ([], [])
    stick_lines, stick_texts = _sticks(sticks, frame)
    return [*lines, *stick_lines], [*texts, *stick_texts]


def _frame(level: Level | None, sticks: Sequence[Stick]) -> Frame:
    right = 80 if level else 76 if sticks else 95
    return Frame(left=12, right=right, top=10, bottom=85, low=LOW, high=HIGH)


def _axis(frame: Frame) -> Line:
    top, bottom = f"{short(frame.y(HIGH))}%", f"{short(frame.y(LOW))}%"
    return Line(css="g-axis", x1="26", y1=top, x2="26", y2=bottom)


def _ticks(frame: Frame) -> list[Shape]:
    return [
        Shape(
            css="g-tick",
            x="0",
            y=short(frame.y(value)),
            d=f"M26 0h{10 if value in (LOW, 0, HIGH) else 5}",
        )
        for value in range(LOW, HIGH + 1, TICK)
    ]


def _scale(frame: Frame) -> list[Text]:
    texts = {LOW: f"\u2212{-LOW}", 0: "0", HIGH: f"+{HIGH}"}
    return [
        Text(css="g-lab", x="0", y=short(frame.y(v)), text=text, anchor="end", dx=20, dy=4.5)
        for v, text in texts.items()
    ]


def _below(labels: Labels, frame: Frame, length: float) -> list[Text]:
    texts = []
    pairs = zip(labels.places, labels.texts, strict=True)
    for number, (place, text) in enumerate(pairs, start=labels.first):
        x = short(frame.x(place, length))
        texts.append(Text(css="g-lab g-long", x=x, y="100", text=text, dy=-6))
        texts.append(Text(css="g-lab g-short", x=x, y="100", text=str(number), dy=-6))
    return texts


def _signs(series: Sequence[Series], drawn: Sequence[Sequence[Point]]) -> list[Shape]:
    signs = []
    for s, points in zip(series, drawn, strict=True):
        if s.ended:
            signs.append(sign(points[-1], SQUARE))
        if s.peak is not None:
            away = 30 if s.ended and s.peak == len(points) - 1 else 22
            arrow = UP if s.values[s.peak] >= 0 else DOWN
            signs.append(sign(points[s.peak], arrow.format(away)))
    return signs


def _dots(series: Sequence[Series], drawn: Sequence[Sequence[Point]]) -> list[Dot]:
    return [
        open_dot(place)
        for s, points in zip(series, drawn, strict=True)
        for place in (points[:-1] if s.ended else points)
    ]


def _names(series: Sequence[Series], drawn: Sequence[Sequence[Point]]) -> list[Text]:
    texts = []
    for s, points in zip(series, drawn, strict=True):
        if s.name:
            x, y = (short(value) for value in points[0])
            is_top = points[0][1] <= min(other[0][1] for other in drawn)
            is_first = s is series[0] or len({other[0][1] for other in drawn}) > 1
            dy = -12 if is_top and is_first else 22
            texts.append(Text(css="g-name", x=x, y=y, text=s.name, dy=dy))
    return texts


def _level(level: Level, frame: Frame) -> tuple[list[Line], list[Text]]:
    left, right = short(frame.left), short(frame.right)
    high, low = frame.y(level.remembered), frame.y(level.average)
    lines = [
        _across("g-mem", left, right, high),
        _across("g-mem2", left, right, high),
        _across("g-avg", left, right, low),
    ]
    apart = max(0.0, 20 - abs(high - low) * 2.4) / 2
    if high > low:
        apart = -apart
    return lines, [
        _beside("g-name", right, high, level.remembered_word, 4.5 - apart),
        _beside("g-lab", right, low, level.average_word, 4.5 + apart),
    ]


def _across(css: str, left: str, right: str, y: float) -> Line:
    return Line(css=css, x1=f"{left}%", y1=f"{short(y)}%", x2=f"{right}%", y2=f"{short(y)}%")


def _beside(css: str, x: str, y: float, text: str, dy: float) -> Text:
    return Text(css=css, x=x, y=short(y), text=text, anchor="start", dx=16, dy=dy)


def _sticks(sticks: Sequence[Stick], frame: Frame) -> tuple[list[Line], list[Text]]:
    lines: list[Line] = []
    texts: list[Text] = []
    for number, stick in enumerate(sticks):
        middle = frame.right + NEAR + APART * number
        left, right = short(middle - STICK), short(middle + STICK)
        remembered = frame.y(stick.remembered)
        lines += [
            _across("g-mem", left, right, remembered),
            _across("g-mem2", left, right, remembered),
            _across("g-avg", left, right, frame.y(stick.average)),
        ]
        texts.append(Text(css="g-name", x=short(middle), y="100", text=stick.name, dy=-6))
    return lines, texts


def midpoints(durations: Sequence[float]) -> list[float]:
    """Where moments lie in time: the middle of each, from the middle of the first."""
    places = [0.0]
    for before, after in pairwise(durations):
        places.append(places[-1] + (before + after) / 2)
    return places

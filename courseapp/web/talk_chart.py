"""Clouds of what is told, a scale with a turning point, and bars of yearly value."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from courseapp.web.curve import SQUARE, Dot, Line, Path, Picture, Shape, Text, short

MOST_DOTS = 60
UNITS = (1, 2, 5)
GOLDEN = math.pi * (3 - math.sqrt(5))
MIDDLES = (25.0, 75.0)
ACROSS, UPRIGHT, CENTRE = 2.75, 5.0, 44.0
SCALE_LEFT, SCALE_RIGHT, SCALE_AT = 5.0, 95.0, 50.0
BARS_LEFT, BARS_RIGHT, BARS_TOP, BARS_BOTTOM = 3.0, 97.0, 14.0, 86.0
MOST_YEARS_NAMED = 12


@dataclass(frozen=True, kw_only=True)
class Cloud:
    """A number of tellings, its word and its style."""

    count: float
    word: str
    css: str


def dot_worth(counts: Sequence[float]) -> int:
    """How many tellings one dot stands for, so that no cloud has more than 60 dots."""
    most, size = max(counts), 1
    while True:
        for unit in UNITS:
            if most / (unit * size) <= MOST_DOTS:
                return unit * size
        size *= 10


def clouds(pair: Sequence[Cloud], *, title: str, ident: str = "") -> Picture:
    """Two clouds of dots side by side, each with its word below it."""
    worth = dot_worth([cloud.count for cloud in pair])
    places = list(zip(pair, MIDDLES, strict=True))
    return Picture(
        css="chart clouds",
        title=title,
        ident=ident,
        dots=[
            Dot(css=cloud.css, x=short(x), y=short(y), r="4")
            for cloud, middle in places
            for x, y in _spiral(round(cloud.count / worth), middle)
        ],
        texts=[
            Text(css="g-name", x=short(middle), y="100", text=cloud.word, dy=-6)
            for cloud, middle in places
        ],
    )


def _spiral(count: int, middle: float) -> list[tuple[float, float]]:
    return [
        (
            middle + ACROSS * math.sqrt(n + 0.5) * math.cos(n * GOLDEN),
            CENTRE + UPRIGHT * math.sqrt(n + 0.5) * math.sin(n * GOLDEN),
        )
        for n in range(count)
    ]


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A place on the scale, in percent, with its words; None lies nowhere."""

    place: float | None
    word: str


def turning_scale(turn: Mark, now: Mark, *, title: str) -> Picture:
    """A scale of percentages with a turning point above it and where things are now below it."""
    most = 100 if max(turn.place or 0, now.place or 0) > 40 else 40
    ends = [(0, "0%"), (most, f"{most}%")]
    return Picture(
        css="chart turning",
        title=title,
        lines=[
            _line("g-axis", SCALE_LEFT, SCALE_AT, SCALE_RIGHT, SCALE_AT),
            *(
                _line("turn-at", _along(turn.place, most), 22, _along(turn.place, most), 78)
                for _ in range(turn.place is not None)
            ),
        ],
        shapes=[
            *(_tick(_along(most * n / 10, most), long=n % 5 == 0) for n in range(11)),
            *(
                Shape(css="c-mark", x=short(_along(now.place, most)), y=short(SCALE_AT), d=SQUARE)
                for _ in range(now.place is not None)
            ),
        ],
        texts=[
            *(_word("g-lab", _along(place, most), 50, text, 24) for place, text in ends),
            *_beside(turn, most, y=22, dy=-5),
            *_beside(now, most, y=100, dy=-2),
        ],
    )


def _along(place: float | None, most: float) -> float:
    return SCALE_LEFT + (SCALE_RIGHT - SCALE_LEFT) * (place or 0) / most


def _tick(x: float, *, long: bool) -> Shape:
    return Shape(css="g-tick", x=short(x), y=short(SCALE_AT), d=f"M0 0v{10 if long else 5}")


def _beside(mark: Mark, most: float, *, y: float, dy: float) -> list[Text]:
    if mark.place is None:
        return []
    x = _along(mark.place, most)
    anchor = "start" if x < 35 else "end" if x > 65 else "middle"
    return [Text(css="g-name", x=short(x), y=short(y), text=mark.word, anchor=anchor, dx=0, dy=dy)]


def _word(css: str, x: float, y: float, text: str, dy: float) -> Text:
    return Text(css=css, x=short(x), y=short(y), text=text, dy=dy)


def _line(css: str, x1: float, y1: float, x2: float, y2: float) -> Line:
    return Line(
        css=css, x1=f"{short(x1)}%", y1=f"{short(y1)}%", x2=f"{short(x2)}%", y2=f"{short(y2)}%"
    )


def value_bars(
    yearly: Sequence[float], *, naive: float, words: tuple[str, str], title: str, ident: str = ""
) -> Picture:
    """A bar for each year, and as outline the bar of someone who reckons with `naive` each year.

    `words` stand above the first bar and above the last one.
    """
    highest, count = max(naive, 1e-9), len(yearly)
    every = 1 if count <= MOST_YEARS_NAMED else 5
    base = f"M{BARS_LEFT * 10:g} {BARS_BOTTOM:g}H{BARS_RIGHT * 10:g}"
    return Picture(
        css="chart bars",
        title=title,
        ident=ident,
        paths=[
            *_bars([v / highest for v in yearly], naive / highest),
            Path(css="bar-base", d=base),
        ],
        texts=[
            *(
                _word("g-lab", _slot(n - 0.5, count), 100, str(n), -6)
                for n in range(1, count + 1)
                if n % every == 0 or n == 1
            ),
            *_bar_words(words, yearly, highest),
        ],
    )


def _slot(place: float, count: int) -> float:
    return BARS_LEFT + (BARS_RIGHT - BARS_LEFT) * place / count


def _bars(shares: Sequence[float], naive: float) -> list[Path]:
    paths = []
    for n, share in enumerate(shares):
        left, right = _slot(n + 0.14, len(shares)), _slot(n + 0.86, len(shares))
        paths.append(Path(css="bar-naive", d=_bar(left, right, naive)))
        paths.append(Path(css="bar", d=_bar(left, right, share)))
    return paths


def _bar(left: float, right: float, share: float) -> str:
    top = BARS_BOTTOM - (BARS_BOTTOM - BARS_TOP) * share
    return f"M{short(left * 10)} {short(BARS_BOTTOM)}V{short(top)}H{short(right * 10)}V{short(BARS_BOTTOM)}Z"


def _bar_words(words: tuple[str, str], yearly: Sequence[float], highest: float) -> list[Text]:
    first, last = words
    y = BARS_BOTTOM - (BARS_BOTTOM - BARS_TOP) * yearly[-1] / highest
    texts = [
        Text(css="g-lab", x=short(BARS_LEFT), y=short(BARS_TOP), text=first, anchor="start", dy=-8)
    ]
    if len(yearly) > 1:
        x = short(BARS_RIGHT)
        texts.append(Text(css="g-name", x=x, y=short(y), text=last, anchor="end", dy=-8))
    return texts

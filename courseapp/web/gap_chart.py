"""Two lines over time with the room between them shaded, and a chance below them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from courseapp.web.curve import (
    DOWN,
    Frame,
    Path,
    Picture,
    Point,
    Shape,
    Text,
    open_dot,
    short,
    sign,
)
from courseapp.web.plot import AXIS, across, below, beside_axis, end_words, straight, upright

TOP = 10
RIGHT = 79
MOST_WORDS = 8
DOTTED = 12
VISIBLE = 0.25
TOUCHING = 1e-9
SEEN = 0.01
DIAMOND = "M0-8l8 8-8 8-8-8z"


@dataclass(frozen=True, kw_only=True)
class Lines:
    """What is received and what was expected at each place, and words.

    `extras` are the places where something came on top, `missed` those where it was left out.
    `places` are the words below the chart, one for each place.
    """

    received: Sequence[float]
    expected: Sequence[float]
    extras: Sequence[int]
    missed: Sequence[int]
    places: Sequence[str]
    received_word: str
    expected_word: str


@dataclass(frozen=True, kw_only=True)
class ChanceWords:
    """What the line of chances is called, the word at the usual chance, and the title."""

    name: str
    usual: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A part of the chart where one line stays above the other: its outline and strongest point."""

    positive: bool
    outline: Sequence[Point]
    strongest: int
    size: float


def gap_chart(lines: Lines, *, title: str, ident: str = "") -> Picture:
    """Both lines; where more is received than expected the gap has a plus, elsewhere a minus."""
    top = max(TOP, math.ceil(max([*lines.received, *lines.expected]) - TOUCHING))
    frame = Frame(left=11, right=RIGHT, top=8, bottom=84, low=0, high=top)
    axis, ticks = upright(frame, steps=11)
    received, expected = (_points(frame, v) for v in (lines.received, lines.expected))
    dots = received if len(received) <= DOTTED else []
    return Picture(
        css="chart gap",
        title=title,
        ident=ident,
        lines=[axis],
        paths=[
            *_shades(lines, frame),
            Path(css="c-line s2", d=straight(expected)),
            Path(css="c-line", d=straight(received)),
        ],
        shapes=[*ticks, *_marks(lines, received)],
        dots=[
            open_dot(place)
            for n, place in enumerate(dots)
            if n not in (*lines.extras, *lines.missed)
        ],
        texts=[*_words(lines, frame, top), *_signs(lines, frame)],
    )


def _marks(lines: Lines, received: Sequence[Point]) -> list[Shape]:
    missed = [
        Shape(css="gap-missed", x=short(x), y=short(y), d=DIAMOND)
        for x, y in (received[n] for n in lines.missed)
    ]
    return [*(sign(received[n], DIAMOND) for n in lines.extras), *missed]


def _words(lines: Lines, frame: Frame, top: int) -> list[Text]:
    ends = [
        (lines.received[-1], "g-name", lines.received_word),
        (lines.expected[-1], "g-lab", lines.expected_word),
    ]
    return [
        *beside_axis(frame, [(0, "0"), (top, str(top))]),
        *below(frame, lines.places, most=MOST_WORDS),
        *end_words(frame, ends),
    ]


def chance_chart(
    chances: Sequence[float], places: Sequence[str], *, usual: float, words: ChanceWords
) -> Picture:
    """Chances from 0 to 1 over the same places, with the `usual` one dotted; the highest is marked."""
    frame = Frame(left=11, right=RIGHT, top=10, bottom=72, low=0, high=1)
    axis, ticks = upright(frame, steps=5)
    points = _points(frame, chances)
    at = max(range(len(chances)), key=lambda n: chances[n])
    marks = [sign(points[at], DOWN.format(-20))] if chances[at] > usual + SEEN else []
    return Picture(
        css="chart chance",
        title=words.title,
        lines=[axis, across("g-avg", frame, usual)],
        paths=[Path(css="c-line", d=straight(points))],
        shapes=[*ticks, *marks],
        texts=[
            *beside_axis(frame, [(0, "0"), (1, "100")]),
            *below(frame, places, most=MOST_WORDS),
            *end_words(frame, [(usual, "g-lab", words.usual)]),
            _within(frame, words.name),
        ],
    )


def _within(frame: Frame, text: str) -> Text:
    """Words beside the top of the axis."""
    y, right = short(frame.y(frame.high)), AXIS + 16
    return Text(css="g-lab", x="0", y=y, text=text, anchor="start", dx=right, dy=4.5)


def stretches(received: Sequence[float], expected: Sequence[float]) -> list[Stretch]:
    """The parts between crossings, with outlines as (place, value); touching is no part."""
    gaps = [r - e for r, e in zip(received, expected, strict=True)]
    found: list[Stretch] = []
    start = 0
    for n in range(1, len(gaps) + 1):
        if n == len(gaps) or _side(gaps[n]) != _side(gaps[start]):
            if _side(gaps[start]):
                strongest = max(range(start, n), key=lambda k: abs(gaps[k]))
                found.append(_stretch(received, expected, (start, n - 1), strongest))
            start = n
    return found


def _side(gap: float) -> int:
    """1 above, -1 below, 0 where the lines touch."""
    return 0 if abs(gap) < TOUCHING else 1 if gap > 0 else -1


def _stretch(
    received: Sequence[float], expected: Sequence[float], ends: tuple[int, int], strongest: int
) -> Stretch:
    first, last = ends
    over = [(float(n), received[n]) for n in range(first, last + 1)]
    under = [(float(n), expected[n]) for n in range(first, last + 1)]
    before = [_crossing(received, expected, first - 1)] if first else []
    after = [_crossing(received, expected, last)] if last < len(received) - 1 else []
    gap = received[strongest] - expected[strongest]
    return Stretch(
        positive=gap > 0,
        outline=[*before, *over, *after, *reversed(under)],
        strongest=strongest,
        size=abs(gap),
    )


def _crossing(received: Sequence[float], expected: Sequence[float], left: int) -> Point:
    """Where the lines meet, or come nearest, between the places `left` and `left` + 1."""
    here = received[left] - expected[left]
    there = received[left + 1] - expected[left + 1]
    part = min(1.0, max(0.0, here / (here - there)))
    return left + part, received[left] + part * (received[left + 1] - received[left])


def _points(frame: Frame, values: Sequence[float]) -> list[Point]:
    last = len(values) - 1
    return [(frame.x(n, last), frame.y(value)) for n, value in enumerate(values)]


def _shades(lines: Lines, frame: Frame) -> list[Path]:
    last = len(lines.received) - 1
    return [
        Path(
            css="gap-more" if part.positive else "gap-less",
            d=straight([(frame.x(place, last), frame.y(v)) for place, v in part.outline]) + "Z",
        )
        for part in stretches(lines.received, lines.expected)
    ]


def _signs(lines: Lines, frame: Frame) -> list[Text]:
    last = len(lines.received) - 1
    texts = []
    for part in stretches(lines.received, lines.expected):
        if part.size >= VISIBLE:
            at = max(lines.received[part.strongest], lines.expected[part.strongest])
            texts.append(
                Text(
                    css="g-name gap-sign",
                    x=short(frame.x(part.strongest, last)),
                    y=short(frame.y(at)),
                    text="+" if part.positive else "\u2212",
                    dy=-12,
                )
            )
    return texts

"""What someone says and what they feel: two faces with a line between them, and a bound to stay."""

from __future__ import annotations

from dataclasses import dataclass

from courseapp.web.curve import DOWN, Frame, Line, Path, Picture, Point, Shape, Text, short, sign
from courseapp.web.plot import AXIS, beside_axis, straight, upright

LOW, HIGH, MIDDLE = 0, 10, 5
FACE = "M-15 0a15 15 0 1 0 30 0a15 15 0 1 0-30 0M-5-5v1M5-5v1M-7 {0}Q0 {1} 7 {0}"


@dataclass(frozen=True, kw_only=True)
class Pressed:
    """What is said and what is felt (0 to 10), the pressure (0 to 1), and the bound to stay."""

    stated: float
    implicit: float
    pressure: float
    bound: float
    stated_word: str
    implicit_word: str
    bound_word: str


def pressure_chart(pressed: Pressed, *, title: str) -> Picture:
    """A line from the face that says to the face that feels, with the point under pressure."""
    frame = Frame(left=26, right=78, top=14, bottom=82, low=LOW, high=HIGH)
    axis, ticks = upright(frame, steps=11)
    left = (frame.left, frame.y(pressed.stated))
    right = (frame.right, frame.y(pressed.implicit))
    weighed = pressed.stated + pressed.pressure * (pressed.implicit - pressed.stated)
    at = (frame.x(pressed.pressure, 1), frame.y(weighed))
    bound = short(frame.y(pressed.bound))
    return Picture(
        css="chart press",
        title=title,
        lines=[axis, Line(css="g-avg", x1=str(AXIS), y1=f"{bound}%", x2="100%", y2=f"{bound}%")],
        paths=[Path(css="c-line", d=straight([left, right]))],
        shapes=[
            *ticks,
            _face(left, pressed.stated),
            _face(right, pressed.implicit),
            sign(at, DOWN.format(-20)),
        ],
        texts=[
            *beside_axis(frame, [(LOW, str(LOW)), (HIGH, str(HIGH))]),
            _name(left, pressed.stated_word, anchor="end", dx=-22),
            _name(right, pressed.implicit_word, anchor="start", dx=22),
            Text(css="g-lab", x="100", y=bound, text=pressed.bound_word, anchor="end", dy=-6),
        ],
    )


def _name(place: Point, word: str, *, anchor: str, dx: float) -> Text:
    x, y = short(place[0]), short(place[1])
    return Text(css="g-name", x=x, y=y, text=word, anchor=anchor, dx=dx, dy=4.5)


def _face(place: Point, score: float) -> Shape:
    """A face whose mouth bends with its score: down at 0, straight at 5, up at 10."""
    bend = score - MIDDLE
    d = FACE.format(short(6 - bend / 3), short(6 + bend))
    return Shape(css="face", x=short(place[0]), y=short(place[1]), d=d)

"""A field of two scores with lines of equal chance, and a gauge of chances."""

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
    Point,
    Shape,
    Text,
    short,
    sign,
)
from courseapp.web.plot import across, beside_axis, straight, upright

LOW, HIGH = 0, 10


@dataclass(frozen=True, kw_only=True)
class Contour:
    """A line of equal chance through points (across, up), with its word at the last point."""

    points: Sequence[Point]
    word: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """A point on a field from 0 to 10 both ways, its contours and the words along the sides."""

    point: Point
    contours: Sequence[Contour]
    across_word: str
    up_word: str


def field_chart(field: Field, *, title: str, ident: str = "") -> Picture:
    """The field; the chosen contours are whole lines, the others dashed."""
    frame = _frame()
    axis, ticks = upright(frame, steps=11)
    x, y = _place(frame, field.point)
    return Picture(
        css="chart feel",
        title=title,
        ident=ident,
        lines=[axis, _ground(frame)],
        paths=[
            Path(
                css=f"c-line {'' if contour.chosen else 's2'}".strip(),
                d=straight(_drawn(frame, contour)),
            )
            for contour in field.contours
            if len(contour.points) > 1
        ],
        shapes=[*ticks, *_marks(frame)],
        dots=[
            Dot(css="feel-glow", x=short(x), y=short(y), r="13"),
            Dot(css="feel-at", x=short(x), y=short(y), r="6"),
        ],
        texts=[*_sides(field, frame), *_contour_words(field.contours, frame)],
    )


def gauge(chances: Sequence[tuple[str, float, bool]], *, title: str) -> Picture:
    """Chances (word, 0 to 1, chosen) on one line from 0 to 100; the chosen one is filled."""
    frame = Frame(left=4, right=96, top=0, bottom=100)
    left, right = f"{short(frame.left)}%", f"{short(frame.right)}%"
    marks = [sign((frame.x(chance, 1), 50), SQUARE) for _, chance, chosen in chances if chosen]
    return Picture(
        css="gauge-line",
        title=title,
        lines=[Line(css="g-axis", x1=left, y1="50%", x2=right, y2="50%")],
        shapes=[*_gauge_ticks(frame), *marks],
        dots=[
            Dot(css="c-dot", x=short(frame.x(chance, 1)), y="50", r="6")
            for _, chance, chosen in chances
            if not chosen
        ],
        texts=[_gauge_word(frame, *chance) for chance in chances],
    )


def _gauge_ticks(frame: Frame) -> list[Shape]:
    return [
        Shape(
            css="g-tick",
            x=short(frame.x(n, 10)),
            y="50",
            d="M0-9v18" if n % 5 == 0 else "M0-5v10",
        )
        for n in range(11)
    ]


def _gauge_word(frame: Frame, word: str, chance: float, chosen: bool) -> Text:
    return Text(
        css="g-name" if chosen else "g-lab",
        x=short(frame.x(chance, 1)),
        y="50",
        text=word,
        anchor="start" if chance < 0.15 else "end" if chance > 0.85 else "middle",
        dy=-17 if chosen else 29,
    )


def _frame() -> Frame:
    return Frame(left=14, right=90, top=6, bottom=84, low=LOW, high=HIGH)


def _place(frame: Frame, point: Point) -> Point:
    return frame.x(point[0], HIGH), frame.y(point[1])


def _drawn(frame: Frame, contour: Contour) -> list[Point]:
    return [_place(frame, point) for point in contour.points]


def _ground(frame: Frame) -> Line:
    return across("g-axis", frame, LOW)


def _marks(frame: Frame) -> list[Shape]:
    return [
        Shape(
            css="g-tick",
            x=short(frame.x(n, HIGH)),
            y=short(frame.y(LOW)),
            d=f"M0 0v-{10 if n % 5 == 0 else 5}",
        )
        for n in range(HIGH + 1)
    ]


def _sides(field: Field, frame: Frame) -> list[Text]:
    middle = short((frame.left + frame.right) / 2)
    numbers = [
        Text(css="g-lab", x=short(frame.x(n, HIGH)), y=short(frame.y(LOW)), text=str(n), dy=18)
        for n in (LOW, HIGH)
    ]
    return [
        *beside_axis(frame, [(LOW, str(LOW)), (HIGH, str(HIGH))]),
        *numbers,
        Text(css="g-name", x=middle, y="100", text=field.across_word, dy=-4),
        Text(
            css="g-name",
            x="0",
            y=short(frame.y(HIGH)),
            text=field.up_word,
            anchor="start",
            dy=-14,
        ),
    ]


def _contour_words(contours: Sequence[Contour], frame: Frame) -> list[Text]:
    texts = []
    for contour in contours:
        if contour.word and contour.points:
            x, y = _place(frame, contour.points[-1])
            dy = 4.5 if contour.points[-1][0] == HIGH else -8
            texts.append(
                Text(
                    css="g-lab",
                    x=short(x),
                    y=short(y),
                    text=contour.word,
                    anchor="start",
                    dx=6,
                    dy=dy,
                )
            )
    return texts

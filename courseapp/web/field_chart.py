"""A field of two scores with lines of equal chance, a gauge of chances, and a line under pressure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from courseapp.web.curve import (
    DOWN,
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
FACE = "M-15 0a15 15 0 1 0 30 0a15 15 0 1 0-30 0M-5-5v1M5-5v1M-7 {0}Q0 {1} 7 {0}"


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
    shapes = [
        Shape(
            css="g-tick",
            x=short(frame.x(n, 10)),
            y="50",
            d=f"M0-{9 if n % 5 == 0 else 5}v{18 if n % 5 == 0 else 10}",
        )
        for n in range(11)
    ]
    dots, texts = [], []
    for word, chance, chosen in chances:
        x = short(frame.x(chance, 1))
        if chosen:
            shapes.append(Shape(css="c-mark", x=x, y="50", d=SQUARE))
        else:
            dots.append(Dot(css="c-dot", x=x, y="50", r="6"))
        texts.append(
            Text(
                css="g-name" if chosen else "g-lab",
                x=x,
                y="50",
                text=word,
                anchor=_anchor(chance),
                dy=-17 if chosen else 29,
            )
        )
    line = Line(
        css="g-axis", x1=f"{short(frame.left)}%", y1="50%", x2=f"{short(frame.right)}%", y2="50%"
    )
    return Picture(
        css="gauge-line", title=title, lines=[line], shapes=shapes, dots=dots, texts=texts
    )


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
    ends = [(frame.left, frame.y(pressed.stated)), (frame.right, frame.y(pressed.implicit))]
    weighed = pressed.stated + pressed.pressure * (pressed.implicit - pressed.stated)
    at = (frame.x(pressed.pressure, 1), frame.y(weighed))
    faces = [
        Shape(css="face", x=short(x), y=short(y), d=_face(score))
        for (x, y), score in zip(ends, (pressed.stated, pressed.implicit), strict=True)
    ]
    words = [
        Text(
            css="g-name",
            x=short(ends[0][0]),
            y=short(ends[0][1]),
            text=pressed.stated_word,
            anchor="end",
            dx=-22,
            dy=4.5,
        ),
        Text(
            css="g-name",
            x=short(ends[1][0]),
            y=short(ends[1][1]),
            text=pressed.implicit_word,
            anchor="start",
            dx=22,
            dy=4.5,
        ),
        Text(
            css="g-lab",
            x="100",
            y=short(frame.y(pressed.bound)),
            text=pressed.bound_word,
            anchor="end",
            dy=-6,
        ),
    ]
    return Picture(
        css="chart press",
        title=title,
        lines=[
            axis,
            Line(
                css="g-avg",
                x1=str(30),
                y1=f"{short(frame.y(pressed.bound))}%",
                x2="100%",
                y2=f"{short(frame.y(pressed.bound))}%",
            ),
        ],
        paths=[Path(css="c-line", d=straight(ends))],
        shapes=[*ticks, *faces, sign(at, DOWN.format(-20))],
        texts=[*beside_axis(frame, [(LOW, str(LOW)), (HIGH, str(HIGH))]), *words],
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


def _anchor(chance: float) -> str:
    return "start" if chance < 0.15 else "end" if chance > 0.85 else "middle"


def _face(score: float) -> str:
    """A face whose mouth bends with a score: down at 0, straight at 5, up at 10."""
    bend = score - 5
    return FACE.format(short(6 - bend / 3), short(6 + bend))

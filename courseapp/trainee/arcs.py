"""The curve of a course: how much of each part is doing rather than reading."""

from __future__ import annotations

from collections.abc import Sequence

from courseapp.activities.domain import strongest
from courseapp.catalog.domain.compiled import CompiledCourse, CompiledModule, CompiledStep
from courseapp.web.curve import (
    FieldStyle,
    Frame,
    Path,
    Picture,
    Shape,
    field_curve,
    mono_path,
    short,
)

READING, DOING = -0.6, 5.0
SHARES = {
    "dialogue": 0.85,
    "quiz": 0.7,
    "reflection": 0.55,
    "task": 1.0,
    "scenario": 1.0,
    "closing": 0.5,
}
"""What part of the time is doing, by kind of step; a lesson says so by its own blocks."""
WRITING, PRACTISING = 0.85, 0.25
FEWEST_MODULES = 3
COURSE_FRAME = Frame(left=9, right=94)
GLYPH_FRAME = Frame(left=3, right=93, top=40, bottom=88)
GLYPH_PEAK, GLYPH_END = "M0-22l8 12h-16z", "M-6-6h12v12h-12z"


def step_share(step: CompiledStep) -> float:
    """The share of a step (0 to 1) that is doing; a lab or writing is a lesson for doing."""
    if step.kind in SHARES:
        return SHARES[step.kind]
    parts = next(iter(step.texts.values())).parts
    asked = {part.data["kind"] for part in parts if part.kind == "question"}
    if any(part.kind == "lab" for part in parts):
        return 1.0
    return WRITING if asked == {"free-text"} else PRACTISING if asked else 0.0


def module_share(module: CompiledModule) -> float:
    """The share of a module's minutes that is doing."""
    minutes = sum(step.minutes for step in module.steps)
    return sum(step_share(s) * s.minutes for s in module.steps) / minutes if minutes else 0.0


def heights(shares: Sequence[float]) -> list[float]:
    """Heights on the field for shares of doing."""
    return [READING + (DOING - READING) * share for share in shares]


def course_curve(course: CompiledCourse, *, locale: str, here: str, is_complete: bool) -> Picture:
    """The curve of a course by module, or by step where there are few modules; thick up to `here`.

    `here` is the id of the step to go on with.
    """
    steps = list(course.steps())
    by_step = len(course.modules) < FEWEST_MODULES
    if by_step:
        values = heights([step_share(step) for step in steps])
        labels = [step.number for step in steps]
        you = next((i for i, step in enumerate(steps) if step.id == here), None)
    else:
        values = heights([module_share(module) for module in course.modules])
        labels = [module.text(locale).title for module in course.modules]
        you = _module_index(course, here)
    short_labels = [str(i + 1) for i in range(len(values))]
    style = FieldStyle(labels=labels, short=() if by_step else short_labels, frame=COURSE_FRAME)
    reached = 100.0 if is_complete else COURSE_FRAME.x(you or 0, len(values) - 1)
    return field_curve(
        values,
        peak=strongest(values),
        ident="course-curve",
        progress=reached,
        you=None if is_complete else you,
        style=style,
    )


def _module_index(course: CompiledCourse, step_id: str) -> int | None:
    step = course.steps_by_id.get(step_id)
    if step is None:
        return None
    return next(i for i, module in enumerate(course.modules) if module.id == step.module_id)


def module_glyph(module: CompiledModule) -> Picture:
    """A small picture of a module: its line by step, its peak and its end."""
    values = heights([step_share(step) for step in module.steps])
    return glyph(values, GLYPH_FRAME, peak=strongest(values))


def glyph(values: Sequence[float], frame: Frame, *, peak: int | None = None) -> Picture:
    """A line without words, from the ground through `values`; its end is marked, and its peak."""
    last = len(values) - 1
    places = [(frame.x(i, last), frame.y(value)) for i, value in enumerate(values)]
    start = (0.0, frame.y(0))
    lines = [
        Path(css="gl h", d=f"M0 {short(start[1])}H1000"),
        Path(css="gl", d=mono_path([start, *((x * 10, y) for x, y in places)])),
    ]
    marks = [_mark(places[-1], GLYPH_END)]
    if peak is not None and peak != last:
        marks.append(_mark(places[peak], GLYPH_PEAK))
    return Picture(css="glyph", paths=lines, shapes=marks)


def _mark(place: tuple[float, float], d: str) -> Shape:
    return Shape(css="gm", x=short(place[0]), y=short(place[1]), d=d)


def lesson_curve(
    arc: Sequence[float], *, labels: Sequence[str], ident: str = "", progress: float | None = None
) -> Picture | None:
    """The arc of a lesson for its cover; None when a lesson has no sections to draw."""
    if len(arc) < 2:
        return None
    named = list(labels) if len(labels) == len(arc) else []
    numbers = [str(i + 1) for i in range(len(named))]
    style = FieldStyle(labels=named, short=numbers, frame=Frame(left=10, right=94))
    return field_curve(arc, peak=strongest(arc), ident=ident, progress=progress, style=style)


def rises_early(arc: Sequence[float]) -> bool:
    """Whether the line is high where the title stands, so that the two need room of their own."""
    return any(value > 0 for value in arc[: (len(arc) + 1) // 2])


def bar_curve(arc: Sequence[float]) -> Picture | None:
    """The same arc for the bar that stays on screen while reading."""
    if len(arc) < 2:
        return None
    style = FieldStyle(lead=False, frame=Frame(left=2, right=98, top=30, bottom=90))
    return field_curve(arc, peak=strongest(arc), ident="lesson-bar-curve", progress=0, style=style)

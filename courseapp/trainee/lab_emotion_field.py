"""The field of reason and feeling with lines of equal chance, in both readings."""

from __future__ import annotations

from flask_babel import gettext as _

from courseapp.labs.domain.emotion import SCORES, Reading, Value, feeling_for
from courseapp.labs.domain.emotion_model import CHOICES
from courseapp.web.curve import Picture, Point
from courseapp.web.field_chart import Contour, Field, field_chart
from courseapp.web.rendering import number

CONTOURS = (0.25, 0.5, 0.75)
PARTS = 40
HALVINGS = 12


def emotion_field(found: Value, chosen: Reading, *, ident: str) -> Picture:
    """The customer on the field; contours of the chosen reading carry their chance."""
    contours = [
        Contour(
            points=contour(chance, name),
            word=f"{number(chance * 100, decimals=0)}%" if name == chosen else "",
            chosen=name == chosen,
        )
        for name in CHOICES
        for chance in CONTOURS
    ]
    return field_chart(
        Field(
            point=(found.reason, found.feeling),
            contours=contours,
            across_word=_("verstand"),
            up_word=_("gevoel"),
        ),
        title=_("De klant op het veld van verstand en gevoel, met lijnen van gelijke kans."),
        ident=ident,
    )


def contour(chance: float, name: Reading) -> list[Point]:
    """Points of a line of equal chance inside the field, with the places where it enters it."""
    step = SCORES[1] / PARTS
    points: list[Point] = []
    before: float | None = None
    for part in range(PARTS + 1):
        reason = part * step
        feeling = feeling_for(chance, reason, reading=name)
        if part and (feeling is None) != (before is None):
            ends = (reason - step, reason) if feeling is None else (reason, reason - step)
            points.append(_edge(chance, name, inside=ends[0], outside=ends[1]))
        if feeling is not None:
            points.append((reason, feeling))
        before = feeling
    return points


def _edge(chance: float, name: Reading, *, inside: float, outside: float) -> Point:
    """The last point inside the field between a place where the line lies in it and one beyond."""
    for _half in range(HALVINGS):
        middle = (inside + outside) / 2
        if feeling_for(chance, middle, reading=name) is None:
            outside = middle
        else:
            inside = middle
    return inside, feeling_for(chance, inside, reading=name) or SCORES[0]

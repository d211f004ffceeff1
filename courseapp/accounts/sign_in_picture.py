"""The curve beside the sign-in form: one peak, one end."""

from __future__ import annotations

from flask_babel import gettext as _

from courseapp.web.curve import FieldStyle, Frame, Note, Picture, field_curve

VALUES = (-0.6, -1.2, 1.4, 5, 1.7, -0.5, 2.4)
PEAK = 3


def sign_in_curve() -> Picture:
    """The picture in the reader's language."""
    peak = Note(index=PEAK, text=_("het hevigste moment"), short=_("de piek"), dx=20)
    end = Note(
        index=len(VALUES) - 1,
        text=_("het laatste moment"),
        short=_("het slot"),
        anchor="end",
        dx=9,
        dy=-22,
    )
    frame = Frame(left=4, right=92, top=18, bottom=96, low=-2.4)
    return field_curve(
        VALUES, peak=PEAK, css="big", style=FieldStyle(notes=(peak, end), frame=frame)
    )

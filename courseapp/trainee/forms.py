"""The shape of what a lesson page sends."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp


class PositionForm(FlaskForm):  # type: ignore[misc]
    """Where reading is: the id of a section, or nothing at the top of the lesson."""

    anchor = StringField(validators=[Optional(), Length(max=80), Regexp(r"^[\w-]+\Z")])

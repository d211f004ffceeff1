"""The shape of what the studio sends."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

LONGEST_TEXT = 900_000
LARGEST = 2**62


class DraftForm(FlaskForm):  # type: ignore[misc]
    """A text with the version and the revision it was begun on, and what to do with it."""

    text = TextAreaField(validators=[Length(max=LONGEST_TEXT)])
    version = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST)])
    base = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST)])
    line = IntegerField(validators=[Optional(), NumberRange(0, LARGEST)])
    do = StringField(validators=[Optional(), Length(max=10)])


class DiscardForm(FlaskForm):  # type: ignore[misc]
    """Which version of a draft to throw away."""

    version = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST)])


class PublishForm(FlaskForm):  # type: ignore[misc]
    """What was shown (revision and hash of the files), and what to say in the history."""

    base = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST)])
    files_hash = HiddenField(validators=[Length(max=64)])
    message = StringField(validators=[Length(max=200)])


class RestoreForm(FlaskForm):  # type: ignore[misc]
    """The revision that counted when the page was shown."""

    base = IntegerField(validators=[InputRequired(), NumberRange(0, LARGEST)])

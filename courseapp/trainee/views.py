"""The learning path."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.trainee.blueprint import bp


@bp.get("/leerpad")
def show_path() -> ResponseReturnValue:
    """My courses: what is done, what is next."""
    return render_template("web/error.html", code=200, texts=("Mijn leerpad", ""))

"""The learning path, and the one address of each step."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from courseapp.trainee.blueprint import bp, open_desk
from courseapp.trainee.steps import STEP_VIEWS


@bp.get("/leerpad")
def show_path() -> ResponseReturnValue:
    """My courses: what is done, what is next."""
    return render_template("web/error.html", code=200, texts=("Mijn leerpad", ""))


@bp.get("/leren/<int:enrolment_id>/stap/<step_id>")
def show_step(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """One step of a course, by the view of its kind."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id)
    view = STEP_VIEWS.get(step.kind)
    if view is None:
        abort(404)
    return view(desk, step)

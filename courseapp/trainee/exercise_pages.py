"""What the pages of exercises share."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.reflections.models import PrivateWork
from courseapp.reflections.queries import find_trainer_name
from courseapp.reflections.services import share_with_trainer, stop_sharing
from courseapp.trainee.blueprint import Desk
from courseapp.web.database import db


def render_exercise(desk: Desk, step: CompiledStep, template: str, **more: object) -> str:
    """The page of an exercise that its writer can share."""
    return render_template(
        template,
        desk=desk,
        step=step,
        text=desk.text(step),
        module=desk.published.course.modules_by_id[step.module_id],
        trainer=find_trainer_name(db.session(), run=desk.run),
        following=desk.following(step),
        **more,
    )


def share_as_asked(desk: Desk, work: PrivateWork) -> None:
    """Share with the trainer (`delen`), when the run has one, or else take it back."""
    if request.form.get("delen") == "trainer" and desk.run.trainer_id is not None:
        share_with_trainer(db.session(), work, now=desk.now)
    else:
        stop_sharing(db.session(), work)


def to_step(desk: Desk, step: CompiledStep, **more: Any) -> ResponseReturnValue:
    """Go on to the page of a step."""
    page = url_for("trainee.show_step", enrolment_id=desk.enrolment.id, step_id=step.id, **more)
    return redirect(page, 303)

"""The closing page of a course: the author's words, then all that is the learner's own."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courseapp.catalog.domain.closing import CLOSING
from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.closing_growth import measure_growth
from courseapp.trainee.closing_own import gather_own
from courseapp.trainee.overview import view_course
from courseapp.trainee.review_pages import open_agenda
from courseapp.trainee.steps import step_view
from courseapp.web.database import db
from courseapp.web.now import today_in

MOST_MISSING = 4


@step_view(CLOSING)
def show_closing(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """The page of the last step, to read, to print and to finish the course with."""
    steps = list(desk.published.course.steps())
    place = steps.index(step)
    text = desk.text(step)
    course = view_course(db.session(), desk=desk)
    missing = [line for line in course.missing() if line.step.id != step.id]
    return render_template(
        "trainee/closing.html",
        desk=desk,
        step=step,
        text=text,
        prose=text.parts[:-1] if text.data.get("ends") else text.parts,
        last=text.parts[-1] if text.data.get("ends") else None,
        module=desk.published.course.modules_by_id[step.module_id],
        course=course,
        own=gather_own(desk),
        growth=measure_growth(desk),
        missing=missing,
        most_missing=MOST_MISSING,
        agenda=open_agenda(),
        today=today_in(current_user.time_zone, now=desk.now),
        before=steps[place - 1] if place else None,
        after=desk.following(step),
        is_done=step.id in course.progress.completed,
    )

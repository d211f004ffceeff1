"""How far people come from learning to doing: counts per objective, never names."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.catalog.queries import get_revision
from courseapp.plans.domain import FEWEST, tally
from courseapp.plans.queries import list_ladders
from courseapp.trainer.blueprint import bp, open_course, viewer_id
from courseapp.web.database import db
from courseapp.web.i18n import current_locale


@bp.get("/studio/<slug>/overdracht")
def show_transfer(slug: str) -> ResponseReturnValue:
    """The transfer ladder of all who take this course in my runs."""
    session, state = db.session(), open_course(slug)
    course = get_revision(session, state.current.id, content_hash=state.current.content_hash).course
    ladders = list_ladders(session, course_id=state.id, trainer_id=viewer_id(), course=course)
    modules = [
        (module, [(o, tally(ladders, objective=o.id)) for o in module.objectives])
        for module in course.modules
        if module.objectives
    ]
    return render_template(
        "trainer/transfer.html",
        state=state,
        course=course,
        modules=modules,
        people=len(ladders),
        fewest=FEWEST,
        locale=current_locale(),
    )

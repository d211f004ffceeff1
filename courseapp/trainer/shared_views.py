"""What trainees chose to share with their trainer."""

from __future__ import annotations

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from courseapp.catalog.queries import get_revision
from courseapp.reflections.queries import SharedReflection, find_shared, list_shared
from courseapp.trainer.blueprint import bp, viewer_id
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.policy import declare, requires

OWN = "reflections that are shared with this trainer now"


@bp.get("/studio/gedeeld")
@declare(requires("trainer", scope=OWN))
def list_shared_reflections() -> ResponseReturnValue:
    """All that is shared with me at this moment."""
    shared = [(found, _title(found)) for found in list_shared(db.session(), trainer_id=viewer_id())]
    return render_template("trainer/shared.html", shared=shared)


@bp.get("/studio/gedeeld/<int:reflection_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_reflection(reflection_id: int) -> ResponseReturnValue:
    """One reflection, as plain text, with the prompts it answers."""
    found = find_shared(db.session(), trainer_id=viewer_id(), reflection_id=reflection_id)
    if found is None:
        abort(404)
    course = get_revision(db.session(), found.reflection.revision_id).course
    step = course.steps_by_id.get(found.reflection.step_id)
    prompts = step.text(current_locale()).data["prompts"] if step else []
    return render_template(
        "trainer/shared_reflection.html", found=found, title=_title(found), prompts=prompts
    )


def _title(found: SharedReflection) -> str:
    course = get_revision(db.session(), found.reflection.revision_id).course
    step = course.steps_by_id.get(found.reflection.step_id)
    return step.text(current_locale()).title if step else found.reflection.step_id

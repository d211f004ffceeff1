"""What trainees chose to share with their trainer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import get_revisions
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
    shared = list_shared(db.session(), trainer_id=viewer_id())
    steps = find_steps(shared)
    return render_template(
        "trainer/shared.html",
        shared=[(found, title_of(found, steps.get(found.reflection.id))) for found in shared],
    )


@bp.get("/studio/gedeeld/<int:reflection_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_reflection(reflection_id: int) -> ResponseReturnValue:
    """One reflection, as plain text, with the prompts it answers."""
    found = find_shared(db.session(), trainer_id=viewer_id(), reflection_id=reflection_id)
    if found is None:
        abort(404)
    step = find_steps([found]).get(found.reflection.id)
    return render_template(
        "trainer/shared_reflection.html",
        found=found,
        title=title_of(found, step),
        prompts=step.text(current_locale()).data["prompts"] if step else [],
    )


def find_steps(shared: Sequence[SharedReflection]) -> dict[int, CompiledStep]:
    """The step of each reflection by its id, in the revision it was written on."""
    revisions = get_revisions(db.session(), (found.reflection.revision_id for found in shared))
    return {
        found.reflection.id: step
        for found in shared
        if (published := revisions.get(found.reflection.revision_id))
        and (step := published.course.steps_by_id.get(found.reflection.step_id))
    }


def title_of(found: SharedReflection, step: CompiledStep | None) -> str:
    """The step's title in the trainer's language."""
    return step.text(current_locale()).title if step else found.reflection.step_id

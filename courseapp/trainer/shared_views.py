"""What trainees chose to share with their trainer."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import get_revisions
from courseapp.reflections.models import Reflection, WorkTask
from courseapp.reflections.queries import (
    find_shared,
    find_shared_task,
    list_shared,
    list_shared_tasks,
)
from courseapp.scenarios.domain.sheet import clean_sheet, list_turns
from courseapp.scenarios.models import Scenario
from courseapp.scenarios.queries import find_shared_scenario, list_shared_scenarios
from courseapp.trainer.blueprint import bp, viewer_id
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.policy import declare, requires
from courseapp.writing.models import Writing
from courseapp.writing.queries import find_shared_writing, list_shared_writings

OWN = "what trainees share with this trainer now"


@bp.get("/studio/gedeeld")
@declare(requires("trainer", scope=OWN))
def list_shared_reflections() -> ResponseReturnValue:
    """All that is shared with me at this moment."""
    shared = list_shared(db.session(), trainer_id=viewer_id())
    tasks = list_shared_tasks(db.session(), trainer_id=viewer_id())
    texts = list_shared_writings(db.session(), trainer_id=viewer_id())
    own = list_shared_scenarios(db.session(), trainer_id=viewer_id())
    works: list[Work] = [*(f.reflection for f in shared), *(f.task for f in tasks)]
    works += [*(f.writing for f in texts), *(f.scenario for f in own)]
    titles = iter(_titles(works))
    return render_template(
        "trainer/shared.html",
        shared=[(found, next(titles)) for found in shared],
        tasks=[(found, next(titles)) for found in tasks],
        texts=[(found, next(titles)) for found in texts],
        scenarios=[(found, next(titles)) for found in own],
    )


@bp.get("/studio/gedeeld/<int:reflection_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_reflection(reflection_id: int) -> ResponseReturnValue:
    """One reflection, as plain text, with the prompts it answers."""
    found = find_shared(db.session(), trainer_id=viewer_id(), reflection_id=reflection_id)
    if found is None:
        abort(404)
    (step,) = _steps([found.reflection])
    return render_template(
        "trainer/shared_reflection.html",
        found=found,
        title=_title(found.reflection, step),
        prompts=step.text(current_locale()).data["prompts"] if step else [],
    )


@bp.get("/studio/gedeeld/opdracht/<int:task_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_task(task_id: int) -> ResponseReturnValue:
    """One work task, as plain text."""
    found = find_shared_task(db.session(), trainer_id=viewer_id(), task_id=task_id)
    if found is None:
        abort(404)
    (title,) = _titles([found.task])
    return render_template("trainer/shared_task.html", found=found, title=title)


@bp.get("/studio/gedeeld/tekst/<int:writing_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_writing(writing_id: int) -> ResponseReturnValue:
    """One free text in its versions, as plain text, with what was asked; without the points."""
    found = find_shared_writing(db.session(), trainer_id=viewer_id(), writing_id=writing_id)
    if found is None:
        abort(404)
    (step,) = _steps([found.writing])
    parts = step.text(current_locale()).parts if step else ()
    asked = (part.data["prompt_html"] for part in parts if part.id == found.writing.item_id)
    return render_template(
        "trainer/shared_writing.html",
        found=found,
        title=_title(found.writing, step),
        asked_html=next(asked, ""),
    )


@bp.get("/studio/gedeeld/gesprek/<int:scenario_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_scenario(scenario_id: int) -> ResponseReturnValue:
    """One dialogue that a trainee wrote, read as a script."""
    found = find_shared_scenario(db.session(), trainer_id=viewer_id(), scenario_id=scenario_id)
    if found is None:
        abort(404)
    (title,) = _titles([found.scenario])
    sheet = clean_sheet(found.scenario.script)
    return render_template(
        "trainer/shared_scenario.html",
        found=found,
        title=title,
        sheet=sheet,
        turns=list_turns(sheet),
    )


Work = Reflection | WorkTask | Writing | Scenario


def _steps(works: Sequence[Work]) -> list[CompiledStep | None]:
    """The step of each piece of work, in the revision it was written on."""
    revisions = get_revisions(db.session(), (work.revision_id for work in works))
    courses = [(revisions.get(work.revision_id), work.step_id) for work in works]
    return [p.course.steps_by_id.get(step_id) if p else None for p, step_id in courses]


def _titles(works: Sequence[Work]) -> list[str]:
    return [_title(work, step) for work, step in zip(works, _steps(works), strict=True)]


def _title(work: Work, step: CompiledStep | None) -> str:
    """The step's title in the trainer's language."""
    return step.text(current_locale()).title if step else work.step_id

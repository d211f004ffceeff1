"""What trainees chose to share with their trainer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import get_revisions
from courseapp.reflections.models import PrivateWork, Reflection, WorkTask
from courseapp.reflections.queries import Shared, Work, find_shared, list_shared
from courseapp.scenarios.domain.sheet import clean_sheet, list_turns
from courseapp.scenarios.models import Scenario
from courseapp.trainer.blueprint import bp, viewer_id
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.policy import declare, requires
from courseapp.writing.models import Writing

OWN = "what trainees share with this trainer now"


@bp.get("/studio/gedeeld")
@declare(requires("trainer", scope=OWN))
def list_shared_reflections() -> ResponseReturnValue:
    """All that is shared with me at this moment."""
    lists: list[list[Shared[Any]]] = [
        _list(Reflection),
        _list(WorkTask),
        _list(Writing),
        _list(Scenario),
    ]
    steps = iter(_steps([found.work for shared in lists for found in shared]))
    titled = [[(found, _title(found.work, next(steps))) for found in shared] for shared in lists]
    reflections, tasks, texts, scenarios = titled
    return render_template(
        "trainer/shared.html",
        shared=reflections,
        tasks=tasks,
        texts=texts,
        scenarios=scenarios,
    )


@bp.get("/studio/gedeeld/<int:reflection_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_reflection(reflection_id: int) -> ResponseReturnValue:
    """One reflection, as plain text, with the prompts it answers."""
    found, step = _open(Reflection, reflection_id)
    return render_template(
        "trainer/shared_reflection.html",
        found=found,
        title=_title(found.work, step),
        prompts=step.text(current_locale()).data["prompts"] if step else [],
    )


@bp.get("/studio/gedeeld/opdracht/<int:task_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_task(task_id: int) -> ResponseReturnValue:
    """One work task, as plain text."""
    found, step = _open(WorkTask, task_id)
    return render_template("trainer/shared_task.html", found=found, title=_title(found.work, step))


@bp.get("/studio/gedeeld/tekst/<int:writing_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_writing(writing_id: int) -> ResponseReturnValue:
    """One free text in its versions, as plain text, with what was asked; without the points."""
    found, step = _open(Writing, writing_id)
    parts = step.text(current_locale()).parts if step else ()
    asked = (part.data["prompt_html"] for part in parts if part.id == found.work.item_id)
    return render_template(
        "trainer/shared_writing.html",
        found=found,
        title=_title(found.work, step),
        asked_html=next(asked, ""),
    )


@bp.get("/studio/gedeeld/gesprek/<int:scenario_id>")
@declare(requires("trainer", scope=OWN))
def show_shared_scenario(scenario_id: int) -> ResponseReturnValue:
    """One dialogue that a trainee wrote, read as a script."""
    found, step = _open(Scenario, scenario_id)
    sheet = clean_sheet(found.work.script)
    return render_template(
        "trainer/shared_scenario.html",
        found=found,
        title=_title(found.work, step),
        sheet=sheet,
        turns=list_turns(sheet),
    )


def _list(kind: type[Work]) -> list[Shared[Work]]:
    return list_shared(db.session(), kind, trainer_id=viewer_id())


def _open(kind: type[Work], work_id: int) -> tuple[Shared[Work], CompiledStep | None]:
    found = find_shared(db.session(), kind, trainer_id=viewer_id(), work_id=work_id)
    if found is None:
        abort(404)
    (step,) = _steps([found.work])
    return found, step


def _steps(works: Sequence[PrivateWork]) -> list[CompiledStep | None]:
    """The step of each piece of work, in the revision it was written on."""
    revisions = get_revisions(db.session(), (work.revision_id for work in works))
    courses = [(revisions.get(work.revision_id), work.step_id) for work in works]
    return [p.course.steps_by_id.get(step_id) if p else None for p, step_id in courses]


def _title(work: PrivateWork, step: CompiledStep | None) -> str:
    """The step's title in the trainer's language."""
    return step.text(current_locale()).title if step else work.step_id

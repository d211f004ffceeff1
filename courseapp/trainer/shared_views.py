"""What trainees chose to share with their trainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import get_revisions
from courseapp.reflections.models import PrivateWork, Reflection, WorkTask
from courseapp.reflections.queries import Shared, SharedLine, Work, find_shared, list_shared
from courseapp.scenarios.domain.sheet import clean_sheet, list_turns
from courseapp.scenarios.models import Scenario
from courseapp.trainer.blueprint import bp, viewer_id
from courseapp.web.database import db
from courseapp.web.i18n import current_locale
from courseapp.web.paging import read_page
from courseapp.web.policy import declare, requires
from courseapp.writing.models import Writing

OWN = "what trainees share with this trainer now"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How a kind of work is called, and which page shows it."""

    name: LazyString
    view: str
    argument: str


KINDS: Mapping[type[PrivateWork], Kind] = {
    Reflection: Kind(
        name=_l("Reflectie"), view=".show_shared_reflection", argument="reflection_id"
    ),
    WorkTask: Kind(name=_l("Werkopdracht"), view=".show_shared_task", argument="task_id"),
    Writing: Kind(name=_l("Tekst"), view=".show_shared_writing", argument="writing_id"),
    Scenario: Kind(
        name=_l("Zelf geschreven gesprek"), view=".show_shared_scenario", argument="scenario_id"
    ),
}


@bp.get("/studio/gedeeld")
@declare(requires("trainer", scope=OWN))
def list_shared_reflections() -> ResponseReturnValue:
    """All that is shared with me at this moment, newest first."""
    asked = list_shared(
        db.session(), tuple(KINDS), trainer_id=viewer_id(), number=read_page(request.args)
    )
    steps = _steps(asked.lines)
    return render_template(
        "trainer/shared.html",
        asked=asked,
        lines=[_view(line, step) for line, step in zip(asked.lines, steps, strict=True)],
        page_url=lambda number: url_for(".list_shared_reflections", pagina=number),
    )


def _view(line: SharedLine, step: CompiledStep | None) -> dict[str, str]:
    """A line's address, and what kind of work at which step it is."""
    kind = KINDS[line.kind]
    address: dict[str, Any] = {kind.argument: line.work_id}
    url = url_for(kind.view, **address)
    return {"url": url, "kind": str(kind.name), "title": _title(line, step)}


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


def _open(kind: type[Work], work_id: int) -> tuple[Shared[Work], CompiledStep | None]:
    found = find_shared(db.session(), kind, trainer_id=viewer_id(), work_id=work_id)
    if found is None:
        abort(404)
    (step,) = _steps([found.work])
    return found, step


def _steps(works: Sequence[PrivateWork | SharedLine]) -> list[CompiledStep | None]:
    """The step of each piece of work, in the revision it was written on."""
    revisions = get_revisions(db.session(), (work.revision_id for work in works))
    courses = [(revisions.get(work.revision_id), work.step_id) for work in works]
    return [p.course.steps_by_id.get(step_id) if p else None for p, step_id in courses]


def _title(work: PrivateWork | SharedLine, step: CompiledStep | None) -> str:
    """The step's number and its title in the trainer's language."""
    return f"{step.number} {step.text(current_locale()).title}" if step else work.step_id

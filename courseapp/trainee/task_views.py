"""A work task: its page, autosave, ticking it off, sharing and taking back."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.reflections import services
from courseapp.reflections.models import WorkTask
from courseapp.reflections.queries import find_task
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import complete_step, touch
from courseapp.trainee.drafts import read_stamp
from courseapp.trainee.exercise_pages import render_exercise, share_as_asked, to_step
from courseapp.trainee.private_views import answer_autosave, answer_sharing
from courseapp.trainee.steps import step_view
from courseapp.trainee.task_pages import TaskPage, read_task, task_page, task_page_with_problem
from courseapp.web.database import db

REFUSALS = (
    services.AlreadySubmitted,
    services.TextsMissing,
    services.StaleDraft,
    services.TextTooLong,
)


@step_view("task")
def show_task(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """The assignment with its form, or what was done and who may read it."""
    stored = find_task(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if stored is not None and stored.done_at is not None and "wijzig" not in request.args:
        return render_exercise(desk, step, "trainee/task_kept.html", stored=stored)
    return _form(desk, step, task_page(stored), stored=stored)


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/opdracht")
def save_task(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Save a draft (`concept`, or JSON) or finish; whatever goes wrong, the text comes back."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="task")
    if request.is_json:
        return _autosave(desk, step)
    draft, stamp = read_task(request.form), read_stamp(request.form)
    is_draft = "concept" in request.form
    try:
        stored = _store(desk, step, draft, stamp, is_draft=is_draft)
    except REFUSALS as problem:
        db.session.rollback()
        return _refuse(open_desk(enrolment_id), step, draft, stamp, problem)
    if not is_draft:
        share_as_asked(desk, stored)
        complete_step(desk, step_id=step.id, rule="task-done", earned_on=stored.revision_id)
    db.session.commit()
    flash(_("Bewaard.") if is_draft else _("Je werkopdracht is bewaard."), "done")
    return to_step(desk, step)


def _autosave(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    return answer_autosave(
        lambda fields, stamp: _store(desk, step, read_task(fields), stamp, is_draft=True)
    )


def _store(
    desk: Desk,
    step: CompiledStep,
    draft: services.TaskDraft,
    stamp: services.Stamp,
    *,
    is_draft: bool,
) -> WorkTask:
    verb = services.save_task if is_draft else services.finish_task
    stored = verb(
        db.session(),
        enrolment=desk.enrolment,
        step_id=step.id,
        revision_id=desk.published.revision_id,
        draft=draft,
        stamp=stamp,
        now=desk.now,
    )
    touch(desk, step_id=step.id)
    return stored


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/opdracht/delen")
def share_task(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Share a finished work task with the trainer, or take it back."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="task")
    stored = find_task(db.session(), enrolment=desk.enrolment, step_id=step.id)
    return answer_sharing(desk, step, stored)


def _refuse(
    desk: Desk,
    step: CompiledStep,
    draft: services.TaskDraft,
    stamp: services.Stamp,
    problem: Exception,
) -> ResponseReturnValue:
    """The form once more with everything in it; 409 when something newer is stored, else 422."""
    stored = find_task(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if isinstance(problem, services.AlreadySubmitted) and stored is not None:
        problem = services.StaleDraft(stored)
    is_shared = request.form.get("delen") == "trainer"
    page = task_page_with_problem(draft, stamp, problem, is_shared=is_shared)
    code = 409 if isinstance(problem, services.StaleDraft) else 422
    return _form(desk, step, page, stored=stored), code


def _form(desk: Desk, step: CompiledStep, page: TaskPage, *, stored: WorkTask | None) -> str:
    return render_exercise(desk, step, "trainee/task.html", stored=stored, page=page)

"""Writing a reflection: its page, autosave, handing in, sharing and taking back."""

from __future__ import annotations

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.plans.services import make_plan
from courseapp.reflections import services
from courseapp.reflections.models import Reflection
from courseapp.reflections.queries import find_own
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import complete_step, touch
from courseapp.trainee.drafts import read_stamp
from courseapp.trainee.exercise_pages import render_exercise, share_as_asked, to_step
from courseapp.trainee.private_views import answer_autosave, answer_sharing
from courseapp.trainee.reflection_pages import (
    Page,
    list_moments,
    page_of,
    page_with_problem,
    read_draft,
    working_days,
)
from courseapp.trainee.steps import step_view
from courseapp.web.database import db
from courseapp.web.now import today_in

REFUSALS = (
    services.AlreadySubmitted,
    services.PlanIncomplete,
    services.StaleDraft,
    services.TextTooLong,
)


@step_view("reflection")
def show_reflection(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """The form, or what was handed in with who may read it."""
    stored = find_own(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if stored is not None and stored.submitted_at is not None and "wijzig" not in request.args:
        return render_exercise(desk, step, "trainee/reflection_kept.html", stored=stored)
    return _form(desk, step, page_of(stored), stored=stored)


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/reflectie")
def save_reflection(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Save a draft (`concept`, or JSON) or hand in; whatever goes wrong, the text comes back."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="reflection")
    if request.is_json:
        return _autosave(desk, step)
    draft, stamp = read_draft(request.form, desk.text(step).data), read_stamp(request.form)
    is_draft = "concept" in request.form
    try:
        stored = _store(desk, step, draft, stamp, is_draft=is_draft)
    except REFUSALS as problem:
        db.session.rollback()
        return _refuse(open_desk(enrolment_id), step, draft, stamp, problem)
    if not is_draft:
        _hand_in(desk, step, stored)
    db.session.commit()
    flash(_("Bewaard.") if is_draft else _("Je reflectie en je plan zijn bewaard."), "done")
    return to_step(desk, step)


def _autosave(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    return answer_autosave(
        lambda fields, stamp: _store(
            desk, step, read_draft(fields, desk.text(step).data), stamp, is_draft=True
        )
    )


def _store(
    desk: Desk, step: CompiledStep, draft: services.Draft, stamp: services.Stamp, *, is_draft: bool
) -> Reflection:
    verb = services.save_draft if is_draft else services.submit
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


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/reflectie/delen")
def share_reflection(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Share a reflection with the trainer, or take it back."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="reflection")
    stored = find_own(db.session(), enrolment=desk.enrolment, step_id=step.id)
    return answer_sharing(desk, step, stored)


def _hand_in(desk: Desk, step: CompiledStep, stored: Reflection) -> None:
    make_plan(
        db.session(),
        enrolment=desk.enrolment,
        step_id=step.id,
        cue=stored.cue,
        action=stored.action,
        working_days=working_days(step, stored.follow_up_days),
        today=today_in(current_user.time_zone, now=desk.now),
        now=desk.now,
    )
    share_as_asked(desk, stored)
    complete_step(desk, step_id=step.id, rule="plan-made", earned_on=stored.revision_id)


def _refuse(
    desk: Desk,
    step: CompiledStep,
    draft: services.Draft,
    stamp: services.Stamp,
    problem: Exception,
) -> ResponseReturnValue:
    """The form once more with everything in it; 409 when something newer is stored, else 422."""
    stored = find_own(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if isinstance(problem, services.AlreadySubmitted) and stored is not None:
        problem = services.StaleDraft(stored)
    is_shared = request.form.get("delen") == "trainer"
    page = page_with_problem(draft, stamp, problem, is_shared=is_shared)
    code = 409 if isinstance(problem, services.StaleDraft) else 422
    return _form(desk, step, page, stored=stored), code


def _form(desk: Desk, step: CompiledStep, page: Page, *, stored: Reflection | None) -> str:
    return render_exercise(
        desk,
        step,
        "trainee/reflection.html",
        page=page,
        stored=stored,
        moments=list_moments(step, today=today_in(current_user.time_zone, now=desk.now)),
    )

"""Reading a lesson: the page, the place where reading stopped, and the end."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.closing import CLOSING
from courseapp.catalog.domain.compiled import CompiledStep, StepText
from courseapp.progress.queries import list_completed
from courseapp.trainee.arcs import bar_curve, lesson_curve, rises_early
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import complete_step, touch
from courseapp.trainee.forms import PositionForm
from courseapp.trainee.recall_pages import view_recalls
from courseapp.trainee.steps import step_view
from courseapp.trainee.writing_pages import Sent, view_writings
from courseapp.web.database import db

READ = ("lesson", CLOSING)
"""The kinds of step that are done when their reader says so."""
_RELATIVE = re.compile(r'<a href="(?=[a-z0-9][a-z0-9-]*["#])')
"""How the compiler writes a link to another step."""


@step_view("lesson")
def show_lesson(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """A lesson with its arc, sections, notes and practice, and the way on."""
    return render_lesson(desk, step)


def render_lesson(desk: Desk, step: CompiledStep, *, sent: Sent | None = None) -> str:
    """The page of a lesson; `sent` is a free text that was refused."""
    text = desk.text(step) if sent is None else _with_full_links(desk, step)
    sections, arc = list(text.data.get("toc", ())), list(text.data.get("arc", ()))
    steps = list(desk.published.course.steps())
    place = steps.index(step)
    return render_template(
        "trainee/lesson.html",
        desk=desk,
        step=step,
        text=text,
        module=desk.published.course.modules_by_id[step.module_id],
        sections=sections,
        cover=lesson_curve(arc, labels=[section["title"] for section in sections]),
        is_clear=rises_early(arc),
        bar=bar_curve(arc),
        before=steps[place - 1] if place else None,
        after=desk.following(step),
        is_done=step.id in list_completed(db.session(), enrolment=desk.enrolment),
        writings=view_writings(desk, step, sent=sent),
        recalls=view_recalls(desk, step),
    )


def _with_full_links(desk: Desk, step: CompiledStep) -> StepText:
    """The lesson at the address of a form, where a link to another step leads nowhere."""
    text = desk.text(step)
    here = url_for("trainee.show_step", enrolment_id=desk.enrolment.id, step_id=step.id)
    start = f'<a href="{here.rpartition("/")[0]}/'
    parts = (
        replace(part, data={**part.data, "html": _RELATIVE.sub(start, part.data["html"])})
        if part.kind == "html"
        else part
        for part in text.parts
    )
    return replace(text, parts=tuple(parts))


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/positie")
def save_position(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Remember the section that is being read."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="lesson")
    form = PositionForm()
    if not form.validate():
        abort(400)
    touch(desk, step_id=step.id, anchor=form.anchor.data or "")
    db.session.commit()
    return "", 204


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/afronden")
def end_lesson(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Note that a page was read; lead to the next step, or to the certificate after the last."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id)
    if step.kind not in READ:
        abort(404)
    was_finished = desk.enrolment.completed_at is not None
    complete_step(desk, step_id=step.id, rule="read")
    db.session.commit()
    if desk.enrolment.completed_at is not None and not was_finished:
        return redirect(url_for("trainee.show_certificate", enrolment_id=enrolment_id), 303)
    return redirect(_way_on(desk, step), 303)


def _way_on(desk: Desk, step: CompiledStep) -> str:
    after = desk.following(step)
    if after is None:
        return url_for("trainee.show_course", enrolment_id=desk.enrolment.id)
    return url_for("trainee.show_step", enrolment_id=desk.enrolment.id, step_id=after.id)

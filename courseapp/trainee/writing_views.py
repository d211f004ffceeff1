"""Writing a free text in a lesson: autosave, handing in, revising, scoring, sharing."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep, Part
from courseapp.reflections.services import StaleDraft, Stamp, TextsMissing, TextTooLong
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import touch
from courseapp.trainee.drafts import clean_text, read_stamp
from courseapp.trainee.exercise_pages import to_step
from courseapp.trainee.lesson_views import render_lesson
from courseapp.trainee.private_views import answer_autosave, answer_sharing
from courseapp.trainee.writing_pages import Sent, find_free_text
from courseapp.web.database import db
from courseapp.writing import services
from courseapp.writing.domain.phases import Phase
from courseapp.writing.models import Writing
from courseapp.writing.queries import find_writing

REFUSALS = (services.WrongPhase, StaleDraft, TextsMissing, TextTooLong)
PHASES: dict[str, Phase] = {"schrijven": "write", "herschrijven": "revise"}


@bp.post(
    "/leren/<int:enrolment_id>/stap/<step_id>/tekst/<item_id>/<any(schrijven,herschrijven):phase>"
)
def save_writing(enrolment_id: int, step_id: str, item_id: str, phase: str) -> ResponseReturnValue:
    """Save a draft (`concept`, or JSON) or hand in a text; a refused text comes back."""
    desk = open_desk(enrolment_id)
    step, part = _find(desk, step_id, item_id)
    if request.is_json:
        return _autosave(desk, step, part, PHASES[phase])
    text, stamp = clean_text(request.form.get("tekst", "")), read_stamp(request.form)
    verb = services.save_draft if "concept" in request.form else services.hand_in
    try:
        verb(
            db.session(),
            enrolment=desk.enrolment,
            place=_place(desk, step, part),
            phase=PHASES[phase],
            text=text,
            stamp=stamp,
            now=desk.now,
        )
    except REFUSALS as problem:
        sent = Sent(item_id=part.id, problem=problem, text=text, stamp=stamp)
        return _refuse(enrolment_id, step, sent)
    return _done(desk, step, part)


@bp.get(
    "/leren/<int:enrolment_id>/stap/<step_id>/tekst/<item_id>"
    "/<any(schrijven,herschrijven,punten):form>"
)
def leave_refused(enrolment_id: int, step_id: str, item_id: str, form: str) -> ResponseReturnValue:
    """The address of a refused form, asked for again by a reload or a lab's form: the lesson."""
    _find(open_desk(enrolment_id), step_id, item_id)
    page = url_for(".show_step", enrolment_id=enrolment_id, step_id=step_id)
    asked = urlencode(list(request.args.items(multi=True)))
    return redirect(f"{page}?{asked}" if asked else f"{page}#v-{item_id}", 303)


def _autosave(desk: Desk, step: CompiledStep, part: Part, phase: Phase) -> ResponseReturnValue:
    def save(fields: Mapping[str, str], stamp: Stamp) -> Writing:
        stored = services.save_draft(
            db.session(),
            enrolment=desk.enrolment,
            place=_place(desk, step, part),
            phase=phase,
            text=clean_text(fields.get("tekst", "")),
            stamp=stamp,
            now=desk.now,
        )
        touch(desk, step_id=step.id, anchor=f"v-{part.id}")
        return stored

    return answer_autosave(save)


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/tekst/<item_id>/punten")
def score_writing(enrolment_id: int, step_id: str, item_id: str) -> ResponseReturnValue:
    """The writer's own points, once the model answer was there to compare with."""
    desk = open_desk(enrolment_id)
    step, part = _find(desk, step_id, item_id)
    criteria = part.data["criteria"]
    given = {each["id"]: request.form.get(f"c-{each['id']}", "") for each in criteria}
    if not all(len(text) < 3 and (not text or text.isdecimal()) for text in given.values()):
        abort(422)
    scores = {name: int(text) for name, text in given.items() if text}
    try:
        services.score(
            db.session(),
            enrolment=desk.enrolment,
            place=_place(desk, step, part),
            criteria=criteria,
            scores=scores,
            now=desk.now,
        )
    except services.ScoreInvalid:
        abort(422)
    except REFUSALS as problem:
        return _refuse(enrolment_id, step, Sent(item_id=part.id, problem=problem, scores=scores))
    return _done(desk, step, part)


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/tekst/<item_id>/delen")
def share_writing(enrolment_id: int, step_id: str, item_id: str) -> ResponseReturnValue:
    """Share a finished text with the trainer, or take it back."""
    desk = open_desk(enrolment_id)
    step, part = _find(desk, step_id, item_id)
    stored = find_writing(db.session(), enrolment=desk.enrolment, item_id=part.id)
    return answer_sharing(desk, step, stored, anchor=f"v-{part.id}")


def _find(desk: Desk, step_id: str, item_id: str) -> tuple[CompiledStep, Part]:
    step = desk.step(step_id, kind="lesson")
    part = find_free_text(desk, step, item_id)
    if part is None:
        abort(404)
    return step, part


def _place(desk: Desk, step: CompiledStep, part: Part) -> services.Place:
    revision_id = desk.published.revision_id
    return services.Place(step_id=step.id, item_id=part.id, revision_id=revision_id)


def _refuse(enrolment_id: int, step: CompiledStep, sent: Sent) -> ResponseReturnValue:
    """The lesson once more with what was sent; 409 when something newer is stored, else 422."""
    db.session.rollback()
    is_late = isinstance(sent.problem, StaleDraft | services.WrongPhase)
    return render_lesson(open_desk(enrolment_id), step, sent=sent), 409 if is_late else 422


def _done(desk: Desk, step: CompiledStep, part: Part) -> ResponseReturnValue:
    touch(desk, step_id=step.id, anchor=f"v-{part.id}")
    db.session.commit()
    return to_step(desk, step, _anchor=f"v-{part.id}")

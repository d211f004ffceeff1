"""Saving answers one by one (JSON, from the queue) or all at once, and practice questions."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.confidence import read_confidence
from courseapp.quizzes.domain.kind import Reading, Response, ResponseInvalid
from courseapp.quizzes.domain.ordering import CLASH
from courseapp.quizzes.services import (
    AnswerStale,
    AttemptClosed,
    ItemNotAsked,
    check_item,
    record_practice_answer,
    save_answer,
    save_form,
)
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import touch
from courseapp.trainee.quiz_pages import (
    ANSWERED,
    CLASHED,
    Sitting,
    ask_practice,
    asks_confidence,
    confidence_words,
    open_locked,
    practice_view,
    read_answers,
    read_confidence_field,
    read_confidences,
    show_practice,
    shown_number,
    to_attempt,
)
from courseapp.trainee.review_pages import keep_cards
from courseapp.web.database import db
from courseapp.web.rendering import clock

LARGEST = 2**53
bp.add_app_template_global(show_practice)
bp.add_app_template_global(shown_number)
bp.add_app_template_global(confidence_words)


@bp.post("/leren/<int:enrolment_id>/poging/<int:attempt_id>/antwoord")
def save_answers(enrolment_id: int, attempt_id: int) -> ResponseReturnValue:
    """One answer as JSON, or all answers of the form."""
    desk, sitting = open_locked(enrolment_id, attempt_id)
    return _save_one(desk, sitting) if request.is_json else _save_all(desk, sitting)


def _save_one(desk: Desk, sitting: Sitting) -> ResponseReturnValue:
    """Acknowledged only after the commit; 409 says why an answer came too late."""
    body = _read_body()
    asked = sitting.item(str(body["item"]))
    if asked is None:
        return jsonify(error="not-asked"), 422
    try:
        reading = asked.read_json(body["response"])
        saved = save_answer(
            db.session(),
            attempt=sitting.attempt,
            item_id=asked.id,
            response=reading.response,
            client_key=body["key"],
            sequence=body["sequence"],
            now=desk.now,
            confidence=read_confidence(body.get("confidence"))
            if sitting.asks_confidence(asked)
            else None,
        )
    except (ResponseInvalid, ItemNotAsked):
        return jsonify(error="invalid"), 422
    except AttemptClosed:
        return jsonify(error="closed"), 409
    except AnswerStale as stale:
        return jsonify(error="stale", sequence=stale.sequence), 409
    touch(desk, step_id=sitting.step.id)
    db.session.commit()
    reply = {"item": saved.item_id, "sequence": saved.sequence, "problem": reading.problem}
    return jsonify(**reply, saved_at=clock(saved.saved_at))


def _read_body() -> dict[str, Any]:
    """The fields of a save; anything of another shape is a 422."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not {"item", "response", "key", "sequence"} <= set(body):
        abort(422)
    key, sequence = body["key"], body["sequence"]
    is_key = isinstance(key, str) and 8 <= len(key) <= 36 and key.isascii() and key.isprintable()
    if not is_key or type(sequence) is not int or not 1 <= sequence <= LARGEST:
        abort(422)
    return body


def _save_all(desk: Desk, sitting: Sitting) -> ResponseReturnValue:
    """The button without JavaScript; with `check` one question also shows its verdict."""
    given, _clashes = read_answers(sitting)
    checked = request.form.get("check", "")
    try:
        answers = save_form(
            db.session(),
            attempt=sitting.attempt,
            given=given,
            confidence=read_confidences(sitting),
            now=desk.now,
        )
        asked = sitting.item(checked)
        if asked and asked.id in answers and sitting.rules.feedback == "each":
            answer = answers[asked.id]
            check_item(db.session(), attempt=sitting.attempt, asked=asked, answer=answer)
    except AttemptClosed:
        return to_attempt("show_result", desk, sitting.attempt.id)
    touch(desk, step_id=sitting.step.id)
    db.session.commit()
    anchor = f"v-{checked}" if checked else "bewaard"
    return to_attempt("show_attempt", desk, sitting.attempt.id, anchor=anchor)


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/oefenvraag/<item_id>")
def check_practice(enrolment_id: int, step_id: str, item_id: str) -> ResponseReturnValue:
    """The verdict on a practice question: the question alone for a script, else the lesson."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="lesson")
    asked = ask_practice(desk, step, item_id)
    if asked is None:
        abort(404)
    try:
        reading = asked.read_form(request.form)
    except ResponseInvalid:
        abort(422)
    response = reading.response
    is_asked = asks_confidence(desk.published, asked)
    confidence = read_confidence_field(item_id) if is_asked else None
    if response is not None:
        _record_practice(desk, step, asked, response, confidence)
    if "X-Fragment" in request.headers:
        item = practice_view(desk, asked, response, confidence)
        return render_template("trainee/items/practice_form.html", desk=desk, step=step, v=item)
    return _to_practice(desk, step, item_id, reading)


def _to_practice(
    desk: Desk, step: CompiledStep, item_id: str, reading: Reading
) -> ResponseReturnValue:
    """The lesson at the question; without an answer at its top, where the message stands."""
    is_answered = reading.response is not None
    if not is_answered:
        flash(_("Geef eerst een antwoord."), "info")
    query: dict[str, Any] = {
        ANSWERED: item_id if is_answered else None,
        CLASHED: 1 if reading.problem == CLASH else None,
    }
    target = url_for(
        ".show_step",
        enrolment_id=desk.enrolment.id,
        step_id=step.id,
        _anchor=f"v-{item_id}" if is_answered else None,
        **query,
    )
    return redirect(target, 303)


def _record_practice(
    desk: Desk, step: CompiledStep, asked: Asked, response: Response, confidence: str | None
) -> None:
    key = request.form.get("key", "")[:36] or str(uuid4())
    record_practice_answer(
        db.session(),
        enrolment=desk.enrolment,
        step_id=step.id,
        revision_id=desk.published.revision_id,
        asked=asked,
        response=response,
        client_key=key,
        now=desk.now,
        confidence=confidence,
    )
    touch(desk, step_id=step.id, anchor=f"v-{asked.id}")
    keep_cards(desk)
    db.session.commit()

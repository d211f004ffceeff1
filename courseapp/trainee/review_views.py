"""Reviewing: what is due, one item at a time, the verdict at once, the end of the session."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.organisations.models import Role
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import ResponseInvalid
from courseapp.reviews.models import ReviewAnswer
from courseapp.reviews.queries import find_own_answer
from courseapp.reviews.services import Given, NotAsked, Question, answer_item, call_known
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.quiz_pages import ItemView, read_confidence_field
from courseapp.trainee.review_pages import (
    Turn,
    answered_view,
    count_mastered,
    find_asked,
    open_agenda,
    open_turn,
    open_view,
)
from courseapp.web.database import db
from courseapp.web.policy import wants_json

UNPROCESSABLE = 422
ASK_HINT = "vraag-tip"
bp.add_app_template_global(count_mastered)


@bp.get("/herhalen")
def show_reviews() -> ResponseReturnValue:
    """How much is due, or how today's session went and when the next one is."""
    return render_template("trainee/reviews.html", agenda=open_agenda())


@bp.get("/herhalen/vraag")
def show_review_item() -> ResponseReturnValue:
    """The next item of today's session, the same on every device until it is answered."""
    turn = open_turn(open_agenda())
    if turn is None:
        return redirect(url_for(".show_reviews"), 303)
    with_hint = "tip" in request.args
    return _render(turn, open_view(turn, with_hint=with_hint), with_hint=with_hint)


def _render(turn: Turn, item: ItemView, *, with_hint: bool, code: int = 200) -> ResponseReturnValue:
    return render_template("trainee/review_item.html", turn=turn, v=item, with_hint=with_hint), code


@bp.post("/herhalen/vraag")
def answer_review_item() -> ResponseReturnValue:
    """Keep an answer and show the verdict."""
    form, key = request.form, request.form.get("key", "")[:36]
    desk = open_desk(form.get("enrolment", 0, type=int))
    item_id, objective_id = form.get("item", ""), form.get("objective", "")
    found = find_asked(desk.published, objective_id, item_id, key=key, locale=desk.locale)
    if found is None:
        return _start_over(_("Deze vraag is intussen veranderd. Hier is een andere."))
    _step, asked = found
    question = Question(published=desk.published, objective_id=objective_id, asked=asked, key=key)
    given, problem = _read_given(asked)
    if given is None or ASK_HINT in form:
        return _ask_again(key, problem)
    try:
        answer = answer_item(
            db.session(),
            enrolment=desk.enrolment,
            question=question,
            given=given,
            day=open_agenda().day,
            now=desk.now,
        )
    except NotAsked:
        db.session.rollback()
        return _start_over(_answered_before())
    db.session.commit()
    if answer.response != dict(given.response or {}):
        flash(_answered_before(), "info")
    return _lead_to(url_for(".show_review_answer", answer_id=answer.id))


def _answered_before() -> str:
    return str(_("Die vraag had je al beantwoord, misschien in een ander tabblad."))


def _lead_to(url: str) -> ResponseReturnValue:
    """On to the next page; a script gets its address, so that the page itself shows any message."""
    return jsonify(next=url) if wants_json() else redirect(url, 303)


def _read_given(asked: Asked) -> tuple[Given | None, str]:
    """What the form says; None with a problem (or "" for no answer) when it cannot be graded yet."""
    try:
        reading = asked.read_form(request.form)
    except ResponseInvalid:
        abort(UNPROCESSABLE)
    is_hinted = "tip" in request.form
    if "unknown" in request.form:
        return Given(response=None, is_hinted=is_hinted), ""
    if reading.response is None or reading.problem:
        return None, reading.problem
    confidence = read_confidence_field(asked.id)
    return Given(response=reading.response, confidence=confidence, is_hinted=is_hinted), ""


def _ask_again(key: str, problem: str) -> ResponseReturnValue:
    """The item with what was typed, and what to mend."""
    turn = open_turn(open_agenda())
    if turn is None or turn.key != key:
        return _lead_to(url_for(".show_review_item"))
    with_hint = bool({"tip", ASK_HINT} & request.form.keys())
    item = open_view(turn, with_hint=with_hint)
    if not problem and ASK_HINT not in request.form:
        flash(_("Geef eerst een antwoord, of kies ‘Weet ik niet’."), "info")
        return _lead_to(url_for(".show_review_item", tip=1 if with_hint else None))
    response = turn.asked.mask.hide(turn.asked.read_form(request.form).response) or {}
    item = replace(item, response=response, problem=problem)
    code = UNPROCESSABLE if problem else 200
    return _render(turn, item, with_hint=with_hint, code=code)


def _start_over(message: str) -> ResponseReturnValue:
    flash(message, "info")
    return _lead_to(url_for(".show_review_item"))


@bp.get("/herhalen/antwoord/<int:answer_id>")
def show_review_answer(answer_id: int) -> ResponseReturnValue:
    """The verdict on one answer, why, and the way on."""
    desk, answer = _open_answer(answer_id)
    item = answered_view(desk, answer)
    if item is None:
        return redirect(url_for(".show_reviews"), 303)
    return render_template(
        "trainee/review_answer.html", desk=desk, answer=answer, v=item, agenda=open_agenda()
    )


@bp.post("/herhalen/antwoord/<int:answer_id>/wist-ik-al")
def call_review_known(answer_id: int) -> ResponseReturnValue:
    """Let what was known anyway stay away longer."""
    desk, answer = _open_answer(answer_id)
    call_known(db.session(), answer=answer, enrolment=desk.enrolment, published=desk.published)
    db.session.commit()
    return redirect(url_for(".show_review_item"), 303)


def _open_answer(answer_id: int) -> tuple[Desk, ReviewAnswer]:
    answer = find_own_answer(
        db.session(),
        answer_id=answer_id,
        person_id=current_user.person_id,
        organisation_ids=current_user.organisation_ids(Role.TRAINEE),
    )
    if answer is None:
        abort(404)
    return open_desk(answer.enrolment_id), answer

"""Taking a quiz: its start page, the attempt, saving, handing in, the result."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.quizzes.domain.confidence import tally
from courseapp.quizzes.domain.ordering import CLASH
from courseapp.quizzes.queries import (
    get_standing,
    list_answers,
    list_graded,
    list_revisit,
)
from courseapp.quizzes.services import (
    AttemptLimitReached,
    WaitBeforeNextAttempt,
    save_form,
    start_attempt,
    submit_attempt,
)
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import complete_step, touch
from courseapp.trainee.quiz_pages import (
    ItemView,
    Sitting,
    graded_item,
    is_doubtful,
    open_item,
    open_locked,
    open_sitting,
    read_answers,
    read_confidences,
    result_curve,
    to_attempt,
)
from courseapp.trainee.review_pages import keep_cards
from courseapp.trainee.steps import step_view
from courseapp.web.database import db


@step_view("quiz")
def show_quiz(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """What the quiz is, where the trainee stands, and the button to start or go on."""
    standing = get_standing(db.session(), enrolment=desk.enrolment, step=step)
    last = standing.submitted[-1].submitted_at if standing.submitted else None
    opens_at = standing.rules.opens_at(last)
    parts = desk.text(step).parts
    return render_template(
        "trainee/quiz_start.html" if standing.rules.graded else "trainee/ahead_start.html",
        desk=desk,
        step=step,
        standing=standing,
        intro=[part for part in parts if part.kind == "html"],
        count=standing.rules.draw or sum(part.kind == "question" for part in parts),
        opens_at=opens_at if opens_at is not None and opens_at > desk.now else None,
    )


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/poging")
def start_quiz(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Start an attempt or go on with the open one."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id, kind="quiz")
    try:
        attempt = start_attempt(
            db.session(),
            enrolment=desk.enrolment,
            step=step,
            revision_id=desk.published.revision_id,
            seed=token_hex(16),
            now=desk.now,
        )
    except (AttemptLimitReached, WaitBeforeNextAttempt):
        return redirect(url_for(".show_step", enrolment_id=enrolment_id, step_id=step_id), 303)
    touch(desk, step_id=step.id)
    db.session.commit()
    return to_attempt("show_attempt", desk, attempt.id)


@bp.get("/leren/<int:enrolment_id>/poging/<int:attempt_id>")
def show_attempt(enrolment_id: int, attempt_id: int) -> ResponseReturnValue:
    """All questions of an open attempt, with the answers so far."""
    desk = open_desk(enrolment_id)
    sitting = open_sitting(desk, attempt_id)
    if sitting.attempt.state != "open":
        return to_attempt("show_result", desk, attempt_id)
    items = _open_items(sitting)
    saved = [item.saved_at for item in items if item.saved_at is not None]
    return render_template(
        "trainee/quiz_attempt.html",
        desk=desk,
        sitting=sitting,
        items=items,
        saved_at=max(saved, default=None),
    )


@bp.get("/leren/<int:enrolment_id>/poging/<int:attempt_id>/inleveren")
def review_attempt(enrolment_id: int, attempt_id: int) -> ResponseReturnValue:
    """Which questions have no answer yet, before handing in all the same."""
    desk = open_desk(enrolment_id)
    sitting = open_sitting(desk, attempt_id)
    if sitting.attempt.state != "open":
        return to_attempt("show_result", desk, attempt_id)
    clashes = request.args.getlist("plaats")
    doubtful = [
        replace(item, problem=CLASH) if item.id in clashes else item
        for item in _open_items(sitting)
        if is_doubtful(item) or item.id in clashes
    ]
    return render_template(
        "trainee/quiz_review.html", desk=desk, sitting=sitting, doubtful=doubtful
    )


@bp.post("/leren/<int:enrolment_id>/poging/<int:attempt_id>/inleveren")
def hand_in(enrolment_id: int, attempt_id: int) -> ResponseReturnValue:
    """Hand in all answers of the form; where some are missing, ask once whether that is meant."""
    desk, sitting = open_locked(enrolment_id, attempt_id)
    if sitting.attempt.state != "open":
        return to_attempt("show_result", desk, attempt_id)
    given, clashes = read_answers(sitting)
    sure = read_confidences(sitting)
    if "confirm" not in request.form:
        save_form(db.session(), attempt=sitting.attempt, given=given, confidence=sure, now=desk.now)
        if clashes or any(is_doubtful(item) for item in _open_items(sitting)):
            touch(desk, step_id=sitting.step.id)
            db.session.commit()
            return to_attempt("review_attempt", desk, attempt_id, plaats=clashes)
    submit_attempt(
        db.session(),
        attempt=sitting.attempt,
        asked=sitting.asked,
        given=given,
        confidence=sure,
        rules=sitting.rules,
        now=desk.now,
    )
    touch(desk, step_id=sitting.step.id)
    _complete(desk, sitting)
    keep_cards(desk)
    db.session.commit()
    return to_attempt("show_result", desk, attempt_id)


def _complete(desk: Desk, sitting: Sitting) -> None:
    """A quiz is done when it is passed, a look ahead when it is handed in."""
    rule = "passed" if sitting.rules.graded else "submitted"
    is_done = sitting.attempt.is_passed or not sitting.rules.graded
    if is_done and sitting.step.id in desk.published.course.steps_by_id:
        earned_on = sitting.attempt.revision_id
        complete_step(desk, step_id=sitting.step.id, rule=rule, earned_on=earned_on)


@bp.get("/leren/<int:enrolment_id>/poging/<int:attempt_id>/resultaat")
def show_result(enrolment_id: int, attempt_id: int) -> ResponseReturnValue:
    """The verdict and the explanation of each item, what to revisit, what comes next."""
    desk = open_desk(enrolment_id)
    sitting = open_sitting(desk, attempt_id)
    if sitting.attempt.state == "open":
        return to_attempt("show_attempt", desk, attempt_id)
    standing = get_standing(db.session(), enrolment=desk.enrolment, step=sitting.step)
    items = _graded_items(desk, sitting)
    return render_template(
        "trainee/quiz_result.html" if sitting.rules.graded else "trainee/ahead_result.html",
        desk=desk,
        sitting=sitting,
        standing=standing,
        items=items,
        revisit=any(item.revisit for item in items),
        curve=result_curve(items),
        sureness=tally((item.confidence, item.verdict) for item in items),
        following=desk.following(sitting.step),
    )


def _open_items(sitting: Sitting) -> list[ItemView]:
    answers = list_answers(db.session(), attempt=sitting.attempt)
    rows = list_graded(db.session(), attempt=sitting.attempt) if sitting.has_checked else {}
    return [
        graded_item(asked, rows[asked.id], number=number)
        if asked.id in rows
        else open_item(
            asked,
            number=number,
            answer=answers.get(asked.id),
            asks=sitting.asks_confidence(asked),
        )
        for number, asked in enumerate(sitting.asked, start=1)
    ]


def _graded_items(desk: Desk, sitting: Sitting) -> list[ItemView]:
    rows = list_graded(db.session(), attempt=sitting.attempt)
    objectives = {row.objective_id for row in rows.values() if row.verdict != "correct"}
    lessons = list_revisit(desk.published, sitting.step, objectives=objectives)
    return [
        graded_item(
            asked,
            rows[asked.id],
            number=number,
            revisit=lessons.get(rows[asked.id].objective_id)
            if rows[asked.id].verdict != "correct"
            else None,
        )
        for number, asked in enumerate(sitting.asked, start=1)
    ]

"""Walking a dialogue: its page, starting (again), choosing a reply."""

from __future__ import annotations

from secrets import token_hex
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.dialogues import queries, services
from courseapp.dialogues.domain.walk import UnknownReply
from courseapp.trainee.blueprint import Desk, bp, open_desk
from courseapp.trainee.completion import complete_step, touch
from courseapp.trainee.dialogue_pages import (
    PLAYERS,
    Player,
    find_walk,
    open_conversation,
    open_script,
)
from courseapp.trainee.review_pages import keep_cards
from courseapp.trainee.steps import step_view
from courseapp.web.database import db


@step_view("dialogue")
def show_dialogue(desk: Desk, step: CompiledStep) -> ResponseReturnValue:
    """The conversation where it stands, or its introduction before the first walk."""
    session, walk = db.session(), find_walk(desk, step)
    conversation = None
    if walk is not None:
        script = open_script(desk, step, walk)
        progress = services.progress_of(session, walk=walk, graph=script.graph)
        conversation = open_conversation(script, walk=walk, progress=progress)
        step = script.step
    return render_template(
        "trainee/dialogue.html",
        desk=desk,
        step=step,
        text=step.text(desk.locale),
        module=desk.published.course.modules_by_id[step.module_id],
        talk=conversation,
        key=str(uuid4()),
        following=desk.following(step),
    )


@bp.post("/leren/<int:enrolment_id>/stap/<step_id>/gesprek")
def start_dialogue(enrolment_id: int, step_id: str) -> ResponseReturnValue:
    """Start the conversation, or start it again from the top."""
    desk = open_desk(enrolment_id)
    step = desk.step(step_id)
    player = _player_of(step)
    _leave_former(desk, step)
    verb = services.walk_again if "again" in request.form else services.start_walk
    walk = verb(
        db.session(),
        enrolment=desk.enrolment,
        step_id=step.id,
        revision_id=desk.published.revision_id,
        seed=token_hex(8),
        now=desk.now,
    )
    player.open_script(desk, step, walk)  # without a script there is nothing to walk through
    touch(desk, step_id=step.id)
    db.session.commit()
    return _to_page(desk, step.id)


def _leave_former(desk: Desk, step: CompiledStep) -> None:
    """Leave a walk through what this step was before it became of another kind."""
    latest = queries.find_latest_walk(db.session(), enrolment=desk.enrolment, step_id=step.id)
    if latest is not None and find_walk(desk, step) is None:
        services.leave_walk(db.session(), walk=latest, now=desk.now)


@bp.post("/leren/<int:enrolment_id>/gesprek/<int:walk_id>/keuze")
def choose_reply(enrolment_id: int, walk_id: int) -> ResponseReturnValue:
    """Say something; the first walk to an end completes the step."""
    desk = open_desk(enrolment_id)
    walk = queries.find_walk(db.session(), enrolment=desk.enrolment, walk_id=walk_id)
    if walk is None:
        abort(404)
    step = desk.step(walk.step_id)
    player = _player_of(step)
    try:
        progress = services.choose(
            db.session(),
            walk=walk,
            graph=player.open_script(desk, step, walk).graph,
            turn=request.form.get("turn", 0, type=int),
            reply_id=request.form.get("reply", ""),
            client_key=request.form.get("key", "")[:36],
            now=desk.now,
        )
    except (services.StaleTurn, services.WalkTooLong, UnknownReply) as refusal:
        db.session.rollback()
        flash(_refusal(refusal), "info")
        return _to_page(desk, walk.step_id)
    touch(desk, step_id=step.id)
    if progress.end:
        complete_step(desk, step_id=step.id, rule=player.rule, earned_on=walk.revision_id)
        keep_cards(desk)
    db.session.commit()
    return _to_page(desk, step.id)


def _player_of(step: CompiledStep) -> Player:
    """How a step is played; a 404 for a kind that is not."""
    if step.kind not in PLAYERS:
        abort(404)
    return PLAYERS[step.kind]


def _refusal(refusal: Exception) -> str:
    text = _("Kies een van de zinnen op het scherm.")
    if isinstance(refusal, services.StaleTurn):
        text = _(
            "Hier is al iets gekozen, misschien in een ander tabblad. Zo staat het gesprek nu."
        )
    elif isinstance(refusal, services.WalkTooLong):
        text = _("Dit gesprek draait in een kring. Begin opnieuw en kies eens een andere zin.")
    return str(text)


def _to_page(desk: Desk, step_id: str) -> ResponseReturnValue:
    page = url_for(".show_step", enrolment_id=desk.enrolment.id, step_id=step_id, _anchor="nu")
    return redirect(page, 303)

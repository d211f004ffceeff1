"""How all private writing ends: an autosave that is acknowledged, a choice who may read it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import abort, jsonify
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.reflections.models import PrivateWork
from courseapp.reflections.services import AlreadySubmitted, StaleDraft, TextTooLong
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.completion import touch
from courseapp.trainee.exercise_pages import share_as_asked, to_step
from courseapp.web.database import db
from courseapp.web.rendering import clock


def answer_autosave(save: Callable[[], tuple[datetime, int]]) -> ResponseReturnValue:
    """What the save queue hears of `save`: the moment and the sequence that is stored now.

    Acknowledged after the commit.
    """
    try:
        saved_at, sequence = save()
    except (ValueError, TextTooLong, AlreadySubmitted, StaleDraft) as problem:
        db.session.rollback()
        if isinstance(problem, AlreadySubmitted | StaleDraft):
            is_stale = isinstance(problem, StaleDraft)
            return jsonify(error="stale" if is_stale else "closed"), 409
        return jsonify(error="refused"), 422
    db.session.commit()
    return jsonify(saved_at=clock(saved_at), sequence=sequence)


def answer_sharing(
    desk: Desk, step: CompiledStep, work: PrivateWork | None, *, anchor: str | None = None
) -> ResponseReturnValue:
    """Share what is far enough with the trainer, or take it back, and show the step again."""
    if work is None or not work.is_shareable:
        abort(404)
    share_as_asked(desk, work)
    touch(desk, step_id=step.id, anchor=anchor)
    db.session.commit()
    return to_step(desk, step, _anchor=anchor)

"""How all private writing ends: an autosave that is acknowledged, a choice who may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import abort, jsonify, request
from flask.typing import ResponseReturnValue

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.plans.models import FollowUp
from courseapp.reflections.models import PrivateWork
from courseapp.reflections.services import AlreadySubmitted, StaleDraft, Stamp, TextTooLong
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.completion import touch
from courseapp.trainee.drafts import read_autosave, read_stamp
from courseapp.trainee.exercise_pages import share_as_asked, to_step
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.rendering import clock

Save = Callable[[Mapping[str, str], Stamp], PrivateWork | FollowUp]
"""Stores the fields of a draft with where they come from; returns what is stored now."""


def answer_autosave(save: Save) -> ResponseReturnValue:
    """What the save queue hears of `save`: the moment and the sequence that is stored now.

    Acknowledged after the commit.
    """
    try:
        body = request.get_json()
        stored = save(read_autosave(body), read_stamp(body))
    except (ValueError, TextTooLong, AlreadySubmitted, StaleDraft) as problem:
        db.session.rollback()
        if isinstance(problem, AlreadySubmitted | StaleDraft):
            is_stale = isinstance(problem, StaleDraft)
            return jsonify(error="stale" if is_stale else "closed"), 409
        return jsonify(error="refused"), 422
    db.session.commit()
    return jsonify(saved_at=clock(stored.saved_at or utc_now()), sequence=stored.sequence)


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

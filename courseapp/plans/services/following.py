"""Look back at a plan: save a draft, answer, and rewrite the plan where it helps."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.plans.domain import OUTCOMES
from courseapp.plans.models import FollowUp, Plan
from courseapp.plans.services.making import reword
from courseapp.reflections.domain.plan import FOLLOW_UP_DAYS, clean_half, follow_up_date
from courseapp.reflections.services import (
    MAX_HALF,
    AlreadySubmitted,
    Stamp,
    TextsMissing,
    check_length,
    rewrite_plan,
)

MAX_NOTE = 1_000


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """What the learner sends: how it went, what happened, and the plan as it is to read."""

    outcome: str
    note: str
    cue: str
    action: str


def save_follow_up(
    session: Session, *, follow_up: FollowUp, look_back: LookBack, stamp: Stamp, now: datetime
) -> FollowUp:
    """Keep what is on the screen; the same save again, or a late older one, changes nothing.

    Raises StaleDraft when another page saved meanwhile, AlreadySubmitted once it is answered.
    """
    _check_lengths(look_back)
    stored = _locked(session, follow_up)
    if stamp.is_replay_for(stored):
        return stored
    if stored.answered_at is not None:
        raise AlreadySubmitted
    _write(stored, look_back, stamp, now=now)
    session.flush()
    return stored


def answer_follow_up(
    session: Session,
    *,
    plan: Plan,
    follow_up: FollowUp,
    look_back: LookBack,
    stamp: Stamp,
    today: date,
    now: datetime,
) -> FollowUp:
    """Answer (or change the answer); another wording becomes the plan's and the old one stays.

    Raises TextsMissing ("outcome", "cue", "action"). A rewritten plan that nobody would look at
    again gets one more follow-up.
    """
    _check_lengths(look_back)
    look_back = _tidy(look_back)
    session.refresh(plan, with_for_update=True)
    stored = _locked(session, follow_up)
    if stamp.is_replay_for(stored) and stored.answered_at is not None:
        return stored
    _write(stored, look_back, stamp, now=now)
    stored.answered_at = stored.answered_at or now
    if reword(session, plan, cue=look_back.cue, action=look_back.action, now=now):
        _tell_reflection(session, plan)
        _look_again(session, plan, today=today)
    return stored


def _tidy(look_back: LookBack) -> LookBack:
    """The same with both halves as they stand in the sentence; raises TextsMissing."""
    cue, action = clean_half(look_back.cue), clean_half(look_back.action)
    given = {"outcome": look_back.outcome in OUTCOMES, "cue": bool(cue), "action": bool(action)}
    if missing := tuple(name for name, is_there in given.items() if not is_there):
        raise TextsMissing(missing)
    return replace(look_back, cue=cue, action=action)


def _tell_reflection(session: Session, plan: Plan) -> None:
    rewrite_plan(
        session,
        enrolment_id=plan.enrolment_id,
        organisation_id=plan.organisation_id,
        step_id=plan.step_id,
        cue=plan.cue,
        action=plan.action,
    )


def _look_again(session: Session, plan: Plan, *, today: date) -> None:
    rows = session.scalars(
        select(FollowUp).where(
            FollowUp.organisation_id == plan.organisation_id, FollowUp.plan_id == plan.id
        )
    ).all()
    if any(row.answered_at is None for row in rows):
        return
    due_on, taken = follow_up_date(today, FOLLOW_UP_DAYS[0]), {row.due_on for row in rows}
    while due_on in taken:
        due_on = follow_up_date(due_on, 1)
    session.add(FollowUp(organisation_id=plan.organisation_id, plan_id=plan.id, due_on=due_on))
    session.flush()


def _check_lengths(look_back: LookBack) -> None:
    check_length("note", look_back.note, MAX_NOTE)
    check_length("cue", look_back.cue, MAX_HALF)
    check_length("action", look_back.action, MAX_HALF)


def _write(stored: FollowUp, look_back: LookBack, stamp: Stamp, *, now: datetime) -> None:
    stamp.mark(stored)
    stored.outcome = look_back.outcome if look_back.outcome in OUTCOMES else ""
    stored.note, stored.cue, stored.action = look_back.note, look_back.cue, look_back.action
    stored.saved_at = now


def _locked(session: Session, follow_up: FollowUp) -> FollowUp:
    """The row as it is now, locked until the transaction ends."""
    return session.scalars(
        select(FollowUp)
        .where(FollowUp.organisation_id == follow_up.organisation_id, FollowUp.id == follow_up.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()

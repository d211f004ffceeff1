"""What a writer does with a reflection: save, hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.reflections.domain.plan import clean_half
from courseapp.reflections.models import Reflection
from courseapp.reflections.services.saving import (
    MAX_HALF,
    MAX_TEXT,
    AlreadySubmitted,
    PlanIncomplete,
    Stamp,
    check_length,
    lock_own,
)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What the writer sends: texts by prompt id, the halves of the plan, the days to look back.

    `follow_up_days` is None for all days that the reflection names, 0 for none, else that one day.
    """

    texts: Mapping[str, str]
    cue: str
    action: str
    follow_up_days: int | None = None


def save_draft(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    draft: Draft,
    stamp: Stamp,
    now: datetime,
) -> Reflection:
    """Keep what is on the screen; the same save again, or a late older one, changes nothing.

    Raises StaleDraft when another page saved meanwhile, AlreadySubmitted after handing in.
    """
    _check_lengths(draft)
    stored = lock_own(
        session, Reflection, enrolment=enrolment, step_id=step_id, revision_id=revision_id, now=now
    )
    if stamp.is_replay_for(stored):
        return stored
    if stored.submitted_at is not None:
        raise AlreadySubmitted
    _write(stored, draft, stamp, revision_id=revision_id, now=now)
    session.flush()
    return stored


def submit(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    draft: Draft,
    stamp: Stamp,
    now: datetime,
) -> Reflection:
    """Hand in (or change what was handed in); raises PlanIncomplete without both halves."""
    _check_lengths(draft)
    halves = {"cue": clean_half(draft.cue), "action": clean_half(draft.action)}
    if missing := tuple(name for name, text in halves.items() if not text):
        raise PlanIncomplete(missing)
    stored = lock_own(
        session, Reflection, enrolment=enrolment, step_id=step_id, revision_id=revision_id, now=now
    )
    if stamp.is_replay_for(stored) and stored.submitted_at is not None:
        return stored
    _write(stored, draft, stamp, revision_id=revision_id, now=now)
    stored.cue, stored.action = halves["cue"], halves["action"]
    stored.submitted_at = stored.submitted_at or now
    session.flush()
    return stored


def rewrite_plan(
    session: Session,
    *,
    enrolment_id: int,
    organisation_id: int,
    step_id: str,
    cue: str,
    action: str,
) -> None:
    """Let a reflection say its plan as it reads now; open pages of it notice that it changed."""
    session.execute(
        update(Reflection)
        .where(
            Reflection.organisation_id == organisation_id,
            Reflection.enrolment_id == enrolment_id,
            Reflection.step_id == step_id,
        )
        .values(cue=cue, action=action, sequence=Reflection.sequence + 1, last_key="")
    )


def _check_lengths(draft: Draft) -> None:
    for name, text in draft.texts.items():
        check_length(name, text, MAX_TEXT)
    check_length("cue", draft.cue, MAX_HALF)
    check_length("action", draft.action, MAX_HALF)


def _write(
    stored: Reflection, draft: Draft, stamp: Stamp, *, revision_id: int, now: datetime
) -> None:
    stamp.mark(stored)
    # a text whose prompt left the course stays with its writer
    stored.texts = {**stored.texts, **draft.texts}
    stored.cue, stored.action = draft.cue, draft.action
    stored.follow_up_days = draft.follow_up_days
    stored.revision_id, stored.updated_at = revision_id, now

"""What a learner does with a work task: write it up, tick it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.reflections.models import WorkTask
from courseapp.reflections.services.saving import (
    AlreadySubmitted,
    Stamp,
    TextsMissing,
    check_length,
    lock_own,
)

MAX_LINE = 500


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """What the learner sends: the tick, the line of evidence, what the customer did or said."""

    is_ticked: bool
    evidence: str
    noticed: str


def save_task(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    draft: TaskDraft,
    stamp: Stamp,
    now: datetime,
) -> WorkTask:
    """Keep what is on the screen; the same save again, or a late older one, changes nothing.

    Raises StaleDraft when another page saved meanwhile, AlreadySubmitted once it is done.
    """
    _check_lengths(draft)
    stored = lock_own(
        session, WorkTask, enrolment=enrolment, step_id=step_id, revision_id=revision_id, now=now
    )
    if stamp.is_replay_for(stored):
        return stored
    if stored.done_at is not None:
        raise AlreadySubmitted
    _write(stored, draft, stamp, revision_id=revision_id, now=now)
    session.flush()
    return stored


def finish_task(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    draft: TaskDraft,
    stamp: Stamp,
    now: datetime,
) -> WorkTask:
    """Done (or change what was written); raises TextsMissing without tick ("done") or line."""
    _check_lengths(draft)
    given = {"done": draft.is_ticked, "evidence": bool(draft.evidence.strip())}
    if missing := tuple(name for name, is_there in given.items() if not is_there):
        raise TextsMissing(missing)
    stored = lock_own(
        session, WorkTask, enrolment=enrolment, step_id=step_id, revision_id=revision_id, now=now
    )
    if stamp.is_replay_for(stored) and stored.done_at is not None:
        return stored
    _write(stored, draft, stamp, revision_id=revision_id, now=now)
    stored.done_at = stored.done_at or now
    session.flush()
    return stored


def _check_lengths(draft: TaskDraft) -> None:
    check_length("evidence", draft.evidence, MAX_LINE)
    check_length("noticed", draft.noticed, MAX_LINE)


def _write(
    stored: WorkTask, draft: TaskDraft, stamp: Stamp, *, revision_id: int, now: datetime
) -> None:
    stamp.mark(stored)
    stored.is_ticked, stored.evidence, stored.noticed = (
        draft.is_ticked,
        draft.evidence,
        draft.noticed,
    )
    stored.revision_id, stored.updated_at = revision_id, now

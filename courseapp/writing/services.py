"""What a writer does with a free text: save, hand in, revise, score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import Json
from courseapp.enrolment.models import Enrolment
from courseapp.reflections.services import (
    AlreadySubmitted,
    Stamp,
    TextsMissing,
    check_length,
    lock_own,
)
from courseapp.writing.domain.phases import Phase
from courseapp.writing.models import Writing

MAX_TEXT = 5_000


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which free text is meant: the question, the lesson that it stands in, and the revision."""

    step_id: str
    item_id: str
    revision_id: int


class WrongPhase(AlreadySubmitted):
    """What was sent belongs to another phase than the one that `stored` is in."""

    def __init__(self, stored: Writing) -> None:
        super().__init__(stored.phase)
        self.stored = stored


class ScoreInvalid(ValueError):
    """A score that its criterion cannot have."""


def save_draft(
    session: Session,
    *,
    enrolment: Enrolment,
    place: Place,
    phase: Phase,
    text: str,
    stamp: Stamp,
    now: datetime,
) -> Writing:
    """Keep what is on the screen; the same save again, or a late older one, changes nothing.

    Raises WrongPhase once that phase is over, StaleDraft when another page saved meanwhile.
    """
    check_length("text", text, MAX_TEXT)
    stored = lock_own(session, Writing, enrolment=enrolment, now=now, **asdict(place))
    if stamp.is_replay_for(stored):
        return stored
    if phase not in ("write", "revise") or stored.phase != phase:
        raise WrongPhase(stored)
    stamp.mark(stored)
    stored.draft, stored.updated_at = text, now
    session.flush()
    return stored


def hand_in(
    session: Session,
    *,
    enrolment: Enrolment,
    place: Place,
    phase: Phase,
    text: str,
    stamp: Stamp,
    now: datetime,
) -> Writing:
    """Hand in the first text (`phase` "write") or its revision ("revise"), each once.

    Raises TextsMissing without a text, WrongPhase in any other phase.
    """
    check_length("text", text, MAX_TEXT)
    if not text.strip():
        raise TextsMissing(("text",))
    stored = lock_own(session, Writing, enrolment=enrolment, now=now, **asdict(place))
    if stamp.is_replay_for(stored) and stored.phase != phase:
        return stored
    if phase not in ("write", "revise") or stored.phase != phase:
        raise WrongPhase(stored)
    stamp.mark(stored)
    if phase == "write":
        stored.first_text, stored.first_at = text, now
    else:
        stored.revised_text, stored.revised_at = text, now
    stored.draft = text
    _keep(session, stored, place, now)
    return stored


def score(
    session: Session,
    *,
    enrolment: Enrolment,
    place: Place,
    criteria: Sequence[Json],
    scores: Mapping[str, int],
    now: datetime,
) -> Writing:
    """Keep the writer's own points, once; sent again they change nothing.

    Raises TextsMissing for criteria without points, ScoreInvalid, WrongPhase before the revision.
    """
    if missing := tuple(each["id"] for each in criteria if each["id"] not in scores):
        raise TextsMissing(missing)
    if not all(0 <= scores[each["id"]] <= each["points"] for each in criteria):
        raise ScoreInvalid
    stored = lock_own(session, Writing, enrolment=enrolment, now=now, **asdict(place))
    if stored.phase == "done":
        return stored
    if stored.phase != "score":
        raise WrongPhase(stored)
    stored.scores = {each["id"]: scores[each["id"]] for each in criteria}
    stored.scored_at = now
    _keep(session, stored, place, now)
    return stored


def _keep(session: Session, stored: Writing, place: Place, now: datetime) -> None:
    """Note when, and in which lesson of which revision, a phase was done."""
    stored.updated_at = now
    stored.revision_id, stored.step_id = place.revision_id, place.step_id
    session.flush()

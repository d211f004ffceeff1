"""What a writer does with a scenario: save it, make it ready to play."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courseapp.dialogues.services import start_walk, walk_again
from courseapp.enrolment.models import Enrolment
from courseapp.reflections.services import Stamp, TextsMissing, check_length, lock_own
from courseapp.scenarios.domain.sheet import LIMITS, Sheet, list_missing
from courseapp.scenarios.models import Scenario


@dataclass(frozen=True, kw_only=True)
class Place:
    """Which scenario is meant: the step, and the revision that its writer has before them."""

    step_id: str
    revision_id: int


def save_scenario(
    session: Session,
    *,
    enrolment: Enrolment,
    place: Place,
    sheet: Sheet,
    stamp: Stamp,
    now: datetime,
) -> Scenario:
    """Keep what is on the screen; the same save again, or a late older one, changes nothing.

    Raises StaleDraft when another page saved meanwhile. What is played stays as it was.
    """
    _check_lengths(sheet)
    stored = lock_own(session, Scenario, enrolment=enrolment, now=now, **asdict(place))
    if not stamp.is_replay_for(stored):
        _write(stored, sheet, stamp, place=place, now=now)
        session.flush()
    return stored


def play_scenario(
    session: Session,
    *,
    enrolment: Enrolment,
    place: Place,
    sheet: Sheet,
    stamp: Stamp,
    seed: str,
    now: datetime,
) -> Scenario:
    """Make the sheet the one that is played, and open a walk through it.

    A walk through an older version is left; one through this version goes on. `seed` orders the
    replies on screen. Raises TextsMissing with the names of empty fields, StaleDraft as above.
    """
    _check_lengths(sheet)
    if missing := list_missing(sheet):
        raise TextsMissing(missing)
    stored = lock_own(session, Scenario, enrolment=enrolment, now=now, **asdict(place))
    is_new = _replace_script(stored, sheet, stamp, place=place, now=now)
    walk = walk_again if is_new else start_walk
    walk(
        session,
        enrolment=enrolment,
        step_id=place.step_id,
        revision_id=place.revision_id,
        seed=seed,
        now=now,
    )
    return stored


def _replace_script(
    stored: Scenario, sheet: Sheet, stamp: Stamp, *, place: Place, now: datetime
) -> bool:
    """Let the sheet be the one that is played; whether it differs from the one that was.

    Another sheet is private again: only what its writer read before sharing was shared.
    """
    if stamp.is_replay_for(stored) and stored.ready_at is not None:
        return False
    _write(stored, sheet, stamp, place=place, now=now)
    if stored.script == stored.draft:
        return False
    stored.script, stored.ready_at, stored.shared_at = stored.draft, now, None
    return True


def _check_lengths(sheet: Sheet) -> None:
    for name, limit in LIMITS.items():
        check_length(name, sheet[name], limit)


def _write(stored: Scenario, sheet: Sheet, stamp: Stamp, *, place: Place, now: datetime) -> None:
    stamp.mark(stored)
    stored.draft = dict(sheet)
    stored.revision_id, stored.updated_at = place.revision_id, now

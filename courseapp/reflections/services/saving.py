"""How private writing is saved: ordered by its page, never lost, never overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.reflections.models import PrivateWork

MAX_TEXT = 5_000
MAX_HALF = 300

Work = TypeVar("Work", bound=PrivateWork)


class Saved(Protocol):
    """A row that saves go to: the page that saved last, and the number of that save."""

    last_key: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Where a save comes from: the open page `tab`, its `sequence` there (rising), `base`, the
    sequence that was stored when the page was opened, and `onto`, up to where it shows what earlier
    pages wrote (as "tab:sequence"): that was under way, and may be stored by now."""

    tab: str
    sequence: int
    base: int
    onto: tuple[str, ...] = ()

    def is_replay_for(self, stored: Saved) -> bool:
        """Whether this save, or a newer one of the same page, is stored already."""
        return stored.last_key == self.tab and self.sequence <= stored.sequence

    def follows(self, stored: Saved) -> bool:
        """Whether nobody else saved since the page was opened."""
        return (
            stored.last_key == self.tab
            or stored.sequence == self.base
            or any(self._shows(stored, *mark.rpartition(":")[::2]) for mark in self.onto)
        )

    def _shows(self, stored: Saved, tab: str, number: str) -> bool:
        is_number = number.isascii() and number.isdigit() and len(number) < 10
        return stored.last_key == tab and is_number and stored.sequence <= int(number)

    def mark(self, stored: Saved) -> None:
        """Note on the row that this save is the newest; raises StaleDraft when it is not."""
        if not self.follows(stored):
            raise StaleDraft(stored)
        stored.sequence, stored.last_key = max(self.sequence, stored.sequence + 1), self.tab


class StaleDraft(Exception):
    """Something newer was saved meanwhile, in another tab or on another device."""

    def __init__(self, stored: Saved) -> None:
        super().__init__()
        self.stored = stored


class AlreadySubmitted(Exception):
    """A draft arrived after the text was handed in; what was handed in stays."""


class TextsMissing(Exception):
    """A text that is needed is not there; `missing` names the fields."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class PlanIncomplete(TextsMissing):
    """A plan needs both halves: "cue" and "action"."""


class TextTooLong(Exception):
    """A text is longer than its limit; `field` names it."""

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(field)
        self.field = field
        self.limit = limit


class NotSubmitted(Exception):
    """Only what was handed in can be shared."""


def check_length(field: str, text: str, limit: int) -> None:
    """Raise TextTooLong for a text beyond its limit."""
    if len(text) > limit:
        raise TextTooLong(field, limit)


def lock_own(
    session: Session,
    kind: type[Work],
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    now: datetime,
    **more: Any,
) -> Work:
    """What the holder of an enrolment wrote at a step, or at what `more` names (as `item_id`).

    A new row where there is none yet; locked until the transaction ends.
    """
    names = more or {"step_id": step_id}
    own = kind.organisation_id == enrolment.organisation_id, kind.enrolment_id == enrolment.id
    statement = select(kind).where(*own, *(getattr(kind, n) == names[n] for n in names))
    if session.scalars(statement).one_or_none() is None:
        _add(session, kind(
            organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id,
            step_id=step_id, revision_id=revision_id, updated_at=now, **more,
        ))  # fmt: skip
    locked = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(locked).one()


def _add(session: Session, row: PrivateWork) -> None:
    """Add a row, unless another request of the same writer just did."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return


def share_with_trainer(session: Session, work: PrivateWork, *, now: datetime) -> None:
    """Let the trainer of the run read this, until its writer stops it; raises NotSubmitted."""
    if not work.is_shareable:
        raise NotSubmitted
    _set_shared(session, work, work.shared_at or now)


def stop_sharing(session: Session, work: PrivateWork) -> None:
    """Make it private again, at once."""
    _set_shared(session, work, None)


def _set_shared(session: Session, work: PrivateWork, shared_at: datetime | None) -> None:
    kind = type(work)
    session.execute(
        update(kind)
        .where(kind.organisation_id == work.organisation_id, kind.id == work.id)
        .values(shared_at=shared_at)
    )
    session.refresh(work)

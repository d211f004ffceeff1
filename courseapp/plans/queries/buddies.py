"""What a buddy sees: one plan and one question, as long as both sides want it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.enrolment.models import Enrolment
from courseapp.plans.models import Buddy, Plan

WAITS = timedelta(days=14)
"""How long a request can be accepted."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A request or a buddy's plan; the two halves are empty until the request was accepted."""

    buddy: Buddy
    writer: str
    cue: str
    action: str

    @property
    def is_accepted(self) -> bool:
        """Whether the colleague said yes."""
        return self.buddy.accepted_at is not None


def list_shown(
    session: Session, *, person_id: int, organisation_ids: Sequence[int], now: datetime
) -> list[Shown]:
    """All that this person is asked for or is a buddy of, requests first."""
    rows = session.execute(
        _shown(person_id, organisation_ids, now).order_by(
            Buddy.accepted_at.is_not(None), Buddy.asked_at.desc(), Buddy.id.desc()
        )
    )
    return [_row(row) for row in rows]


def find_shown(
    session: Session,
    *,
    buddy_id: int,
    person_id: int,
    organisation_ids: Sequence[int],
    now: datetime,
) -> Shown | None:
    """One of them, only if it is this person who is asked."""
    statement = _shown(person_id, organisation_ids, now).where(Buddy.id == buddy_id)
    row = session.execute(statement).one_or_none()
    return _row(row) if row else None


def find_running_buddy(session: Session, *, plan: Plan) -> tuple[Buddy, str] | None:
    """Whom a plan was sent to, and the name once that colleague accepted."""
    row = session.execute(
        select(Buddy, Person.name)
        .outerjoin(Person, (Person.id == Buddy.person_id) & Buddy.accepted_at.is_not(None))
        .where(
            Buddy.organisation_id == plan.organisation_id,
            Buddy.plan_id == plan.id,
            Buddy.ended_at.is_(None),
        )
    ).one_or_none()
    return (row[0], row[1] or "") if row else None


def _shown(
    person_id: int, organisation_ids: Sequence[int], now: datetime
) -> Select[tuple[Buddy, str, str, str]]:
    return (
        select(Buddy, Person.name, Plan.cue, Plan.action)
        .join(Plan, (Plan.id == Buddy.plan_id) & (Plan.organisation_id == Buddy.organisation_id))
        .join(
            Enrolment,
            (Enrolment.id == Plan.enrolment_id)
            & (Enrolment.organisation_id == Plan.organisation_id),
        )
        .join(Person, Person.id == Plan.person_id)
        .where(
            Buddy.organisation_id.in_(organisation_ids),
            Buddy.person_id == person_id,
            Buddy.ended_at.is_(None),
            Buddy.declined_at.is_(None),
            or_(Buddy.accepted_at.is_not(None), Buddy.asked_at > now - WAITS),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _row(row: Row[tuple[Buddy, str, str, str]]) -> Shown:
    buddy, writer, cue, action = row
    is_accepted = buddy.accepted_at is not None
    return Shown(
        buddy=buddy,
        writer=writer,
        cue=cue if is_accepted else "",
        action=action if is_accepted else "",
    )

"""The plans that someone made, and when to look back at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.plans.models import Buddy, FollowUp, Plan, Wording

Row = TypeVar("Row", FollowUp, Wording)


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """A plan as one sentence in two halves; `next_on` is the next day to look back, if any."""

    plan_id: int
    enrolment_id: int
    step_id: str
    cue: str
    action: str
    next_on: date | None
    next_id: int | None

    def is_due(self, today: date) -> bool:
        """Whether the day to look back has come."""
        return self.next_on is not None and self.next_on <= today


@dataclass(frozen=True, kw_only=True)
class PlanCard:
    """A plan with all that became of it; `buddy_name` is known once the buddy accepted."""

    plan: Plan
    follow_ups: Sequence[FollowUp]
    wordings: Sequence[Wording]
    buddy: Buddy | None
    buddy_name: str

    @property
    def next(self) -> FollowUp | None:
        """The next follow-up that waits for an answer."""
        return next((f for f in self.follow_ups if f.answered_at is None), None)

    def is_due(self, today: date) -> bool:
        """Whether the day to look back has come."""
        return self.next is not None and self.next.due_on <= today


def list_plans(
    session: Session, *, person_id: int, organisation_ids: Sequence[int]
) -> list[PlanLine]:
    """All plans of a person, those to look back at first in order of their day."""
    rows = session.execute(
        select(Plan, FollowUp.id, FollowUp.due_on)
        .outerjoin(
            FollowUp,
            (FollowUp.plan_id == Plan.id)
            & (FollowUp.organisation_id == Plan.organisation_id)
            & FollowUp.answered_at.is_(None),
        )
        .where(Plan.organisation_id.in_(organisation_ids), Plan.person_id == person_id)
        .order_by(FollowUp.due_on.is_(None), FollowUp.due_on, Plan.made_at.desc())
    )
    lines: dict[int, PlanLine] = {}
    for plan, next_id, next_on in rows:
        line = PlanLine(
            plan_id=plan.id,
            enrolment_id=plan.enrolment_id,
            step_id=plan.step_id,
            cue=plan.cue,
            action=plan.action,
            next_on=next_on,
            next_id=next_id,
        )
        lines.setdefault(plan.id, line)
    return list(lines.values())


def list_cards(
    session: Session, *, person_id: int, organisation_ids: Sequence[int]
) -> list[PlanCard]:
    """All plans of a person with what became of them, the next to look back at first."""
    rows = session.execute(
        select(Plan, Buddy, Person.name)
        .outerjoin(
            Buddy,
            (Buddy.plan_id == Plan.id)
            & (Buddy.organisation_id == Plan.organisation_id)
            & Buddy.ended_at.is_(None),
        )
        .outerjoin(Person, (Person.id == Buddy.person_id) & Buddy.accepted_at.is_not(None))
        .where(Plan.organisation_id.in_(organisation_ids), Plan.person_id == person_id)
        .order_by(Plan.made_at.desc(), Plan.id.desc())
    ).all()
    plans = [plan for plan, _, _ in rows]
    follow_ups = _by_plan(session, FollowUp, plans)
    wordings = _by_plan(session, Wording, plans)
    cards = [
        PlanCard(
            plan=plan,
            follow_ups=sorted(follow_ups[plan.id], key=lambda f: f.due_on),
            wordings=sorted(wordings[plan.id], key=lambda w: (w.replaced_at, w.id), reverse=True),
            buddy=buddy,
            buddy_name=name or "",
        )
        for plan, buddy, name in rows
    ]
    return sorted(cards, key=lambda card: card.next.due_on if card.next else date.max)


def _by_plan(
    session: Session, model: type[Row], plans: Sequence[Plan]
) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    rows = session.scalars(
        select(model).where(
            model.organisation_id.in_({plan.organisation_id for plan in plans}),
            model.plan_id.in_([plan.id for plan in plans]),
        )
    )
    for row in rows:
        found[row.plan_id].append(row)
    return found


def find_plan(
    session: Session, *, plan_id: int, person_id: int, organisation_ids: Sequence[int]
) -> Plan | None:
    """One plan, only if it is this person's own."""
    return session.scalars(
        select(Plan).where(
            Plan.organisation_id.in_(organisation_ids),
            Plan.id == plan_id,
            Plan.person_id == person_id,
        )
    ).one_or_none()


def find_follow_up(
    session: Session, *, follow_up_id: int, person_id: int, organisation_ids: Sequence[int]
) -> tuple[Plan, FollowUp] | None:
    """One follow-up with its plan, only if it is this person's own."""
    row = session.execute(
        select(Plan, FollowUp)
        .join(
            FollowUp,
            (FollowUp.plan_id == Plan.id) & (FollowUp.organisation_id == Plan.organisation_id),
        )
        .where(
            Plan.organisation_id.in_(organisation_ids),
            Plan.person_id == person_id,
            FollowUp.id == follow_up_id,
        )
    ).one_or_none()
    return (row[0], row[1]) if row else None


_WAITING = (
    select(func.count(func.distinct(Plan.id)))
    .join(
        FollowUp,
        (FollowUp.plan_id == Plan.id) & (FollowUp.organisation_id == Plan.organisation_id),
    )
    .where(
        Plan.organisation_id.in_(bindparam("organisations", expanding=True)),
        Plan.person_id == bindparam("person"),
        FollowUp.answered_at.is_(None),
        FollowUp.due_on <= bindparam("today"),
    )
)
"""Written out once: the menu of every page asks this."""


def count_waiting(
    session: Session, *, person_id: int, organisation_ids: Sequence[int], today: date
) -> int:
    """How many plans of this person are to be looked back at, by this day."""
    given = {"organisations": organisation_ids, "person": person_id, "today": today}
    return session.execute(_WAITING, given).scalar_one()

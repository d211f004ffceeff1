"""The plans that someone made, and when to look back at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.plans.models import FollowUp, Plan


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """A plan as one sentence in two halves; `next_on` is the next day to look back, if any."""

    plan_id: int
    enrolment_id: int
    step_id: str
    cue: str
    action: str
    next_on: date | None

    def is_due(self, today: date) -> bool:
        """Whether the day to look back has come."""
        return self.next_on is not None and self.next_on <= today


def list_plans(
    session: Session, *, person_id: int, organisation_ids: Sequence[int]
) -> list[PlanLine]:
    """All plans of a person, those to look back at first in order of their day."""
    next_on = func.min(FollowUp.due_on).label("next_on")
    rows = session.execute(
        select(Plan, next_on)
        .outerjoin(
            FollowUp,
            (FollowUp.plan_id == Plan.id)
            & (FollowUp.organisation_id == Plan.organisation_id)
            & FollowUp.answered_at.is_(None),
        )
        .where(Plan.organisation_id.in_(organisation_ids), Plan.person_id == person_id)
        .group_by(Plan.id)
        .order_by(next_on.is_(None), next_on, Plan.made_at.desc())
    )
    return [
        PlanLine(
            plan_id=plan.id,
            enrolment_id=plan.enrolment_id,
            step_id=plan.step_id,
            cue=plan.cue,
            action=plan.action,
            next_on=day,
        )
        for plan, day in rows
    ]

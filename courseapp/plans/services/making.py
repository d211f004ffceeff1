"""Make an if-then plan with the days to look back at it, and rewrite it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.plans.models import FollowUp, Plan, Wording
from courseapp.reflections.domain.plan import follow_up_date


def make_plan(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    cue: str,
    action: str,
    working_days: Sequence[int],
    today: date,
    now: datetime,
) -> Plan:
    """The plan of a step with its follow-ups; a changed plan keeps those already written at."""
    plan = _find_plan(session, enrolment, step_id)
    if plan is None:
        plan = Plan(
            organisation_id=enrolment.organisation_id,
            person_id=enrolment.person_id,
            enrolment_id=enrolment.id,
            step_id=step_id,
            cue=cue,
            action=action,
            made_at=now,
        )
        session.add(plan)
    reword(session, plan, cue=cue, action=action, now=now)
    _plan_follow_ups(session, plan, {follow_up_date(today, days) for days in working_days})
    return plan


def reword(session: Session, plan: Plan, *, cue: str, action: str, now: datetime) -> bool:
    """Give a plan another wording and keep the old one; False when nothing changed."""
    is_other = (plan.cue, plan.action) != (cue, action)
    if is_other:
        old = Wording(
            organisation_id=plan.organisation_id,
            plan_id=plan.id,
            cue=plan.cue,
            action=plan.action,
            replaced_at=now,
        )
        session.add(old)
        plan.cue, plan.action = cue, action
    session.flush()
    return is_other


def _find_plan(session: Session, enrolment: Enrolment, step_id: str) -> Plan | None:
    return session.scalars(
        select(Plan).where(
            Plan.organisation_id == enrolment.organisation_id,
            Plan.enrolment_id == enrolment.id,
            Plan.step_id == step_id,
        )
    ).one_or_none()


def _plan_follow_ups(session: Session, plan: Plan, days: set[date]) -> None:
    tenant, own = FollowUp.organisation_id == plan.organisation_id, FollowUp.plan_id == plan.id
    untouched = FollowUp.answered_at.is_(None) & FollowUp.saved_at.is_(None)
    session.execute(delete(FollowUp).where(tenant, own, untouched))
    kept = set(session.scalars(select(FollowUp.due_on).where(tenant, own)))
    for day in sorted(days - kept):
        session.add(FollowUp(organisation_id=plan.organisation_id, plan_id=plan.id, due_on=day))
    session.flush()

"""Scenarios of their writer."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.scenarios.models import Scenario


def find_scenario(session: Session, *, enrolment: Enrolment, step_id: str) -> Scenario | None:
    """What the holder of this enrolment wrote at a step."""
    return session.scalars(
        select(Scenario).where(
            Scenario.organisation_id == enrolment.organisation_id,
            Scenario.enrolment_id == enrolment.id,
            Scenario.step_id == step_id,
        )
    ).one_or_none()

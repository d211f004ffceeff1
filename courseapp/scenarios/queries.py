"""Scenarios: the writer's own, and what a trainer may read as it was shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.scenarios.models import Scenario


@dataclass(frozen=True, kw_only=True)
class SharedScenario:
    """A scenario that its writer shares with the trainer of the run, since `shared_at`."""

    scenario: Scenario
    run_name: str
    writer: str
    shared_at: datetime | None


def find_scenario(session: Session, *, enrolment: Enrolment, step_id: str) -> Scenario | None:
    """What the holder of this enrolment wrote at a step."""
    return session.scalars(
        select(Scenario).where(
            Scenario.organisation_id == enrolment.organisation_id,
            Scenario.enrolment_id == enrolment.id,
            Scenario.step_id == step_id,
        )
    ).one_or_none()


def list_shared_scenarios(session: Session, *, trainer_id: int) -> list[SharedScenario]:
    """All scenarios that are shared at this moment with this trainer, newest first."""
    statement = _shared(trainer_id).order_by(Scenario.shared_at.desc())
    # a trainer's runs lie in several client organisations; the run names its trainer
    rows = session.execute(statement, execution_options={"all_tenants": True})
    return [_row(row) for row in rows]


def find_shared_scenario(
    session: Session, *, trainer_id: int, scenario_id: int
) -> SharedScenario | None:
    """One scenario, only while it is shared and only for the trainer of its run."""
    statement = _shared(trainer_id).where(Scenario.id == scenario_id)
    # a trainer's runs lie in several client organisations; the run names its trainer
    row = session.execute(statement, execution_options={"all_tenants": True}).one_or_none()
    return _row(row) if row else None


def _shared(trainer_id: int) -> Select[tuple[Scenario, datetime | None, str, str]]:
    return (
        select(Scenario, Scenario.shared_at, CourseRun.name, Person.name)
        .join(Enrolment, Enrolment.id == Scenario.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            CourseRun.trainer_id == trainer_id,
            Scenario.shared_at.is_not(None),
            Scenario.ready_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
    )


def _row(row: Row[tuple[Scenario, datetime | None, str, str]]) -> SharedScenario:
    scenario, shared_at, run_name, writer = row
    return SharedScenario(scenario=scenario, run_name=run_name, writer=writer, shared_at=shared_at)

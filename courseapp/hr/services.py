"""Assign a course to colleagues, with a trace of who did it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from courseapp.audit.services import Actor, record_event
from courseapp.enrolment.models import CourseRun
from courseapp.enrolment.services import change_due, create_run, end_enrolment, enrol
from courseapp.hr.queries import list_candidate_ids, list_enrolments


def assign_course(
    session: Session,
    *,
    organisation_id: int,
    course_id: int,
    name: str,
    starts_on: date,
    due_on: date | None,
    trainer_id: int | None,
    actor: Actor,
    now: datetime,
) -> CourseRun:
    """Open a run for the organisation; raises DueBeforeStart."""
    run = create_run(
        session,
        organisation_id=organisation_id,
        course_id=course_id,
        name=name,
        starts_on=starts_on,
        due_on=due_on,
        trainer_id=trainer_id,
        now=now,
    )
    _record(session, "run.created", run=run, actor=actor, now=now, course_id=course_id)
    return run


def add_people(
    session: Session,
    *,
    run: CourseRun,
    departments: Sequence[int],
    people: Sequence[int],
    actor: Actor,
    now: datetime,
) -> int:
    """Enrol whole departments and single colleagues; how many were not in the run before."""
    chosen = list_candidate_ids(session, run=run, departments=departments, people=people)
    for person_id in chosen:
        enrol(session, run=run, person_id=person_id, now=now)
    if chosen:
        _record(session, "run.people-added", run=run, actor=actor, now=now, people=chosen)
    return len(chosen)


def remove_people(
    session: Session, *, run: CourseRun, enrolment_ids: Sequence[int], actor: Actor, now: datetime
) -> int:
    """End these enrolments of the run; how many there were. What was completed stays on record."""
    found = list_enrolments(session, run=run, ids=enrolment_ids)
    for enrolment in found:
        end_enrolment(session, enrolment=enrolment, now=now)
    ids = [enrolment.id for enrolment in found]
    if ids:
        _record(session, "run.people-removed", run=run, actor=actor, now=now, enrolments=ids)
    return len(ids)


def move_due_dates(
    session: Session,
    *,
    run: CourseRun,
    enrolment_ids: Sequence[int],
    due_on: date | None,
    actor: Actor,
    now: datetime,
) -> int:
    """Give these people of the run a due date of their own, or with None the run's again."""
    found = list_enrolments(session, run=run, ids=enrolment_ids)
    for enrolment in found:
        change_due(session, enrolment=enrolment, due_on=due_on)
    ids = [enrolment.id for enrolment in found]
    if ids:
        _record(
            session, "run.due-moved", run=run, actor=actor, now=now,
            enrolments=ids, due_on=due_on and due_on.isoformat(),
        )  # fmt: skip
    return len(ids)


def record_run_change(session: Session, *, run: CourseRun, actor: Actor, now: datetime) -> None:
    """Note that the run's own due date was set."""
    due_on = run.due_on and run.due_on.isoformat()
    _record(session, "run.due-moved", run=run, actor=actor, now=now, due_on=due_on)


def _record(
    session: Session,
    action: str,
    *,
    run: CourseRun,
    actor: Actor,
    now: datetime,
    **details: Any,
) -> None:
    record_event(
        session,
        action=action,
        now=now,
        actor=actor,
        scope_id=run.organisation_id,
        subject=f"run:{run.id}",
        **details,
    )

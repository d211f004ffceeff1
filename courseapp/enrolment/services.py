"""Open a run, enrol someone, end that."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Membership, Role


class EnrolmentClosed(Exception):
    """The run has been closed: nobody joins any more."""


class NotATrainee(Exception):
    """The person is no trainee of the organisation that holds the run."""


class DueBeforeStart(ValueError):
    """A run cannot be due before it starts."""


def create_run(
    session: Session,
    *,
    organisation_id: int,
    course_id: int,
    name: str,
    starts_on: date,
    now: datetime,
    due_on: date | None = None,
    trainer_id: int | None = None,
) -> CourseRun:
    """Open a run of a course for an organisation; raises DueBeforeStart."""
    if due_on is not None and due_on < starts_on:
        raise DueBeforeStart(f"{due_on} is before {starts_on}")
    run = CourseRun(
        organisation_id=organisation_id,
        course_id=course_id,
        name=name,
        starts_on=starts_on,
        due_on=due_on,
        trainer_id=trainer_id,
        created_at=now,
    )
    session.add(run)
    session.flush()
    return run


def enrol(
    session: Session, *, run: CourseRun, person_id: int, now: datetime, due_on: date | None = None
) -> Enrolment:
    """Let a trainee take part; twice is one enrolment, and an ended one is taken up again.

    Raises EnrolmentClosed for a closed run and NotATrainee for anyone from elsewhere.
    """
    found = _find_enrolment(session, run=run, person_id=person_id)
    if found is not None and found.ended_at is None:
        return found
    if run.closed_at is not None:
        raise EnrolmentClosed(run.name)
    if not _is_trainee(session, organisation_id=run.organisation_id, person_id=person_id):
        raise NotATrainee(f"person {person_id}")
    if found is not None:
        found.ended_at = None
        return found
    enrolment = Enrolment(
        organisation_id=run.organisation_id,
        run_id=run.id,
        person_id=person_id,
        enrolled_at=now,
        due_on=due_on,
    )
    session.add(enrolment)
    session.flush()
    return enrolment


def end_enrolment(session: Session, *, enrolment: Enrolment, now: datetime) -> None:
    """Take someone out of a run; what was earned stays on record."""
    enrolment.ended_at = enrolment.ended_at or now
    session.flush()


def change_run_due(session: Session, *, run: CourseRun, due_on: date | None) -> None:
    """Move the due date of everyone in a run who has none of their own; raises DueBeforeStart."""
    if due_on is not None and due_on < run.starts_on:
        raise DueBeforeStart(f"{due_on} is before {run.starts_on}")
    run.due_on = due_on
    session.flush()


def change_due(session: Session, *, enrolment: Enrolment, due_on: date | None) -> None:
    """Give someone a due date of their own, or with None the run's again."""
    enrolment.due_on = due_on
    session.flush()


def close_run(session: Session, *, run: CourseRun, now: datetime) -> None:
    """Close a run for newcomers; who takes part goes on."""
    run.closed_at = run.closed_at or now
    session.flush()


def _find_enrolment(session: Session, *, run: CourseRun, person_id: int) -> Enrolment | None:
    return session.execute(
        select(Enrolment).where(
            Enrolment.organisation_id == run.organisation_id,
            Enrolment.run_id == run.id,
            Enrolment.person_id == person_id,
        )
    ).scalar_one_or_none()


def _is_trainee(session: Session, *, organisation_id: int, person_id: int) -> bool:
    membership = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.person_id == person_id,
        Membership.role == Role.TRAINEE.value,
        Membership.ended_at.is_(None),
    )
    return bool(session.scalar(select(exists(membership))))

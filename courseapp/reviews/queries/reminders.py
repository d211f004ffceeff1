"""Who asked to be reminded, and whose cards another revision has made old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Membership, Role
from courseapp.quizzes.models import Attempt
from courseapp.reviews.models import ReviewCard, ReviewReminder


def find_reminder(session: Session, *, person_id: int) -> ReviewReminder | None:
    """When someone is reminded; None for whoever did not ask."""
    return session.scalars(
        select(ReviewReminder).where(ReviewReminder.person_id == person_id)
    ).one_or_none()


def list_waiting(
    session: Session, *, today: date, hour: int
) -> list[tuple[ReviewReminder, Person]]:
    """Reminders that were not looked at today and whose hour has come, of people with access."""
    rows = session.execute(
        select(ReviewReminder, Person)
        .join(Person, Person.id == ReviewReminder.person_id)
        .where(
            ReviewReminder.hour <= hour,
            or_(ReviewReminder.last_on.is_(None), ReviewReminder.last_on < today),
            Person.disabled_at.is_(None),
        )
        .order_by(ReviewReminder.id)
    )
    return [(reminder, person) for reminder, person in rows]


def list_trainee_organisations(session: Session, *, person_id: int) -> Sequence[int]:
    """The organisations in which someone is a trainee."""
    return session.scalars(
        select(Membership.organisation_id).where(
            Membership.person_id == person_id,
            Membership.role == Role.TRAINEE.value,
            Membership.ended_at.is_(None),
        ),
        execution_options=ALL_TENANTS,  # one person's own memberships, in whichever organisation
    ).all()


def list_outdated(session: Session, *, after_id: int, limit: int) -> list[tuple[Enrolment, int]]:
    """Running enrolments, by id, whose cards lag behind the course, with its current revision.

    Also those with a quiz handed in before there were cards.
    """
    own = (ReviewCard.enrolment_id == Enrolment.id) & (
        ReviewCard.organisation_id == Enrolment.organisation_id
    )
    lags = exists().where(own, ReviewCard.revision_id != Course.current_revision_id)
    has_quiz = exists().where(
        Attempt.enrolment_id == Enrolment.id,
        Attempt.organisation_id == Enrolment.organisation_id,
        Attempt.submitted_at.is_not(None),
    )
    rows = session.execute(
        select(Enrolment, Course.current_revision_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .join(Course, Course.id == CourseRun.course_id)
        .where(
            Enrolment.id > after_id,
            Enrolment.ended_at.is_(None),
            Course.current_revision_id.is_not(None),
            or_(lags, has_quiz & ~exists().where(own)),
        )
        .order_by(Enrolment.id)
        .limit(limit),
        execution_options=ALL_TENANTS,  # upkeep of the whole installation
    )
    return [(enrolment, revision_id) for enrolment, revision_id in rows if revision_id is not None]

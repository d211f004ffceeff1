"""What all groups that took a course still know: at the quiz, and after a week, a month, a quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.quizzes.models import Attempt, GradedItem
from courseapp.reviews.domain.retention import PERIODS, Point, make_point
from courseapp.reviews.models import ReviewAnswer


@dataclass(frozen=True, kw_only=True)
class _Group:
    """What the people of one objective and one period gave on average."""

    objective_id: str
    days: int
    people: int
    share: float


def list_retention(session: Session, *, course_id: int) -> Mapping[str, list[Point]]:
    """The points at 0, 7, 30 and 90 days by objective, over all organisations, in two queries.

    Each person counts once in each point. A course belongs to the bureau, as on the start page of
    the studio, and below five people nothing is said.
    """
    found: dict[str, dict[int, Point]] = {}
    for group in (*_at_the_quiz(session, course_id), *_at_reviews(session, course_id)):
        point = make_point(group.days, people=group.people, share=group.share)
        found.setdefault(group.objective_id, {})[group.days] = point
    days = (0, *(name for name, _, _ in PERIODS))
    return {
        objective_id: [points.get(day, Point(days=day, people=0)) for day in days]
        for objective_id, points in found.items()
    }


def _at_the_quiz(session: Session, course_id: int) -> Iterator[_Group]:
    """The first attempt at each quiz, as everybody was taught just before it."""
    right = case((GradedItem.verdict == "correct", 1.0), else_=0.0)
    each = (
        select(
            GradedItem.objective_id.label("objective_id"),
            Enrolment.person_id.label("person_id"),
            func.avg(right).label("share"),
        )
        .join(Attempt, Attempt.id == GradedItem.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(
            CourseRun.course_id == course_id,
            Attempt.number == 1,
            Attempt.submitted_at.is_not(None),
            Attempt.points.is_not(None),  # a look ahead has no score
            GradedItem.objective_id != "",
            GradedItem.verdict.in_(("correct", "partly", "incorrect", "unanswered")),
        )
        .group_by(GradedItem.objective_id, Enrolment.person_id)
    )
    for objective_id, people, share in _averages(session, each):
        yield _Group(objective_id=objective_id, days=0, people=people, share=share)


def _at_reviews(session: Session, course_id: int) -> Iterator[_Group]:
    period = case(
        *(
            ((ReviewAnswer.days_since >= first) & (ReviewAnswer.days_since < end), name)
            for name, first, end in PERIODS
        )
    ).label("days")
    right = case((ReviewAnswer.verdict == "correct", 1.0), else_=0.0)
    each = (
        select(
            ReviewAnswer.objective_id.label("objective_id"),
            period,
            ReviewAnswer.person_id.label("person_id"),
            func.avg(right).label("share"),
        )
        .join(Enrolment, Enrolment.id == ReviewAnswer.enrolment_id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(CourseRun.course_id == course_id, period.is_not(None))
        .group_by(ReviewAnswer.objective_id, "days", ReviewAnswer.person_id)
    )
    for objective_id, days, people, share in _averages(session, each):
        yield _Group(objective_id=objective_id, days=days, people=people, share=share)


def _averages(session: Session, each: Select[Any]) -> Iterator[Any]:
    """The people and their average share for every group of `each`."""
    people = each.subquery()
    names = [column for column in people.c if column.name not in ("person_id", "share")]
    yield from session.execute(
        select(*names, func.count(), func.avg(people.c.share)).group_by(*names),
        # a course belongs to the bureau: its trainers see one figure over all client organisations
        execution_options=ALL_TENANTS,
    )

"""What the transfer ladder stands on: right answers, plans, follow-ups and work tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, literal, select, union
from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledCourse
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.plans.domain import TRIED, Facts, Ladder, climb
from courseapp.plans.models import FollowUp, Plan
from courseapp.quizzes.models import Attempt, GradedItem
from courseapp.reflections.models import WorkTask

Rows = Select[tuple[int, str, str]]
Condition = ColumnElement[bool]


def climb_all(
    session: Session, *, enrolments: Sequence[Enrolment], courses: Mapping[int, CompiledCourse]
) -> Mapping[int, Ladder]:
    """The ladder of each enrolment by its id; `courses` are by enrolment id. One query."""
    organisation_ids = {e.organisation_id for e in enrolments}
    enrolment_ids = [e.id for e in enrolments]

    def own(model: Any) -> Sequence[Condition]:
        return (
            model.organisation_id.in_(organisation_ids),
            model.enrolment_id.in_(enrolment_ids),
        )

    facts = _read(session.execute(_facts(own)).tuples())
    return {e.id: climb_course(facts.get(e.id, Facts()), courses[e.id]) for e in enrolments}


def list_ladders(
    session: Session, *, course_id: int, trainer_id: int, course: CompiledCourse
) -> list[Ladder]:
    """The ladders of all who take this course in this trainer's runs, without names."""
    members = (
        select(Enrolment.id)
        .join(CourseRun, CourseRun.id == Enrolment.run_id)
        .where(
            CourseRun.course_id == course_id,
            CourseRun.trainer_id == trainer_id,
            Enrolment.ended_at.is_(None),
        )
    )
    # a trainer's runs lie in several client organisations; the run names its trainer
    ids = session.scalars(members, execution_options=ALL_TENANTS).all()
    statement = _facts(lambda model: (model.enrolment_id.in_(members),))
    facts = _read(session.execute(statement, execution_options=ALL_TENANTS).tuples())
    return [climb_course(facts.get(key, Facts()), course) for key in ids]


def _facts(within: Callable[[Any], Sequence[Condition]]) -> CompoundSelect[tuple[int, str, str]]:
    """Rows (enrolment id, kind of fact, objective or step id), each once."""
    right = (
        select(Attempt.enrolment_id, literal("right"), GradedItem.objective_id)
        .join(
            GradedItem,
            (GradedItem.attempt_id == Attempt.id)
            & (GradedItem.organisation_id == Attempt.organisation_id),
        )
        .where(
            *within(Attempt),
            Attempt.state == "submitted",
            Attempt.points.is_not(None),  # a look ahead, before the lessons, has none
            GradedItem.verdict == "correct",
            GradedItem.objective_id != "",
        )
    )
    planned = select(Plan.enrolment_id, literal("planned"), Plan.step_id).where(*within(Plan))
    return union(
        right,
        planned,
        _looked_back("tried", within),
        _looked_back("noticed", within, func.trim(FollowUp.note) != ""),
        _done("tried", within),
        _done("noticed", within, func.trim(WorkTask.noticed) != ""),
    )


def _looked_back(kind: str, within: Callable[[Any], Sequence[Condition]], *more: Condition) -> Rows:
    return (
        select(Plan.enrolment_id, literal(kind), Plan.step_id)
        .join(
            FollowUp,
            (FollowUp.plan_id == Plan.id) & (FollowUp.organisation_id == Plan.organisation_id),
        )
        .where(
            *within(Plan),
            FollowUp.answered_at.is_not(None),
            FollowUp.outcome.in_(TRIED),
            *more,
        )
    )


def _done(kind: str, within: Callable[[Any], Sequence[Condition]], *more: Condition) -> Rows:
    return select(WorkTask.enrolment_id, literal(kind), WorkTask.step_id).where(
        *within(WorkTask), WorkTask.done_at.is_not(None), *more
    )


def climb_course(facts: Facts, course: CompiledCourse) -> Ladder:
    """The ladder over the objectives of a course."""
    return climb(
        facts,
        objectives=[o.id for module in course.modules for o in module.objectives],
        steps={step.id: step.objectives for step in course.steps()},
    )


def _read(rows: Iterable[tuple[int, str, str]]) -> dict[int, Facts]:
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for enrolment_id, kind, name in rows:
        found[enrolment_id][kind].add(name)
    return {
        key: Facts(**{kind: frozenset(names) for kind, names in kinds.items()})
        for key, kinds in found.items()
    }

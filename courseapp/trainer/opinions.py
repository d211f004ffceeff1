"""What the studio shows of surveys: how often each answer was chosen, never by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledCourse, CompiledStep, Json
from courseapp.catalog.models import Revision
from courseapp.database import ALL_TENANTS
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.models import Attempt, GradedItem, PracticeAnswer

FEWEST = 5
"""Below this many answers a count could tell what one person chose, so there is none."""


@dataclass(frozen=True, kw_only=True)
class Opinions:
    """A survey question with how often each answer was chosen; None below five answers."""

    step: CompiledStep
    data: Json
    counts: Mapping[str, int] | None

    @property
    def total(self) -> int:
        """How many people answered."""
        return sum((self.counts or {}).values())


def list_opinions(
    session: Session, *, course_id: int, course: CompiledCourse, locale: str
) -> Sequence[Opinions]:
    """The surveys of a course in learning order, with counts where enough people answered."""
    surveys = list(_surveys(course, locale))
    if not surveys:
        return ()
    counts = count_choices(session, course_id=course_id, items=[data["id"] for _, data in surveys])
    return [
        Opinions(step=step, data=data, counts=_shown(counts.get(data["id"], {})))
        for step, data in surveys
    ]


def count_choices(
    session: Session, *, course_id: int, items: Collection[str]
) -> Mapping[str, Mapping[str, int]]:
    """How often each option of these questions is someone's last answer, in any organisation."""
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for statement in (_in_lessons(course_id, items), _in_quizzes(course_id, items)):
        # a course belongs to the bureau: its trainers see numbers over all client organisations
        for item, chosen, number in session.execute(statement, execution_options=ALL_TENANTS):
            counts[item][chosen] = counts[item].get(chosen, 0) + number
    return counts


def _in_lessons(course_id: int, items: Collection[str]) -> Select[tuple[str, str, int]]:
    newest = (
        select(func.max(PracticeAnswer.id))
        .join(Revision, Revision.id == PracticeAnswer.revision_id)
        .where(Revision.course_id == course_id, PracticeAnswer.item_id.in_(items))
        .group_by(PracticeAnswer.enrolment_id, PracticeAnswer.item_id)
    )
    choice = PracticeAnswer.response["choice"].as_string()
    return (
        select(PracticeAnswer.item_id, choice, func.count())
        .where(PracticeAnswer.id.in_(newest))
        .group_by(PracticeAnswer.item_id, choice)
    )


def _in_quizzes(course_id: int, items: Collection[str]) -> Select[tuple[str, str, int]]:
    choice: ColumnElement[str] = GradedItem.response["choice"].as_string()
    return (
        select(GradedItem.item_id, choice, func.count())
        .join(Attempt, Attempt.id == GradedItem.attempt_id)
        .join(Revision, Revision.id == Attempt.revision_id)
        .where(Revision.course_id == course_id, GradedItem.item_id.in_(items))
        .where(GradedItem.verdict == "noted")
        .group_by(GradedItem.item_id, choice)
    )


def _surveys(course: CompiledCourse, locale: str) -> Iterator[tuple[CompiledStep, Json]]:
    ungraded = {kind.name for kind in QUESTION_KINDS.values() if not kind.is_graded}
    for step in course.steps():
        for part in step.text(locale).parts:
            if part.kind == "question" and part.data["kind"] in ungraded:
                yield step, part.data


def _shown(counts: Mapping[str, int]) -> Mapping[str, int] | None:
    return counts if sum(counts.values()) >= FEWEST else None

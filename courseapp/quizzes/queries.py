"""What quiz pages show: attempts, the newest answers, what grading made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledStep, Part
from courseapp.catalog.models import Revision
from courseapp.catalog.queries import Published
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.models import Answer, Attempt, GradedItem, PracticeAnswer


class AttemptNotFound(LookupError):
    """There is no such attempt in this enrolment."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where someone stands with a quiz: all attempts so far and what the rules still allow."""

    attempts: Sequence[Attempt]
    rules: QuizRules

    @property
    def open(self) -> Attempt | None:
        """The attempt that waits to be continued."""
        return next((each for each in self.attempts if each.state == "open"), None)

    @property
    def submitted(self) -> Sequence[Attempt]:
        """The attempts that were handed in, oldest first."""
        return [each for each in self.attempts if each.state == "submitted"]

    @property
    def best(self) -> Attempt | None:
        """The handed-in attempt with the highest share of points, the earliest of equals."""
        return max(self.submitted, key=_share, default=None)

    @property
    def left(self) -> int | None:
        """How many new attempts may still be started; None when there is no limit."""
        return self.rules.attempts_left(len(self.attempts))


def _share(attempt: Attempt) -> float:
    return (attempt.points or 0.0) / (attempt.max_points or 1.0)


def get_standing(session: Session, *, enrolment: Enrolment, step: CompiledStep) -> Standing:
    """Where this enrolment stands with a quiz step."""
    attempts = list_attempts(session, enrolment=enrolment, step_id=step.id)
    return Standing(attempts=attempts, rules=QuizRules.from_json(step.settings))


def list_attempts(session: Session, *, enrolment: Enrolment, step_id: str) -> Sequence[Attempt]:
    """All attempts of an enrolment at a quiz, oldest first."""
    return session.scalars(
        select(Attempt)
        .where(
            Attempt.organisation_id == enrolment.organisation_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.step_id == step_id,
        )
        .order_by(Attempt.number)
    ).all()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """An attempt that was handed in: how many of its questions were right, of those that count."""

    attempt: Attempt
    right: int
    asked: int

    @property
    def share(self) -> float:
        """The share that was right."""
        return self.right / self.asked if self.asked else 0.0


def list_outcomes(session: Session, *, enrolment: Enrolment) -> Sequence[Outcome]:
    """All that was handed in at any quiz of an enrolment, oldest first, in one query."""
    right = func.sum(case((GradedItem.verdict == "correct", 1), else_=0))
    asked = func.sum(case((GradedItem.max_points > 0, 1), else_=0))  # a survey has no points
    rows = session.execute(
        select(Attempt, right, asked)
        .join(
            GradedItem,
            (GradedItem.attempt_id == Attempt.id)
            & (GradedItem.organisation_id == Attempt.organisation_id),
        )
        .where(
            Attempt.organisation_id == enrolment.organisation_id,
            Attempt.enrolment_id == enrolment.id,
            Attempt.state == "submitted",
        )
        .group_by(Attempt.id)
        .order_by(Attempt.submitted_at, Attempt.id)
    )
    return [Outcome(attempt=each, right=int(r), asked=int(n)) for each, r, n in rows]


_ATTEMPT = (
    select(Attempt, Revision.content_hash)
    .join(Revision, Revision.id == Attempt.revision_id)
    .where(
        Attempt.id == bindparam("id"),
        Attempt.organisation_id == bindparam("organisation"),
        Attempt.enrolment_id == bindparam("enrolment"),
    )
)
_ATTEMPT_LOCKED = _ATTEMPT.with_for_update(of=Attempt).execution_options(populate_existing=True)
"""Written out once: every saved answer asks this."""


def get_attempt(
    session: Session, *, enrolment: Enrolment, attempt_id: int, lock: bool = False
) -> tuple[Attempt, str]:
    """An attempt and its revision's content hash; with `lock` nobody else changes it meanwhile.

    Raises AttemptNotFound.
    """
    given = {
        "id": attempt_id,
        "organisation": enrolment.organisation_id,
        "enrolment": enrolment.id,
    }
    row = session.execute(_ATTEMPT_LOCKED if lock else _ATTEMPT, given).one_or_none()
    if row is None:
        raise AttemptNotFound(attempt_id)
    return row[0], row[1]


def list_asked(published: Published, attempt: Attempt, *, locale: str) -> list[Asked]:
    """The attempt's items in its order; `published` is the revision it was started on."""
    step = published.course.steps_by_id[attempt.step_id]
    shuffle = QuizRules.from_json(step.settings).shuffle
    parts = {part.id: part for part in step.text(locale).parts if part.kind == "question"}
    return [
        Asked(parts[item].data, _keys(published, item, locale), attempt.seed, shuffle)
        for item in attempt.items
    ]


def get_practice(
    published: Published, step: CompiledStep, *, item_id: str, locale: str, seed: str
) -> Asked | None:
    """A question inside a lesson, or None when the lesson has no such question."""
    parts = step.text(locale).parts
    part = next((p for p in parts if p.id == item_id and _is_answered_at_once(p)), None)
    return None if part is None else Asked(part.data, _keys(published, item_id, locale), seed)


def _is_answered_at_once(part: Part) -> bool:
    return part.kind == "question" and part.data["kind"] in QUESTION_KINDS


def _keys(published: Published, item_id: str, locale: str) -> tuple[Mapping[str, object], ...]:
    others = (other for other in published.course.locales if other != locale)
    return tuple(published.key(item_id, each) for each in (locale, *others))


def list_answers(session: Session, *, attempt: Attempt) -> Mapping[str, Answer]:
    """The newest answer to each item of an attempt."""
    newest = (
        select(Answer.item_id, func.max(Answer.sequence).label("sequence"))
        .where(Answer.organisation_id == attempt.organisation_id, Answer.attempt_id == attempt.id)
        .group_by(Answer.item_id)
        .subquery()
    )
    rows = session.scalars(
        select(Answer)
        .join(newest, (newest.c.item_id == Answer.item_id) & (newest.c.sequence == Answer.sequence))
        .where(Answer.organisation_id == attempt.organisation_id, Answer.attempt_id == attempt.id)
    )
    return {row.item_id: row for row in rows}


def list_graded(session: Session, *, attempt: Attempt) -> Mapping[str, GradedItem]:
    """What grading made of each item of an attempt."""
    rows = session.scalars(
        select(GradedItem).where(
            GradedItem.organisation_id == attempt.organisation_id,
            GradedItem.attempt_id == attempt.id,
        )
    )
    return {row.item_id: row for row in rows}


def find_graded(session: Session, *, attempt: Attempt, item_id: str) -> GradedItem | None:
    """What grading made of one item, if it was graded."""
    return session.scalars(
        select(GradedItem).where(
            GradedItem.organisation_id == attempt.organisation_id,
            GradedItem.attempt_id == attempt.id,
            GradedItem.item_id == item_id,
        )
    ).one_or_none()


def list_practice_answers(
    session: Session, *, enrolment: Enrolment, step_id: str
) -> Mapping[str, PracticeAnswer]:
    """The last answer to each question of a lesson."""
    own = (
        PracticeAnswer.organisation_id == enrolment.organisation_id,
        PracticeAnswer.enrolment_id == enrolment.id,
        PracticeAnswer.step_id == step_id,
    )
    newest = select(func.max(PracticeAnswer.id)).where(*own).group_by(PracticeAnswer.item_id)
    rows = session.scalars(select(PracticeAnswer).where(*own, PracticeAnswer.id.in_(newest)))
    return {row.item_id: row for row in rows}


def list_revisit(
    published: Published, step: CompiledStep, *, objectives: Iterable[str]
) -> Mapping[str, CompiledStep]:
    """For each objective the first lesson of the quiz's module that teaches it."""
    module = published.course.modules_by_id[step.module_id]
    lessons = [each for each in module.steps if each.kind == "lesson"]
    found = {
        objective: next((each for each in lessons if objective in each.objectives), None)
        for objective in objectives
    }
    return {objective: lesson for objective, lesson in found.items() if lesson is not None}


def list_answered_revisions(
    session: Session, course_id: int, item_ids: Collection[str]
) -> dict[str, set[int]]:
    """The revisions of a course on which each of these items was answered, by anyone."""
    in_quizzes = (
        select(Answer.item_id, Attempt.revision_id)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(Answer.item_id.in_(item_ids))
    )
    in_lessons = select(PracticeAnswer.item_id, PracticeAnswer.revision_id).where(
        PracticeAnswer.item_id.in_(item_ids)
    )
    found: dict[str, set[int]] = {}
    for statement, revision_id in (
        (in_quizzes, Attempt.revision_id),
        (in_lessons, PracticeAnswer.revision_id),
    ):
        own = statement.join(Revision, Revision.id == revision_id).where(
            Revision.course_id == course_id
        )
        # a question belongs to the bureau's course: whoever answered it, in any organisation
        for item, revision in session.execute(own.distinct(), execution_options=ALL_TENANTS):
            found.setdefault(item, set()).add(revision)
    return found

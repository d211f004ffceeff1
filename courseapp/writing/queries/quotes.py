"""What a learner gave earlier in the course, to be brought back: one query for a whole page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.models import Answer, Attempt, PracticeAnswer
from courseapp.reflections.models import Reflection
from courseapp.writing.models import Writing


@dataclass(frozen=True, kw_only=True)
class Given:
    """What was given at a step or an item: `source` is "reflection", "writing" or "answer".

    `data` holds the texts by prompt, or the response; `texts` the two halves of a plan, or a text.
    """

    source: str
    texts: tuple[str, str] = ("", "")
    data: Mapping[str, Any] = field(default_factory=dict)


def list_given(
    session: Session, *, enrolment: Enrolment, targets: Collection[tuple[str, str]]
) -> Mapping[tuple[str, str], Given]:
    """What was given: an answer or a text under ("", item), a reflection under (step, "").

    A question keeps its id when it moves to another lesson; its answers stay with it.
    """
    steps = {step for step, _ in targets}
    items = {part for _, part in targets if part}
    rows = session.execute(
        union_all(
            _reflections(enrolment, steps),
            _writings(enrolment, items),
            _practice(enrolment, items),
            _attempts(enrolment, items),
        )
    )
    return {
        ("", item) if item else (step, ""): Given(source=source, texts=(one, two), data=data or {})
        for source, step, item, data, one, two in rows
    }


def _reflections(enrolment: Enrolment, steps: Collection[str]) -> Select[Any]:
    return _columns(
        "reflection",
        Reflection.step_id,
        literal(""),
        Reflection.texts,
        Reflection.cue,
        Reflection.action,
    ).where(
        Reflection.organisation_id == enrolment.organisation_id,
        Reflection.enrolment_id == enrolment.id,
        Reflection.step_id.in_(steps),
        Reflection.submitted_at.is_not(None),
    )


def _writings(enrolment: Enrolment, items: Collection[str]) -> Select[Any]:
    newest = func.coalesce(func.nullif(Writing.revised_text, ""), Writing.first_text)
    return _columns("writing", Writing.step_id, Writing.item_id, None, newest, literal("")).where(
        Writing.organisation_id == enrolment.organisation_id,
        Writing.enrolment_id == enrolment.id,
        Writing.item_id.in_(items),
        Writing.first_at.is_not(None),
    )


def _practice(enrolment: Enrolment, items: Collection[str]) -> Select[Any]:
    later = aliased(PracticeAnswer)
    newest = (
        select(func.max(later.id))
        .where(
            later.organisation_id == enrolment.organisation_id,
            later.enrolment_id == enrolment.id,
            later.item_id.in_(items),
        )
        .group_by(later.item_id)
    )
    return _columns(
        "answer", PracticeAnswer.step_id, PracticeAnswer.item_id, PracticeAnswer.response
    ).where(
        PracticeAnswer.organisation_id == enrolment.organisation_id,
        PracticeAnswer.id.in_(newest),
    )


def _attempts(enrolment: Enrolment, items: Collection[str]) -> Select[Any]:
    """The newest answers of attempts that were handed in; only a look ahead is brought back."""
    later, attempt = aliased(Answer), aliased(Attempt)
    newest = (
        select(func.max(later.id))
        .join(attempt, attempt.id == later.attempt_id)
        .where(
            later.organisation_id == enrolment.organisation_id,
            attempt.organisation_id == enrolment.organisation_id,
            attempt.enrolment_id == enrolment.id,
            attempt.state == "submitted",
            later.item_id.in_(items),
        )
        .group_by(later.item_id)
    )
    return (
        _columns("answer", Attempt.step_id, Answer.item_id, Answer.response)
        .join(Attempt, Attempt.id == Answer.attempt_id)
        .where(
            Answer.organisation_id == enrolment.organisation_id,
            Attempt.organisation_id == enrolment.organisation_id,
            Answer.id.in_(newest),
        )
    )


def _columns(
    source: str,
    step: Any,
    item: Any,
    data: Any = None,
    one: ColumnElement[str] | Any = None,
    two: ColumnElement[str] | Any = None,
) -> Select[Any]:
    """One row per thing given, of the same shape for every source."""
    document = Reflection.texts.type
    return select(
        literal(source).label("source"),
        step.label("step"),
        item.label("item"),
        (cast(null(), document) if data is None else data).label("data"),
        (literal("") if one is None else one).label("one"),
        (literal("") if two is None else two).label("two"),
    )

"""All that someone showed of the objectives of a course, from what was answered anywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.queries import Published, get_revisions
from courseapp.dialogues.models import Choice, Walk
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.models import Attempt, GradedItem, PracticeAnswer
from courseapp.reviews.domain.evidence import (
    PRACTICE,
    QUIZ,
    REVIEW,
    SCENARIO,
    SHARES,
    Evidence,
    share_of_walk,
)
from courseapp.reviews.models import ReviewAnswer

_SAID_AFTERWARDS = ("feedback", "why_html")
"""Parts of an answer key that may change without another answer becoming right."""


@dataclass(kw_only=True)
class Record:
    """The evidence of one enrolment by objective, and the objectives of its good decisions."""

    evidence: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    decided: set[str] = field(default_factory=set)

    def first_asked(self, objective_id: str) -> datetime | None:
        """When a quiz first asked for this objective."""
        found = (e.at for e in self.evidence.get(objective_id, ()) if e.source == QUIZ)
        return min(found, default=None)

    def last_seen(self, objective_id: str) -> dict[str, datetime]:
        """When each item of this objective was last answered."""
        found = sorted(self.evidence.get(objective_id, ()), key=lambda e: e.at)
        return {each.item_id: each.at for each in found if each.item_id}


@dataclass(frozen=True, kw_only=True)
class _Answered:
    """A row of any kind of answer to a question."""

    enrolment_id: int
    revision_id: int
    step_id: str
    item_id: str
    objective_id: str
    source: str
    verdict: str
    at: datetime
    confidence: str | None = None
    is_hinted: bool = False
    is_known: bool = False


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """Whose answers are read."""

    organisations: set[int]
    enrolments: list[int]


def read_records(
    session: Session, *, enrolments: Sequence[Enrolment], current: Mapping[int, Published]
) -> dict[int, Record]:
    """The record of each enrolment by its id, in a constant number of queries.

    `current` is the published course of each enrolment.
    """
    scope = _Scope(
        organisations={each.organisation_id for each in enrolments},
        enrolments=[each.id for each in enrolments],
    )
    answered = [*_graded(session, scope), *_practised(session, scope), *_reviewed(session, scope)]
    walked = list(_walked(session, scope))
    seen = {each.revision_id for each in answered} | {walk.revision_id for walk, _ in walked}
    revisions = get_revisions(session, seen)
    records = {each.id: Record() for each in enrolments}
    for each in answered:
        found = _evidence(each, revisions[each.revision_id], current[each.enrolment_id])
        if found is not None:
            records[each.enrolment_id].evidence[found.objective_id].append(found)
    for walk, choices in walked:
        _add_walk(records[walk.enrolment_id], walk, choices, revisions[walk.revision_id])
    return records


def _graded(session: Session, scope: _Scope) -> Iterator[_Answered]:
    rows = session.execute(
        select(GradedItem, Attempt)
        .join(
            Attempt,
            (Attempt.id == GradedItem.attempt_id)
            & (Attempt.organisation_id == GradedItem.organisation_id),
        )
        .where(
            Attempt.organisation_id.in_(scope.organisations),
            Attempt.enrolment_id.in_(scope.enrolments),
            Attempt.submitted_at.is_not(None),
        )
        .order_by(GradedItem.id)
    )
    for item, attempt in rows:
        yield _Answered(
            enrolment_id=attempt.enrolment_id,
            revision_id=attempt.revision_id,
            step_id=attempt.step_id,
            item_id=item.item_id,
            objective_id=item.objective_id,
            source=QUIZ,
            verdict=item.verdict,
            at=attempt.submitted_at,
            confidence=item.confidence,
        )


def _practised(session: Session, scope: _Scope) -> Iterator[_Answered]:
    rows = session.scalars(
        select(PracticeAnswer)
        .where(
            PracticeAnswer.organisation_id.in_(scope.organisations),
            PracticeAnswer.enrolment_id.in_(scope.enrolments),
        )
        .order_by(PracticeAnswer.id)
    )
    for row in rows:
        yield _Answered(
            enrolment_id=row.enrolment_id,
            revision_id=row.revision_id,
            step_id=row.step_id,
            item_id=row.item_id,
            objective_id="",
            source=PRACTICE,
            verdict=row.verdict,
            at=row.at,
            confidence=row.confidence,
        )


def _reviewed(session: Session, scope: _Scope) -> Iterator[_Answered]:
    rows = session.scalars(
        select(ReviewAnswer)
        .where(
            ReviewAnswer.organisation_id.in_(scope.organisations),
            ReviewAnswer.enrolment_id.in_(scope.enrolments),
        )
        .order_by(ReviewAnswer.id)
    )
    for row in rows:
        yield _Answered(
            enrolment_id=row.enrolment_id,
            revision_id=row.revision_id,
            step_id="",
            item_id=row.item_id,
            objective_id=row.objective_id,
            source=REVIEW,
            verdict=row.verdict,
            at=row.at,
            confidence=row.confidence,
            is_hinted=row.is_hinted,
            is_known=row.is_known,
        )


def _walked(session: Session, scope: _Scope) -> Iterator[tuple[Walk, list[Choice]]]:
    rows = session.execute(
        select(Walk, Choice)
        .join(
            Choice,
            (Choice.walk_id == Walk.id) & (Choice.organisation_id == Walk.organisation_id),
        )
        .where(
            Walk.organisation_id.in_(scope.organisations), Walk.enrolment_id.in_(scope.enrolments)
        )
        .order_by(Walk.id, Choice.turn)
    )
    walks: dict[int, tuple[Walk, list[Choice]]] = {}
    for walk, choice in rows:
        walks.setdefault(walk.id, (walk, []))[1].append(choice)
    yield from walks.values()


def _evidence(row: _Answered, asked: Published, now: Published) -> Evidence | None:
    """What a row says; None when it is of no objective, unscored or a survey."""
    step = asked.course.steps_by_id.get(row.step_id)
    objective_id = row.objective_id or _objective_of(asked, row)
    is_pretest = step is not None and step.settings.get("graded") is False
    if row.verdict not in SHARES or not objective_id or is_pretest:
        return None
    return Evidence(
        objective_id=objective_id,
        source=row.source,
        share=SHARES[row.verdict],
        at=row.at,
        item_id=row.item_id,
        confidence=row.confidence,
        is_hinted=row.is_hinted,
        is_known=row.is_known,
        is_void=_is_void(row.item_id, asked, now),
    )


def _objective_of(asked: Published, row: _Answered) -> str:
    step = asked.course.steps_by_id.get(row.step_id)
    parts = next(iter(step.texts.values())).parts if step else ()
    return next((str(p.data.get("objective", "")) for p in parts if p.id == row.item_id), "")


def _is_void(item_id: str, asked: Published, now: Published) -> bool:
    """Whether the item is still there with another right answer; without it the history stands."""
    if asked.revision_id == now.revision_id:
        return False
    before, after = _right_of(asked, item_id), _right_of(now, item_id)
    return before is not None and after is not None and before != after


def _right_of(published: Published, item_id: str) -> dict[str, Any] | None:
    key = published.keys[published.course.locales[0]].get(item_id)
    return None if key is None else {k: v for k, v in key.items() if k not in _SAID_AFTERWARDS}


def _add_walk(record: Record, walk: Walk, choices: list[Choice], asked: Published) -> None:
    """A conversation speaks for the objectives of its step; an example that explains itself not."""
    step = asked.course.steps_by_id.get(walk.step_id)
    key = asked.keys[asked.course.locales[0]].get(walk.step_id)
    if step is None or step.kind != "dialogue" or key is None or step.settings.get("guided"):
        return
    replies = (key["passages"][choice.passage_id]["replies"][choice.reply_id] for choice in choices)
    effects = [int(reply["effect"]) for reply in replies]
    for objective_id in step.objectives:
        if any(effect > 0 for effect in effects):
            record.decided.add(objective_id)
        if walk.end_id and walk.ended_at is not None:
            record.evidence[objective_id].append(
                Evidence(
                    objective_id=objective_id,
                    source=SCENARIO,
                    share=share_of_walk(effects),
                    at=walk.ended_at,
                )
            )

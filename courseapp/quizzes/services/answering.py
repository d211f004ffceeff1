"""Saving answers while an attempt is open: once per key, never an older one over a newer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import Response
from courseapp.quizzes.models import Answer, Attempt, GradedItem
from courseapp.quizzes.queries import find_graded, list_answers
from courseapp.quizzes.services.refusals import AnswerStale, AttemptClosed, ItemNotAsked

UNSAID: Mapping[str, str] = MappingProxyType({})
"""How sure someone was of each item, where nobody said so."""


@dataclass(frozen=True, kw_only=True)
class Saved:
    """The reply to a save: the same for the first time and for every repetition."""

    item_id: str
    sequence: int
    saved_at: datetime


def save_answer(
    session: Session,
    *,
    attempt: Attempt,
    item_id: str,
    response: Response | None,
    client_key: str,
    sequence: int,
    now: datetime,
    confidence: str | None = None,
) -> Saved:
    """Store one answer of an attempt that was read with `lock`; None stores that it was taken back.

    The same `client_key` again gives the first reply.
    Raises ItemNotAsked, AttemptClosed, AnswerStale.
    """
    if item_id not in attempt.items:
        raise ItemNotAsked(item_id)
    found = _find_saved(session, attempt, item_id, client_key)
    if found is not None and found.client_key == client_key:
        return Saved(item_id=found.item_id, sequence=found.sequence, saved_at=found.saved_at)
    if attempt.state != "open" or _is_checked(session, attempt, item_id):
        raise AttemptClosed(attempt.id)
    if found is not None and sequence <= found.sequence:
        raise AnswerStale(found.sequence)
    row = _answer(attempt, item_id, response, client_key=client_key, sequence=sequence, now=now)
    row.confidence = confidence
    session.add(row)
    session.flush()
    return Saved(item_id=item_id, sequence=sequence, saved_at=now)


_SAVED = (
    select(Answer)
    .where(
        Answer.organisation_id == bindparam("organisation"),
        Answer.attempt_id == bindparam("attempt"),
        or_(Answer.client_key == bindparam("key"), Answer.item_id == bindparam("item")),
    )
    .order_by((Answer.client_key == bindparam("key")).desc(), Answer.sequence.desc())
    .limit(1)
)
"""Written out once: every saved answer asks this."""


def _find_saved(session: Session, attempt: Attempt, item_id: str, client_key: str) -> Answer | None:
    """The answer stored under this key, else the newest one to this item."""
    given = {
        "organisation": attempt.organisation_id,
        "attempt": attempt.id,
        "key": client_key,
        "item": item_id,
    }
    return session.scalars(_SAVED, given).first()


def _is_checked(session: Session, attempt: Attempt, item_id: str) -> bool:
    """Whether the item's verdict was shown already; only then has an open attempt points."""
    if attempt.points is None:
        return False
    return find_graded(session, attempt=attempt, item_id=item_id) is not None


def save_form(
    session: Session,
    *,
    attempt: Attempt,
    given: Mapping[str, Response],
    now: datetime,
    confidence: Mapping[str, str] = UNSAID,
) -> Mapping[str, Answer]:
    """Store the answers of a whole form that differ from what is stored, and return all answers.

    An item that the form left empty keeps its stored answer, and an unchanged answer keeps the
    confidence that the form leaves out. Raises AttemptClosed.
    """
    if attempt.state != "open":
        raise AttemptClosed(attempt.id)
    return store_given(session, attempt=attempt, given=given, confidence=confidence, now=now)


def store_given(
    session: Session,
    *,
    attempt: Attempt,
    given: Mapping[str, Response],
    confidence: Mapping[str, str],
    now: datetime,
) -> Mapping[str, Answer]:
    """As `save_form`, for a caller that has made sure that the attempt may still change."""
    stored = list_answers(session, attempt=attempt)
    answers = {item_id: row for item_id, row in stored.items() if row.response}
    for item_id, response in given.items():
        before, said = answers.get(item_id), confidence.get(item_id)
        if before is not None and before.response == response and said in (None, before.confidence):
            continue
        if item_id not in attempt.items:
            continue
        sequence = stored[item_id].sequence + 1 if item_id in stored else 1
        key = str(uuid5(NAMESPACE_OID, f"{attempt.id}:{item_id}:{sequence}"))
        row = _answer(attempt, item_id, response, client_key=key, sequence=sequence, now=now)
        row.confidence = said
        session.add(row)
        answers[item_id] = row
    session.flush()
    return answers


def check_item(session: Session, *, attempt: Attempt, asked: Asked, answer: Answer) -> GradedItem:
    """Grade one item of an open attempt before the others; from then on its answer stands.

    A second check gives the first result. Raises AttemptClosed.
    """
    if attempt.state != "open":
        raise AttemptClosed(attempt.id)
    found = find_graded(session, attempt=attempt, item_id=asked.id)
    if found is not None:
        return found
    row = graded_row(attempt, asked, answer)
    session.add(row)
    attempt.points = (attempt.points or 0.0) + row.points
    session.flush()
    return row


def graded_row(attempt: Attempt, asked: Asked, answer: Answer | None) -> GradedItem:
    """What grading makes of the answer to one item, as a row."""
    response = answer.response if answer and answer.response else None
    graded = asked.grade(response)
    return GradedItem(
        organisation_id=attempt.organisation_id,
        attempt_id=attempt.id,
        item_id=asked.id,
        objective_id=asked.data["objective"],
        response=dict(response or {}),
        points=graded.points,
        max_points=graded.max_points,
        verdict=graded.verdict,
        marks={mark.part: mark.right for mark in graded.marks},
        confidence=answer.confidence if answer and response else None,
    )


def _answer(
    attempt: Attempt,
    item_id: str,
    response: Response | None,
    *,
    client_key: str,
    sequence: int,
    now: datetime,
) -> Answer:
    return Answer(
        organisation_id=attempt.organisation_id,
        attempt_id=attempt.id,
        item_id=item_id,
        sequence=sequence,
        client_key=client_key,
        response=dict(response or {}),
        saved_at=now,
    )

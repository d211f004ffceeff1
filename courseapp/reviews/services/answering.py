"""Answering in review: once per key, once per objective and day, then the card moves on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy.orm import Session

from courseapp.catalog.queries import Published
from courseapp.enrolment.models import Enrolment
from courseapp.progress.services import lock_enrolment
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import Response
from courseapp.reviews.domain.session import Day
from courseapp.reviews.models import ReviewAnswer
from courseapp.reviews.queries.cards import count_answers, find_answer_by_key, find_card
from courseapp.reviews.queries.evidence import read_records
from courseapp.reviews.services.cards import refresh_cards


class NotAsked(Exception):
    """This objective is not waiting for this answer: it was answered meanwhile, or is not due."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What someone answered and how: None as response says that they did not know."""

    response: Response | None
    confidence: str | None = None
    is_hinted: bool = False


def review_key(*, enrolment_id: int, objective_id: str, earlier: int) -> str:
    """The key of the next answer on an objective: two devices that show it share one key."""
    return str(uuid5(NAMESPACE_OID, f"review:{enrolment_id}:{objective_id}:{earlier}"))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked: an item of an objective of a published course, under a key."""

    published: Published
    objective_id: str
    asked: Asked
    key: str


def answer_item(
    session: Session,
    *,
    enrolment: Enrolment,
    question: Question,
    given: Given,
    day: Day,
    now: datetime,
) -> ReviewAnswer:
    """Store an answer and move its card; the same key again gives the first answer.

    Raises NotAsked for an objective that is not due on this `day` or a key that is not its next.
    """
    lock_enrolment(session, enrolment=enrolment)
    found = find_answer_by_key(session, enrolment=enrolment, client_key=question.key)
    if found is not None:
        return found
    _refuse_unasked(session, enrolment, question, day=day)
    answer = _answer(session, enrolment, question, given=given, now=now)
    session.add(answer)
    session.flush()
    refresh_cards(session, enrolment=enrolment, published=question.published)
    return answer


def _answer(
    session: Session, enrolment: Enrolment, question: Question, *, given: Given, now: datetime
) -> ReviewAnswer:
    first = _first_asked(session, enrolment, question)
    return ReviewAnswer(
        organisation_id=enrolment.organisation_id,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        objective_id=question.objective_id,
        item_id=question.asked.id,
        revision_id=question.published.revision_id,
        client_key=question.key,
        response=dict(given.response or {}),
        verdict=question.asked.grade(given.response).verdict,
        at=now,
        confidence=given.confidence if given.response is not None else None,
        is_hinted=given.is_hinted,
        days_since=None if first is None else (now - first).days,
    )


def _refuse_unasked(
    session: Session, enrolment: Enrolment, question: Question, *, day: Day
) -> None:
    objective_id = question.objective_id
    card = find_card(session, enrolment=enrolment, objective_id=objective_id)
    earlier = count_answers(session, enrolment=enrolment, objective_id=objective_id)
    key = review_key(enrolment_id=enrolment.id, objective_id=objective_id, earlier=earlier)
    is_due = card is not None and day.asks(due_at=card.due_at, last_at=card.last_at)
    if not is_due or question.key != key:
        raise NotAsked(objective_id)


def call_known(
    session: Session, *, answer: ReviewAnswer, enrolment: Enrolment, published: Published
) -> None:
    """ "I knew this already": a right answer counts as easy, so that it stays away longer."""
    if answer.verdict != "correct":
        return
    answer.is_known = True
    session.flush()
    refresh_cards(session, enrolment=enrolment, published=published)


def _first_asked(session: Session, enrolment: Enrolment, question: Question) -> datetime | None:
    current = {enrolment.id: question.published}
    records = read_records(session, enrolments=[enrolment], current=current)
    return records[enrolment.id].first_asked(question.objective_id)

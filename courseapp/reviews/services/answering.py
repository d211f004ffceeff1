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
from courseapp.reviews.models import ReviewAnswer
from courseapp.reviews.queries.cards import count_answers, find_answer_by_key
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


def answer_item(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    objective_id: str,
    asked: Asked,
    given: Given,
    client_key: str,
    now: datetime,
) -> ReviewAnswer:
    """Store an answer and move its card; the same `client_key` again gives the first answer.

    Raises NotAsked for a key that is not the objective's next.
    """
    lock_enrolment(session, enrolment=enrolment)
    found = find_answer_by_key(session, enrolment=enrolment, client_key=client_key)
    if found is not None:
        return found
    earlier = count_answers(session, enrolment=enrolment, objective_id=objective_id)
    expected = review_key(enrolment_id=enrolment.id, objective_id=objective_id, earlier=earlier)
    if client_key != expected:
        raise NotAsked(objective_id)
    answer = ReviewAnswer(
        organisation_id=enrolment.organisation_id,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        objective_id=objective_id,
        item_id=asked.id,
        revision_id=published.revision_id,
        client_key=client_key,
        response=dict(given.response or {}),
        verdict=asked.grade(given.response).verdict,
        at=now,
        confidence=given.confidence if given.response is not None else None,
        is_hinted=given.is_hinted,
        days_since=_days_since_quiz(session, enrolment, published, objective_id, now),
    )
    session.add(answer)
    session.flush()
    refresh_cards(session, enrolment=enrolment, published=published)
    return answer


def call_known(
    session: Session, *, answer: ReviewAnswer, enrolment: Enrolment, published: Published
) -> None:
    """ "I knew this already": a right answer counts as easy, so that it stays away longer."""
    if answer.verdict != "correct":
        return
    answer.is_known = True
    session.flush()
    refresh_cards(session, enrolment=enrolment, published=published)


def _days_since_quiz(
    session: Session, enrolment: Enrolment, published: Published, objective_id: str, now: datetime
) -> int | None:
    records = read_records(session, enrolments=[enrolment], current={enrolment.id: published})
    first = records[enrolment.id].first_asked(objective_id)
    return None if first is None else (now - first).days

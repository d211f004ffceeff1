"""Answering a practice question in a lesson: kept, never scored."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import Response
from courseapp.quizzes.models import PracticeAnswer


def record_practice_answer(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    asked: Asked,
    response: Response,
    client_key: str,
    now: datetime,
    confidence: str | None = None,
) -> PracticeAnswer:
    """Store an answer to a practice question; the same `client_key` again gives the first row."""
    row = PracticeAnswer(
        organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id,
        step_id=step_id, item_id=asked.id, revision_id=revision_id,
        client_key=client_key,
        response=dict(response),
        verdict=asked.grade(response).verdict,
        at=now,
        confidence=confidence,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return _get_by_key(session, enrolment, client_key)
    return row


def _get_by_key(session: Session, enrolment: Enrolment, client_key: str) -> PracticeAnswer:
    return session.scalars(
        select(PracticeAnswer).where(
            PracticeAnswer.organisation_id == enrolment.organisation_id,
            PracticeAnswer.enrolment_id == enrolment.id,
            PracticeAnswer.client_key == client_key,
        )
    ).one()

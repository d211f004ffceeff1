"""Handing in an attempt: all answers of the form, graded once whatever the browser does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.kind import Response
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.models import Attempt
from courseapp.quizzes.queries import list_graded
from courseapp.quizzes.services.answering import UNSAID, graded_row, store_given


def submit_attempt(
    session: Session,
    *,
    attempt: Attempt,
    asked: Sequence[Asked],
    given: Mapping[str, Response],
    rules: QuizRules,
    now: datetime,
    confidence: Mapping[str, str] = UNSAID,
) -> bool:
    """Hand in an attempt that was read with `lock`: store `given`, grade every item, add up.

    An attempt at what is not graded gets no points and is not passed. True for the one call that
    closed the attempt; any later call changes nothing.
    """
    if not _close(session, attempt, now):
        return False
    answers = store_given(session, attempt=attempt, given=given, confidence=confidence, now=now)
    rows = dict(list_graded(session, attempt=attempt))
    for each in asked:
        if each.id not in rows:
            rows[each.id] = graded_row(attempt, each, answers.get(each.id))
            session.add(rows[each.id])
    if rules.graded:
        attempt.points = round(sum(row.points for row in rows.values()), 2)
        attempt.max_points = round(sum(row.max_points for row in rows.values()), 2)
        attempt.is_passed = rules.is_passed(points=attempt.points, maximum=attempt.max_points)
    session.flush()
    return True


def _close(session: Session, attempt: Attempt, now: datetime) -> bool:
    """Compare and set: only one transaction ever finds the attempt open."""
    closed = session.execute(
        update(Attempt)
        .where(
            Attempt.id == attempt.id,
            Attempt.organisation_id == attempt.organisation_id,
            Attempt.state == "open",
        )
        .values(state="submitted", submitted_at=now)
    )
    return cast("CursorResult[Any]", closed).rowcount == 1

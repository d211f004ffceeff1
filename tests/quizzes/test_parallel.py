"""Many requests at once, with real commits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from courseapp.catalog.queries import get_current
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.models import Answer, Attempt, GradedItem
from courseapp.quizzes.queries import get_attempt
from courseapp.quizzes.services import AnswerStale, AttemptClosed
from courseapp.web.database import db
from tests.quizzes.taking import RIGHT, Trainee, make_trainee


def _prepare(app: Flask) -> tuple[int, int]:
    with app.app_context():
        trainee = make_trainee(db.session())
        db.session.commit()
        return trainee.enrolment.id, trainee.published.course_id


def _in_parallel(
    app: Flask, ids: tuple[int, int], calls: list[Callable[[Trainee], Any]]
) -> list[Any]:
    """Run each call in a thread and a transaction of its own, all at once."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[Trainee], Any]) -> Any:
        with app.app_context():
            session = db.session()
            barrier.wait()
            enrolment = session.execute(
                select(Enrolment).where(Enrolment.id == ids[0]), execution_options=ALL_TENANTS
            ).scalar_one()
            trainee = Trainee(session, enrolment, get_current(session, ids[1]))
            try:
                result = call(trainee)
                session.commit()
            except (AttemptClosed, AnswerStale) as refusal:
                session.rollback()
                result = type(refusal).__name__
            return result

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def _count(app: Flask, table: type[Any]) -> int:
    with app.app_context():
        query = select(func.count()).select_from(table)
        return db.session.scalar(query, execution_options=ALL_TENANTS) or 0


def _locked(trainee: Trainee, attempt_id: int) -> Attempt:
    attempt, _ = get_attempt(
        trainee.session, enrolment=trainee.enrolment, attempt_id=attempt_id, lock=True
    )
    return attempt


@pytest.mark.requirement("REL-05")
def test_twenty_starts_at_once_give_one_attempt(committed_app: Flask) -> None:
    ids = _prepare(committed_app)
    found = _in_parallel(committed_app, ids, [lambda t: t.start().id] * 20)
    assert len(set(found)) == 1
    assert _count(committed_app, Attempt) == 1


@pytest.mark.requirement("REL rule 3", "REL-04")
def test_eight_hand_ins_at_once_grade_once(committed_app: Flask) -> None:
    ids = _prepare(committed_app)
    (attempt_id,) = _in_parallel(committed_app, ids, [lambda t: t.start().id])
    calls = [lambda t: t.submit(_locked(t, attempt_id), RIGHT)] * 8
    assert sorted(_in_parallel(committed_app, ids, calls)) == [False] * 7 + [True]
    assert _count(committed_app, GradedItem) == 3


@pytest.mark.requirement("REL rule 3")
def test_saves_and_a_hand_in_at_once_lose_nothing_that_was_acknowledged(
    committed_app: Flask,
) -> None:
    ids = _prepare(committed_app)
    (attempt_id,) = _in_parallel(committed_app, ids, [lambda t: t.start().id])

    def save(number: int) -> Callable[[Trainee], Any]:
        def call(trainee: Trainee) -> Any:
            attempt = _locked(trainee, attempt_id)
            item = attempt.items[number % 3]
            trainee.save(attempt, item, RIGHT[item], f"key-{number}", number)
            return item

        return call

    calls = [*(save(n) for n in range(9)), lambda t: t.submit(_locked(t, attempt_id), {})]
    results = _in_parallel(committed_app, ids, calls)
    acknowledged = {r for r in results if isinstance(r, str) and r.startswith("v-")}
    with committed_app.app_context():
        graded = db.session.scalars(select(GradedItem), execution_options=ALL_TENANTS)
        verdicts = {row.item_id: row.verdict for row in graded}
    assert {item for item, verdict in verdicts.items() if verdict == "correct"} == acknowledged


@pytest.mark.requirement("REL rule 1")
def test_the_same_key_at_once_is_stored_once(committed_app: Flask) -> None:
    ids = _prepare(committed_app)
    (attempt_id,) = _in_parallel(committed_app, ids, [lambda t: t.start().id])

    def call(trainee: Trainee) -> Any:
        attempt = _locked(trainee, attempt_id)
        item = attempt.items[0]
        return trainee.save(attempt, item, RIGHT[item], "key", 1).sequence

    assert _in_parallel(committed_app, ids, [call] * 8) == [1] * 8
    assert _count(committed_app, Answer) == 1

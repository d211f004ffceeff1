"""Starting an attempt: one open at a time, within the limits of the quiz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.domain.drawing import PoolItem, draw, shuffled
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.models import Attempt
from courseapp.quizzes.queries import list_attempts
from courseapp.quizzes.services.refusals import AttemptLimitReached, WaitBeforeNextAttempt


def start_attempt(
    session: Session,
    *,
    enrolment: Enrolment,
    step: CompiledStep,
    revision_id: int,
    seed: str,
    now: datetime,
) -> Attempt:
    """The open attempt, or a new one on this revision, drawn by `seed`; raises both refusals."""
    _lock_enrolment(session, enrolment)
    earlier = list_attempts(session, enrolment=enrolment, step_id=step.id)
    for each in earlier:
        if each.state == "open":
            return each
    rules = QuizRules.from_json(step.settings)
    _refuse_start(rules, earlier, now)
    attempt = Attempt(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        step_id=step.id,
        revision_id=revision_id,
        number=len(earlier) + 1,
        seed=seed,
        items=_draw_items(step, rules, earlier, seed),
        started_at=now,
    )
    session.add(attempt)
    session.flush()
    return attempt


def _lock_enrolment(session: Session, enrolment: Enrolment) -> None:
    """Make parallel starts of one enrolment wait for each other."""
    session.execute(
        select(Enrolment.id)
        .where(Enrolment.id == enrolment.id, Enrolment.organisation_id == enrolment.organisation_id)
        .with_for_update()
    )


def _refuse_start(rules: QuizRules, earlier: Sequence[Attempt], now: datetime) -> None:
    if rules.attempts_left(len(earlier)) == 0:
        raise AttemptLimitReached
    opens_at = rules.opens_at(earlier[-1].submitted_at if earlier else None)
    if opens_at is not None and now < opens_at:
        raise WaitBeforeNextAttempt(opens_at)


def _draw_items(
    step: CompiledStep, rules: QuizRules, earlier: Sequence[Attempt], seed: str
) -> list[str]:
    parts = next(iter(step.texts.values())).parts
    items = [part.data for part in parts if part.kind == "question"]
    pool = [PoolItem(id=item["id"], group=item["pool"] or item["objective"]) for item in items]
    seen = Counter(item for attempt in earlier for item in attempt.items)
    drawn = draw(pool, number=rules.draw or len(pool), seed=seed, seen=seen)
    return list(shuffled(drawn, seed=seed) if rules.shuffle else drawn)

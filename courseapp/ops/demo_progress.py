"""Let the people of the demo work through the course, at moments in the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import Published
from courseapp.certificates.domain import new_code
from courseapp.certificates.services import issue_certificate
from courseapp.enrolment.models import Enrolment
from courseapp.ops.demo_steps import Turn, act, hand_in
from courseapp.progress.services import complete_step

RULES = {
    "lesson": "read",
    "quiz": "passed",
    "dialogue": "end-reached",
    "reflection": "plan-made",
    "task": "task-done",
    "closing": "read",
    "scenario": "scenario-played",
}
A_DAY = 6
"""Steps that somebody does in a day."""


def work_through(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    steps: int | None,
    days_ago: int,
    now: datetime,
) -> None:
    """Complete the first `steps` of the course (None: all), the last one `days_ago`.

    Quizzes are really answered, so that the trainer's figures have something to count.
    """
    todo = list(published.course.steps())[:steps]
    for step, at in zip(todo, _workdays(len(todo), days_ago=days_ago, now=now), strict=True):
        if step.kind == "quiz":
            hand_in(turn_of(enrolment, published, step, session=session, now=at))
        complete_step(
            session,
            enrolment=enrolment,
            published=published,
            step_id=step.id,
            rule=rule_of(step),
            now=at,
        )
        if enrolment.completed_at is not None:
            issue_certificate(
                session, enrolment=enrolment, published=published, code=new_code(), now=at
            )


def rule_of(step: CompiledStep) -> str:
    """The rule by which a step is done; a quiz without a score is handed in."""
    return "submitted" if step.settings.get("graded") is False else RULES[step.kind]


def work_until(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    step_id: str,
    time_zone: str,
    days_ago: int,
    now: datetime,
) -> None:
    """Everything before the step `step_id`, with real walks, answers and plans behind each page.

    A dialogue of their own is left for who tries the demo: nothing in the course waits for it.
    """
    steps = list(published.course.steps())
    until = steps[: [step.id for step in steps].index(step_id)]
    todo = [step for step in until if step.kind != "scenario"]
    for step, at in zip(todo, _workdays(len(todo), days_ago=days_ago, now=now), strict=True):
        act(turn_of(enrolment, published, step, session=session, now=at, time_zone=time_zone))
        complete_step(
            session,
            enrolment=enrolment,
            published=published,
            step_id=step.id,
            rule=rule_of(step),
            now=at,
        )


def turn_of(
    enrolment: Enrolment,
    published: Published,
    step: CompiledStep,
    *,
    session: Session,
    now: datetime,
    time_zone: str = "Europe/Amsterdam",
) -> Turn:
    """One person at one step, at one moment."""
    return Turn(
        session=session,
        enrolment=enrolment,
        published=published,
        step=step,
        time_zone=time_zone,
        now=now,
    )


def _workdays(count: int, *, days_ago: int, now: datetime) -> Sequence[datetime]:
    """Moments on working days, some steps each morning, the last one `days_ago`."""
    found: list[datetime] = []
    local = now.astimezone(ZoneInfo("Europe/Amsterdam"))
    day = local.replace(hour=9, minute=20, second=0, microsecond=0) - timedelta(days=days_ago)
    while len(found) < count:
        if day.weekday() < 5:
            steps = min(A_DAY, count - len(found))
            found += [day + timedelta(minutes=17 * step) for step in reversed(range(steps))]
        day -= timedelta(days=1)
    return found[::-1]

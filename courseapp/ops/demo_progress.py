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
from courseapp.dialogues.domain.graph import graph_from_key
from courseapp.dialogues.services import choose, progress_of, start_walk
from courseapp.enrolment.models import Enrolment
from courseapp.plans.services import make_plan
from courseapp.progress.services import complete_step
from courseapp.reflections.services import Draft, Stamp, submit
from courseapp.web.now import today_in

RULES = {
    "lesson": "read",
    "quiz": "passed",
    "dialogue": "end-reached",
    "reflection": "plan-made",
    "task": "task-done",
    "scenario": "scenario-played",
}
ANSWER = (
    "Een monteur die een uur te laat kwam. Het wachten was het dieptepunt, maar hij liep aan het "
    "eind alles met de klant na, en daar begon ze later zelf over."
)
CUE = "een klant aan het eind van een gesprek stil wordt"
ACTION = "vat ik samen wat er geregeld is en noem ik de dag waarop het klaar is"


def work_through(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    steps: int | None,
    days_ago: int,
    now: datetime,
) -> None:
    """Complete the first `steps` of the course (None: all), a step a day, the last `days_ago`."""
    todo = list(published.course.steps())[:steps]
    for step, at in zip(todo, _workdays(len(todo), days_ago=days_ago, now=now), strict=True):
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


def leave_only_the_quiz(
    session: Session, *, enrolment: Enrolment, published: Published, time_zone: str, now: datetime
) -> None:
    """Everything but the quiz, with a real walk and a real plan, so that their pages show them."""
    todo = [step for step in published.course.steps() if rule_of(step) != "passed"]
    for step, at in zip(todo, _workdays(len(todo), days_ago=1, now=now), strict=True):
        if step.kind == "dialogue":
            _walk(session, enrolment=enrolment, published=published, step=step, now=at)
        elif step.kind == "reflection":
            _reflect(
                session, enrolment=enrolment, published=published, step=step,
                time_zone=time_zone, now=at,
            )  # fmt: skip
        complete_step(
            session,
            enrolment=enrolment,
            published=published,
            step_id=step.id,
            rule=rule_of(step),
            now=at,
        )


def _walk(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    step: CompiledStep,
    now: datetime,
) -> None:
    """Walk to an end by the reply that helps most each time."""
    graph = graph_from_key(step.settings, published.key(step.id, "nl"))
    walk = start_walk(
        session, enrolment=enrolment, step_id=step.id, revision_id=published.revision_id,
        seed="demo", now=now,
    )  # fmt: skip
    progress = progress_of(session, walk=walk, graph=graph)
    while progress.passage:
        edges = graph.passages[progress.passage]
        progress = choose(
            session, walk=walk, graph=graph, turn=len(progress.turns) + 1,
            reply_id=max(edges, key=lambda reply: edges[reply].effect),
            client_key=f"demo-{len(progress.turns)}", now=now,
        )  # fmt: skip


def _reflect(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    step: CompiledStep,
    time_zone: str,
    now: datetime,
) -> None:
    prompts = [prompt["id"] for prompt in step.text("nl").data["prompts"]]
    submit(
        session,
        enrolment=enrolment,
        step_id=step.id,
        revision_id=published.revision_id,
        draft=Draft(texts=dict.fromkeys(prompts, ANSWER), cue=CUE, action=ACTION),
        stamp=Stamp(tab="demo", sequence=1, base=0),
        now=now,
    )
    make_plan(
        session,
        enrolment=enrolment,
        step_id=step.id,
        cue=CUE,
        action=ACTION,
        working_days=step.settings.get("follow_up", (3, 10)),
        today=today_in(time_zone, now=now),
        now=now,
    )


def _workdays(count: int, *, days_ago: int, now: datetime) -> Sequence[datetime]:
    """Moments on `count` successive working days, in the morning, the last one `days_ago`."""
    found: list[datetime] = []
    local = now.astimezone(ZoneInfo("Europe/Amsterdam"))
    day = local.replace(hour=9, minute=20, second=0, microsecond=0) - timedelta(days=days_ago)
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day + timedelta(minutes=17 * (len(found) % 9)))
        day -= timedelta(days=1)
    return found[::-1]

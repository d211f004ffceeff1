"""Work that was begun and not ended: attempts, conversations, reflections, work tasks, scenarios."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from courseapp.dialogues.models import Walk
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.models import Attempt
from courseapp.reflections.models import Reflection, WorkTask
from courseapp.scenarios.models import Scenario


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """Something begun; `kind` is the kind of its step, `id` the key of its row."""

    kind: str
    step_id: str
    id: int
    at: datetime


def list_open_work(
    session: Session, *, enrolments: Sequence[Enrolment]
) -> Mapping[int, Sequence[OpenWork]]:
    """All that waits to be continued, newest first, in one query, by enrolment id."""
    kinds = union_all(
        _begun(Attempt, "quiz", Attempt.started_at, enrolments).where(Attempt.state == "open"),
        _begun(Walk, "dialogue", Walk.started_at, enrolments).where(Walk.state == "open"),
        _begun(Reflection, "reflection", Reflection.updated_at, enrolments).where(
            Reflection.submitted_at.is_(None)
        ),
        _begun(WorkTask, "task", WorkTask.updated_at, enrolments).where(WorkTask.done_at.is_(None)),
        _begun(Scenario, "scenario", Scenario.updated_at, enrolments).where(
            Scenario.ready_at.is_(None)
        ),
    )
    found: dict[int, list[OpenWork]] = defaultdict(list)
    for enrolment_id, kind, step_id, key, at in session.execute(kinds):
        found[enrolment_id].append(OpenWork(kind=kind, step_id=step_id, id=key, at=at))
    return {key: sorted(work, key=lambda w: w.at, reverse=True) for key, work in found.items()}


def _begun(
    model: type[Attempt] | type[Walk] | type[Reflection] | type[WorkTask] | type[Scenario],
    kind: str,
    moment: object,
    enrolments: Sequence[Enrolment],
) -> Select[tuple[int, str, str, int, datetime]]:
    columns = (model.enrolment_id, literal(kind), model.step_id, model.id, moment)
    statement: Select[tuple[int, str, str, int, datetime]] = select(*columns).where(  # type: ignore[call-overload]
        model.organisation_id.in_({e.organisation_id for e in enrolments}),
        model.enrolment_id.in_([e.id for e in enrolments]),
    )
    return statement

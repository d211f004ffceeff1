"""The completion ledger, read for pages and for verification."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courseapp.activities.models import Completion
from courseapp.catalog.queries import Published
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.progress.domain import Entry, Progress, Summary, measure, outline_of

BATCH = 1000
_SUMMARY: tuple[InstrumentedAttribute[Any], ...] = (
    Enrolment.organisation_id,
    Enrolment.id,
    Enrolment.steps_done,
    Enrolment.completed_at,
    Enrolment.completed_revision_id,
    Enrolment.started_at,
    Enrolment.last_activity_at,
)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is recorded of one enrolment: summary, activity and the ledger in order of time."""

    organisation_id: int
    enrolment_id: int
    summary: Summary
    started_at: datetime | None
    last_activity_at: datetime | None
    entries: Sequence[Entry]


_COMPLETED = select(Completion.step_id).where(
    Completion.organisation_id == bindparam("organisation_id"),
    Completion.enrolment_id == bindparam("enrolment_id"),
)


def list_completed(session: Session, *, enrolment: Enrolment) -> frozenset[str]:
    """Ids of all steps that an enrolment has completed, of whichever revision."""
    given = {"organisation_id": enrolment.organisation_id, "enrolment_id": enrolment.id}
    return frozenset(session.scalars(_COMPLETED, given))


def list_completed_by_enrolment(
    session: Session, *, enrolments: Sequence[Enrolment]
) -> Mapping[int, frozenset[str]]:
    """Completed step ids of several enrolments in one query, by enrolment id."""
    rows = session.execute(
        select(Completion.enrolment_id, Completion.step_id).where(
            Completion.organisation_id.in_({e.organisation_id for e in enrolments}),
            Completion.enrolment_id.in_([e.id for e in enrolments]),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for enrolment_id, step_id in rows:
        found[enrolment_id].add(step_id)
    return {e.id: frozenset(found[e.id]) for e in enrolments}


def measure_enrolment(
    enrolment: Enrolment, *, published: Published, completed: frozenset[str]
) -> Progress:
    """The progress of an enrolment on a published course."""
    return measure(
        outline_of(published.course),
        completed=completed,
        last_step=enrolment.last_step_id,
        is_finished=enrolment.completed_at is not None,
    )


def stream_records(session: Session, *, organisation_id: int | None = None) -> Iterator[Record]:
    """Every enrolment with its ledger, of one organisation or of all, a batch at a time."""
    statement = (
        select(*_SUMMARY, Completion.step_id, Completion.revision_id, Completion.at)
        .outerjoin(
            Completion,
            (Completion.enrolment_id == Enrolment.id)
            & (Completion.organisation_id == Enrolment.organisation_id),
        )
        .order_by(Enrolment.id, Completion.at, Completion.id)
        # the operator verifies all organisations at once
        .execution_options(yield_per=BATCH, **ALL_TENANTS)
    )
    if organisation_id is not None:
        statement = statement.where(Enrolment.organisation_id == organisation_id)
    for _, rows in itertools.groupby(session.execute(statement), key=lambda row: row.id):
        yield _record(list(rows))


def _record(rows: Sequence[Row[Any]]) -> Record:
    """One enrolment from its rows: one for each step in the ledger, or a single one without."""
    first = rows[0]
    return Record(
        organisation_id=first.organisation_id,
        enrolment_id=first.id,
        summary=Summary(
            steps_done=first.steps_done,
            completed_at=first.completed_at,
            completed_revision_id=first.completed_revision_id,
        ),
        started_at=first.started_at,
        last_activity_at=first.last_activity_at,
        entries=[
            Entry(step_id=row.step_id, revision_id=row.revision_id, at=row.at)
            for row in rows
            if row.step_id is not None
        ],
    )

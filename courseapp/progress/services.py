"""Write the completion ledger and the summary of the enrolment together, and compare the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.queries import Published, get_revision
from courseapp.enrolment.models import Enrolment
from courseapp.progress.domain import Summary, advance, replay
from courseapp.progress.queries import Record, list_completed, stream_records


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Where an enrolment says something else than its ledger."""

    organisation_id: int
    enrolment_id: int
    field: str
    recorded: object
    expected: object


def complete_step(
    session: Session,
    *,
    enrolment: Enrolment,
    published: Published,
    step_id: str,
    rule: str,
    now: datetime,
    earned_on: int | None = None,
) -> bool:
    """Note that a step is done, once; False when it was already, whichever request came first.

    `earned_on` is the id of the revision on which it was earned, where that is not the current one.
    """
    lock_enrolment(session, enrolment=enrolment)
    now = _not_before(enrolment, now)
    completed = list_completed(session, enrolment=enrolment)
    _be_at(enrolment, step_id=step_id, now=now)
    is_new = step_id not in completed
    if is_new:
        revision_id = earned_on or published.revision_id
        session.add(_row(enrolment, step_id=step_id, revision_id=revision_id, rule=rule, at=now))
    _advance(enrolment, completed=completed | {step_id}, published=published, now=now)
    session.flush()
    return is_new


def _not_before(enrolment: Enrolment, now: datetime) -> datetime:
    """The moment to record: a request that waited for the lock comes after the one it waited for."""
    return max(now, enrolment.last_activity_at or now)


def _row(
    enrolment: Enrolment, *, step_id: str, revision_id: int, rule: str, at: datetime
) -> Completion:
    return Completion(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        step_id=step_id,
        revision_id=revision_id,
        rule=rule,
        at=at,
    )


def settle_course(
    session: Session, *, enrolment: Enrolment, published: Published, now: datetime
) -> bool:
    """Finish an enrolment of which nothing is missing any more; whether it is finished now."""
    lock_enrolment(session, enrolment=enrolment)
    now = _not_before(enrolment, now)
    completed = list_completed(session, enrolment=enrolment)
    _advance(enrolment, completed=completed, published=published, now=now)
    session.flush()
    return enrolment.completed_at is not None


def note_activity(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    now: datetime,
    anchor: str | None = None,
) -> None:
    """Remember where someone is at work; without an anchor a place within the same step stays."""
    _be_at(enrolment, step_id=step_id, now=now, anchor=anchor)
    session.flush()


def _be_at(enrolment: Enrolment, *, step_id: str, now: datetime, anchor: str | None = None) -> None:
    if anchor is None:
        anchor = enrolment.last_anchor if enrolment.last_step_id == step_id else ""
    enrolment.started_at = enrolment.started_at or now
    enrolment.last_activity_at = max(enrolment.last_activity_at or now, now)
    enrolment.last_step_id = step_id
    enrolment.last_anchor = anchor


def lock_enrolment(session: Session, *, enrolment: Enrolment) -> None:
    """Let requests of one trainee wait for each other; two steps done at once must both count."""
    session.execute(
        select(Enrolment)
        .where(Enrolment.organisation_id == enrolment.organisation_id, Enrolment.id == enrolment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def summary_of(enrolment: Enrolment) -> Summary:
    """What the enrolment keeps of its ledger."""
    return Summary(
        steps_done=enrolment.steps_done,
        completed_at=enrolment.completed_at,
        completed_revision_id=enrolment.completed_revision_id,
    )


def _advance(
    enrolment: Enrolment, *, completed: frozenset[str], published: Published, now: datetime
) -> None:
    summary = advance(
        summary_of(enrolment),
        completed=completed,
        required=published.course.required_step_ids(),
        revision_id=published.revision_id,
        at=now,
    )
    enrolment.steps_done = summary.steps_done
    enrolment.completed_at = summary.completed_at
    enrolment.completed_revision_id = summary.completed_revision_id


def find_differences(
    session: Session, *, organisation_id: int | None = None
) -> Iterator[Difference]:
    """Where enrolments (of one organisation, or all) differ from what their ledger says."""
    required: dict[int, tuple[str, ...]] = {}
    for record in stream_records(session, organisation_id=organisation_id):
        revisions = {entry.revision_id for entry in record.entries}
        for revision_id in revisions | {record.summary.completed_revision_id}:
            if revision_id is not None and revision_id not in required:
                course = get_revision(session, revision_id).course
                required[revision_id] = course.required_step_ids()
        summary = replay(record.entries, required=required, settled=record.summary)
        yield from _compare(record, summary)


def _compare(record: Record, summary: Summary) -> Iterator[Difference]:
    first = record.entries[0].at if record.entries else None
    last = record.entries[-1].at if record.entries else None
    found = [
        (field, getattr(record.summary, field), getattr(summary, field))
        for field in ("steps_done", "completed_at", "completed_revision_id")
    ]
    if first and (record.started_at is None or record.started_at > first):
        found.append(("started_at", record.started_at, first))
    if last and (record.last_activity_at is None or record.last_activity_at < last):
        found.append(("last_activity_at", record.last_activity_at, last))
    for field, recorded, expected in found:
        if recorded != expected:
            yield Difference(
                organisation_id=record.organisation_id,
                enrolment_id=record.enrolment_id,
                field=field,
                recorded=recorded,
                expected=expected,
            )

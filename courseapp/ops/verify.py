"""Recompute enrolments from ledger and answers, and look whether the database itself is sound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.models import SourceBlob
from courseapp.catalog.queries import get_revision
from courseapp.certificates.models import Certificate
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.ops.verify_cards import compare_cards
from courseapp.progress.domain import Entry, replay
from courseapp.progress.services import summary_of

ENROLMENTS_AT_ONCE = 500
POSTGRESQL_CHECKS = {
    "constraint not validated": "SELECT conname FROM pg_constraint WHERE NOT convalidated",
    "index not valid": "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid",
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Something that is not as it must be."""

    subject: str
    field: str
    recorded: str
    expected: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.field} is {self.recorded}, expected {self.expected}"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was looked at, and what is wrong with it."""

    enrolments: int
    files: int
    differences: tuple[Difference, ...]


def verify(session: Session) -> Verdict:
    """Check the engine, files of courses, enrolments, certificates and review cards; changes nothing."""
    found = list(_check_engine(session))
    files = enrolments = 0
    blobs = select(SourceBlob.sha256, SourceBlob.content).execution_options(yield_per=20)
    for sha256, content in session.execute(blobs):
        files += 1
        actual = hashlib.sha256(content).hexdigest()
        found += _compare(f"file {sha256[:12]}", {"content": (actual, sha256)})
    for batch in _batches(session):
        enrolments += len(batch)
        found += _check_batch(session, batch)
        session.expunge_all()
    return Verdict(enrolments=enrolments, files=files, differences=tuple(found))


def _check_engine(session: Session) -> Iterator[Difference]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        for (line,) in connection.execute(text("PRAGMA integrity_check")).all():
            yield from _compare("database", {"integrity": (line, "ok")})
        for row in connection.execute(text("PRAGMA foreign_key_check")).all():
            yield from _compare(f"{row[0]} row {row[1]}", {"reference": ("broken", row[2])})
        return
    for problem, statement in POSTGRESQL_CHECKS.items():
        for (name,) in connection.execute(text(statement)).all():
            yield from _compare(str(name), {"state": (problem, "valid")})


def _batches(session: Session) -> Iterator[Sequence[Enrolment]]:
    last = 0
    while True:
        batch = session.scalars(
            select(Enrolment)
            .where(Enrolment.id > last)
            .order_by(Enrolment.id)
            .limit(ENROLMENTS_AT_ONCE),
            execution_options=ALL_TENANTS,  # the whole installation is checked
        ).all()
        if not batch:
            return
        last = batch[-1].id
        yield batch


def _check_batch(session: Session, batch: Sequence[Enrolment]) -> Iterator[Difference]:
    ids = [enrolment.id for enrolment in batch]
    ledger: dict[int, list[Entry]] = {key: [] for key in ids}
    rows = session.execute(
        select(Completion.enrolment_id, Completion.step_id, Completion.revision_id, Completion.at)
        .where(Completion.enrolment_id.in_(ids))
        .order_by(Completion.at, Completion.id),
        execution_options=ALL_TENANTS,  # the whole installation is checked
    )
    for enrolment_id, step_id, revision_id, at in rows:
        ledger[enrolment_id].append(Entry(step_id=step_id, revision_id=revision_id, at=at))
    certified = set(
        session.scalars(
            select(Certificate.enrolment_id).where(Certificate.enrolment_id.in_(ids)),
            execution_options=ALL_TENANTS,  # the whole installation is checked
        )
    )
    required = _required(session, batch, ledger)
    for enrolment in batch:
        yield from _check_summary(enrolment, ledger[enrolment.id], required)
        yield from _compare(
            f"enrolment {enrolment.id}",
            {"certificate": (enrolment.id in certified, enrolment.completed_at is not None)},
        )
    for subject, fields in compare_cards(session, batch):
        yield from _compare(subject, fields)


def _required(
    session: Session, batch: Sequence[Enrolment], ledger: Mapping[int, Sequence[Entry]]
) -> dict[int, tuple[str, ...]]:
    """The required steps of every revision that the batch mentions."""
    revisions = {entry.revision_id for entries in ledger.values() for entry in entries}
    revisions |= {e.completed_revision_id for e in batch if e.completed_revision_id is not None}
    return {
        revision: get_revision(session, revision).course.required_step_ids()
        for revision in revisions
    }


def _check_summary(
    enrolment: Enrolment, entries: Sequence[Entry], required: Mapping[int, tuple[str, ...]]
) -> Iterator[Difference]:
    recorded = summary_of(enrolment)
    expected = replay(entries, required=required, settled=recorded)
    yield from _compare(
        f"enrolment {enrolment.id}",
        {
            "steps_done": (recorded.steps_done, expected.steps_done),
            "completed_at": (recorded.completed_at, expected.completed_at),
            "completed_revision_id": (
                recorded.completed_revision_id,
                expected.completed_revision_id,
            ),
        },
    )


def _compare(subject: str, fields: Mapping[str, tuple[object, object]]) -> Iterator[Difference]:
    """A difference for each field whose two values (recorded, expected) are not the same."""
    for field, (recorded, expected) in fields.items():
        if recorded != expected:
            yield Difference(
                subject=subject, field=field, recorded=str(recorded), expected=str(expected)
            )

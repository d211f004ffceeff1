"""Many enrolments, quickly: rows in bulk, as a year of use would have left them."""

from __future__ import annotations

import itertools
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import psycopg
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course
from courseapp.catalog.queries import get_current
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Department, Membership, Organisation, Role

FIRST = ("Samira", "Bram", "Şeyma", "Joost", "Lotte", "Emre", "Fleur", "Daan", "Noor", "Ömer")
LAST = ("Haddou", "de Wit", "Kaya", "van den Berg", "Jansen", "Yılmaz", "Bakker", "Meijer", "Smit")
DEPARTMENTS = ("Klantenservice", "Verkoop", "Incasso", "Balie", "Planning", "Techniek")
RUNS = 4
QUESTIONS = 4
BASE = 1_000
"""Ids of bulk rows begin above those of rows made one by one."""
SLUG = "bank"
COURSE = "wat-blijft-hangen"
MOST_STEPS = 9
"""Steps that a participant did at most: as many lines in the ledger as one module, quick to fill."""


def seed(session: Session, *, enrolments: int, now: datetime) -> None:
    """An organisation with this many trainees in four runs; a third each has not begun, is busy, is done."""
    organisation = Organisation(slug=SLUG, name="Bank voor Metingen", created_at=now)
    session.add(organisation)
    session.flush()
    rooms = [Department(organisation_id=organisation.id, name=name) for name in DEPARTMENTS]
    course_id = session.scalars(select(Course.id).where(Course.slug == COURSE)).one()
    runs = [
        CourseRun(
            organisation_id=organisation.id, course_id=course_id, name=f"Groep {n + 1}",
            starts_on=(now - timedelta(days=100)).date(), due_on=(now + timedelta(days=30)).date(),
            created_at=now,
        )
        for n in range(RUNS)
    ]  # fmt: skip
    session.add_all([*rooms, *runs])
    session.flush()
    published = get_current(session, course_id)
    rows = _Rows(
        organisation=organisation.id,
        departments=[room.id for room in rooms],
        runs=[run.id for run in runs],
        revision=published.revision_id,
        steps=list(published.course.required_step_ids())[:MOST_STEPS],
        now=now,
    )
    session.commit()
    _store_all(session, rows, enrolments)


class _Rows:
    """The rows of each table, the same on every engine and in every run."""

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        self.now: datetime = facts["now"]
        self.steps: list[str] = facts["steps"]

    def done(self, n: int) -> int:
        """How many steps participant `n` did."""
        return (0, 1 + n % (len(self.steps) - 1), len(self.steps))[n % 3]

    def people(self, count: int) -> Iterator[tuple[Any, ...]]:
        names = list(itertools.product(FIRST, LAST))
        random.Random(1).shuffle(names)
        for n in range(count):
            first, last = names[n % len(names)]
            yield (BASE + n, f"p{n}@{SLUG}.example", f"{first} {last} {n}", self.now, "nl")

    def memberships(self, count: int) -> Iterator[tuple[Any, ...]]:
        rooms = self.facts["departments"]
        for n in range(count):
            yield (
                BASE + n, self.facts["organisation"], BASE + n, Role.TRAINEE.value, self.now,
                rooms[n % len(rooms)], f"{n:06d}",
            )  # fmt: skip

    def enrolments(self, count: int) -> Iterator[tuple[Any, ...]]:
        for n in range(count):
            done, begun = self.done(n), self.now - timedelta(days=90, minutes=7 * n % 40_000)
            is_done = done == len(self.steps)
            last = begun + timedelta(days=done, minutes=n % 50)
            yield (
                BASE + n, self.facts["organisation"], self.facts["runs"][n % RUNS], BASE + n,
                begun - timedelta(days=2), begun if done else None, last if done else None,
                self.steps[done - 1] if done else "", "", done,
                last if is_done else None, self.facts["revision"] if is_done else None,
            )  # fmt: skip

    def completions(self, count: int) -> Iterator[tuple[Any, ...]]:
        numbers = itertools.count(BASE)
        for n in range(count):
            begun = self.now - timedelta(days=90, minutes=7 * n % 40_000)
            for day, step in enumerate(self.steps[: self.done(n)]):
                yield (
                    next(numbers), self.facts["organisation"], BASE + n, step,
                    self.facts["revision"], "read", "earned", "", begun + timedelta(days=day + 1, minutes=n % 50),
                )  # fmt: skip

    def attempts(self, count: int) -> Iterator[tuple[Any, ...]]:
        items = json.dumps([f"vraag-{q}" for q in range(QUESTIONS)])
        for n in range(2, count, 3):
            begun = self.now - timedelta(days=60, minutes=n % 40_000)
            yield (
                BASE + n, self.facts["organisation"], BASE + n, "toets", self.facts["revision"],
                1, "0" * 32, items, begun, "submitted", begun, 7.0, 8.0, True,
            )  # fmt: skip

    def answers(self, count: int) -> Iterator[tuple[Any, ...]]:
        numbers = itertools.count(BASE)
        for n in range(2, count, 3):
            for q in range(QUESTIONS):
                yield (
                    next(numbers), self.facts["organisation"], BASE + n, f"vraag-{q}", 1,
                    f"{n:09d}-{q:026d}", '{"choice": "abc123"}', self.now,
                )  # fmt: skip

    def certificates(self, count: int) -> Iterator[tuple[Any, ...]]:
        for n in range(2, count, 3):
            yield (
                BASE + n, self.facts["organisation"], BASE + n, f"BENCH{n:09d}", f"Deelnemer {n}",
                "Wat blijft hangen", 90, self.now.date(), self.facts["revision"], self.now, "",
            )  # fmt: skip


def _store_all(session: Session, rows: _Rows, count: int) -> None:
    tables = (
        ("person", "id email name created_at locale", rows.people),
        ("membership", "id organisation_id person_id role created_at department_id personnel_number", rows.memberships),
        ("enrolment", "id organisation_id run_id person_id enrolled_at started_at last_activity_at last_step_id "
         "last_anchor steps_done completed_at completed_revision_id", rows.enrolments),
        ("completion", "id organisation_id enrolment_id step_id revision_id rule route reason at", rows.completions),
        ("attempt", "id organisation_id enrolment_id step_id revision_id number seed items started_at state submitted_at "
         "points max_points is_passed", rows.attempts),
        ("answer", "id organisation_id attempt_id item_id sequence client_key response saved_at", rows.answers),
        ("certificate", "id organisation_id enrolment_id code holder_name course_title minutes completed_on "
         "revision_id issued_at revoked_reason", rows.certificates),
    )  # fmt: skip
    raw: Any = session.connection().connection.driver_connection
    for table, columns, make in tables:
        _store(raw, table, columns.split(), make(count))
    if isinstance(raw, psycopg.Connection):
        raw.execute("ANALYZE")  # what its autovacuum would do by itself a little later
    session.commit()


def _store(raw: Any, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(columns)
    if isinstance(raw, sqlite3.Connection):
        marks = ", ".join("?" * len(columns))
        raw.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",
            (tuple(map(_as_sqlite_stores, row)) for row in rows),
        )
        return
    assert isinstance(raw, psycopg.Connection)
    with raw.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[arg-type]
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # type: ignore[arg-type]
        )


def _as_sqlite_stores(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")[:26]  # UTC, as `database.Moment` insists
    return value.isoformat() if hasattr(value, "isoformat") else value


def list_readers(session: Session, count: int) -> list[tuple[int, int]]:
    """(person, enrolment) of trainees who are busy, spread over the whole table."""
    found = session.execute(
        select(Enrolment.person_id, Enrolment.id)
        .join(Organisation, Organisation.id == Enrolment.organisation_id)
        .where(
            Organisation.slug == SLUG,
            Enrolment.started_at.is_not(None),
            Enrolment.completed_at.is_(None),
        )
        .order_by(Enrolment.id),
        execution_options={"all_tenants": True},
    ).all()
    return [tuple(row) for row in found[:: max(len(found) // count, 1)][:count]]


def add_officer(session: Session, *, now: datetime) -> int:
    """Somebody of HR; their id."""
    organisation = session.scalars(select(Organisation).where(Organisation.slug == SLUG)).one()
    person = Person(email=f"hr@{SLUG}.example", name="Ineke Vos", created_at=now)
    session.add(person)
    session.flush()
    session.add(
        Membership(
            organisation_id=organisation.id, person_id=person.id, role=Role.HR.value, created_at=now
        )
    )
    session.flush()
    return person.id

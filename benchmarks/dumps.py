"""The engine's own way to write the report's rows, and its own bare commit."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg

from benchmarks.processes import family_cpu
from benchmarks.seeding import SLUG
from courseapp.database.engine import PRAGMAS

COLUMNS = """
SELECT p.name, p.email, m.personnel_number, d.name, r.name, 'Wat klanten bijblijft', e.enrolled_at,
 coalesce(e.due_on, r.due_on),
 CASE WHEN e.completed_at IS NOT NULL THEN 'Afgerond' WHEN coalesce(e.due_on, r.due_on) < {today} THEN 'Te laat'
  WHEN e.started_at IS NULL THEN 'Niet gestart' ELSE 'Bezig' END AS status,
 e.steps_done, 7, e.last_activity_at, e.completed_at, c.code,
 e.id, 100000, o.name, 'alle deelnemers', '2026-01-01T00:00:00+01:00',
 'Europe/Amsterdam'
FROM enrolment e JOIN organisation o ON o.id = e.organisation_id
 JOIN course_run r ON r.id = e.run_id AND r.organisation_id = e.organisation_id
 JOIN person p ON p.id = e.person_id
 LEFT JOIN membership m ON m.organisation_id = e.organisation_id AND m.person_id = e.person_id AND m.role = 'trainee'
 LEFT JOIN department d ON d.id = m.department_id AND d.organisation_id = m.organisation_id
 LEFT JOIN certificate c ON c.enrolment_id = e.id AND c.organisation_id = e.organisation_id AND c.revoked_at IS NULL
WHERE o.slug = '{slug}' AND (e.ended_at IS NULL OR e.completed_at IS NOT NULL)
ORDER BY {name}, e.id"""
"""The columns of the report with moments as they are stored: the shell turns none into a day."""


@dataclass(frozen=True)
class Work:
    """What something cost: CPU of all processes and time on the clock, in milliseconds."""

    cpu: float
    elapsed: float
    size: int = 0


def dump_sqlite(database: Path, target: Path) -> Work:
    """`sqlite3 -csv -header`, to a file."""
    query = COLUMNS.format(slug=SLUG, today="date('now')", name="lower(p.name)")
    return _run(["sqlite3", "-readonly", "-csv", "-header", str(database), query], target)


def dump_postgres(uri: str, bin_path: Path, postmaster: int, target: Path) -> Work:
    """`COPY … TO STDOUT` through psql, to a file; the backend's CPU counts."""
    query = COLUMNS.format(slug=SLUG, today="current_date", name='lower(p.name) COLLATE "C"')
    copy = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    before = family_cpu(postmaster)
    work = _run([str(bin_path / "psql"), "-X", "-q", "-c", copy, uri], target)
    backend = (family_cpu(postmaster) - before) * 1000
    return Work(work.cpu + backend, work.elapsed, work.size)


def _run(words: Sequence[str], target: Path) -> Work:
    before, begun = _children(), time.perf_counter()
    with target.open("wb") as out:
        subprocess.run(words, stdout=out, check=True, timeout=120, env=dict(os.environ))
    elapsed = (time.perf_counter() - begun) * 1000
    return Work((_children() - before) * 1000, elapsed, target.stat().st_size)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def commit_sqlite(database: Path, count: int) -> Work:
    """One row, one commit, `count` times, with the product's settings; milliseconds for each."""
    connection = sqlite3.connect(database, isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(
        "CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, key TEXT UNIQUE, response TEXT)"
    )

    def store() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO bare (key, response) VALUES (?, ?)", (str(uuid4()), "{}"))
        connection.execute("COMMIT")

    try:
        return _loop(store, count)
    finally:
        connection.close()


def commit_postgres(uri: str, postmaster: int, count: int) -> Work:
    """The same through psycopg; the backend's CPU counts."""
    with psycopg.connect(uri) as connection:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS bare (id bigserial PRIMARY KEY, key text UNIQUE, response text)"
        )
        connection.commit()

        def store() -> None:
            connection.execute(
                "INSERT INTO bare (key, response) VALUES (%s, %s)", (str(uuid4()), "{}")
            )
            connection.commit()

        before = family_cpu(postmaster)
        work = _loop(store, count)
        backend = (family_cpu(postmaster) - before) * 1000 / count
    return Work(work.cpu + backend, work.elapsed)


def _loop(store: Callable[[], None], count: int) -> Work:
    begun, cpu = time.perf_counter(), time.thread_time()
    for _ in range(count):
        store()
    spent = time.thread_time() - cpu
    return Work(spent * 1000 / count, (time.perf_counter() - begun) * 1000 / count)

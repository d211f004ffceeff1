"""How each engine gives its data and takes it back, while others go on working."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess  # fixed programs, no shell # nosec B404
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url

PATIENCE_SECONDS = 60.0
FRESH_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


class EngineTrouble(Exception):
    """The engine's own tools are missing or refused; nothing was changed."""


def engine_name(url: str) -> str:
    """`sqlite` or `postgresql`."""
    return make_url(url).get_backend_name()


def dump(url: str, target: Path) -> None:
    """A consistent copy of the whole database, as of this moment, into a file."""
    if engine_name(url) == "postgresql":
        _run(["pg_dump", "--no-owner", "--no-privileges", f"--file={target}"], url)
        return
    with closing(_open(_file(url))) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def load(url: str, source: Path) -> None:
    """Replace the whole database by a dump, in one transaction."""
    if engine_name(url) == "postgresql":
        command = [
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
        ]
        _run([*command, "--output=/dev/null", f"--command={FRESH_SCHEMA}", f"--file={source}"], url)
        return
    path = _file(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as copy, closing(_open(path, create=True)) as target:
        copy.backup(target)


def check_sqlite(path: Path) -> None:
    """Raise EngineTrouble unless the file is a sound SQLite database."""
    with closing(sqlite3.connect(path)) as copy:
        try:
            found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            orphans = copy.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise EngineTrouble(f"the copy is no sound database: {error}") from error
    if found != ["ok"] or orphans:
        raise EngineTrouble(
            f"the copy is no sound database: {found[0] if orphans is None else orphans}"
        )


def _file(url: str) -> Path:
    return Path(make_url(url).database or "")


def _open(path: Path, *, create: bool = False) -> sqlite3.Connection:
    mode = "rwc" if create else "rw"
    try:
        return sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=PATIENCE_SECONDS
        )
    except sqlite3.OperationalError as error:
        raise EngineTrouble(f"there is no database at {path}") from error


def _run(command: list[str], url: str) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise EngineTrouble(
            f"{command[0]} is not installed. On Debian: apt-get install postgresql-client"
        )
    done = subprocess.run(  # noqa: S603 - a fixed program with our own arguments # nosec B603
        [program, *command[1:]],
        env=os.environ | _libpq_environment(make_url(url)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise EngineTrouble(f"{command[0]} refused: {done.stderr.strip()}")


def _libpq_environment(url: URL) -> dict[str, str]:
    """The address for PostgreSQL's programs; in the environment, where `ps` does not show it."""
    query = {key: value for key, value in url.query.items() if isinstance(value, str)}
    values = {
        "PGHOST": query.get("host") or url.host,
        "PGPORT": query.get("port") or (str(url.port) if url.port else None),
        "PGUSER": query.get("user") or url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        "PGSSLMODE": query.get("sslmode"),
        "PGSSLROOTCERT": query.get("sslrootcert"),
    }
    return {key: str(value) for key, value in values.items() if value}

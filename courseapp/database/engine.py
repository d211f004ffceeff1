"""Engine settings for SQLite (WAL, FULL, BEGIN IMMEDIATE for writes) and PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, event

from courseapp.database.folding import SQLITE_NAME, fold

BUSY_MILLISECONDS = 15_000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
    "cache_size=-16000",
    "temp_store=MEMORY",
)


def engine_options(url: str) -> dict[str, Any]:
    """Keyword arguments for `create_engine` on this address.

    The connection used last is taken first: its pages and statements are in memory already.
    """
    options: dict[str, Any] = {"pool_use_lifo": True}
    if url.startswith("sqlite"):
        return options | {"connect_args": {"timeout": BUSY_MILLISECONDS / 1000}, "pool_size": 20}
    return options | {
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 10,
        "pool_recycle": 1800,
    }


def configure_engine(engine: Engine) -> None:
    """Attach the SQLite rules; a read-only session asks for a deferred BEGIN by execution option.

    Deferred transactions that later write fail at once under load, whatever the time-out; taking
    the write lock at BEGIN makes writers queue instead.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.create_function(SQLITE_NAME, 1, fold, deterministic=True)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

"""Write a backup while people go on working, and put one back."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, func, inspect, select, table, text

from courseapp import __version__
from courseapp.ops.archive import DATABASE, Manifest, pack, unpack
from courseapp.ops.engines import check_sqlite, dump, engine_name, load

SCHEMA_TABLE = "alembic_version"


class TargetExists(Exception):
    """There is a file of this name already; backups are never written over."""


class DatabaseInUse(Exception):
    """The database holds rows, and nobody asked to throw them away."""


class OtherEngine(Exception):
    """The backup was made on another engine than the database that should take it."""


class NewerSchema(Exception):
    """The backup was made by a version that this one does not know."""


def make_backup(engine: Engine, target: Path, *, now: datetime) -> Manifest:
    """Write the whole database, courses and media included, into one file; raises TargetExists."""
    if target.exists():
        raise TargetExists(str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    url = engine.url.render_as_string(hide_password=False)
    name = engine_name(url)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        copy = Path(folder) / DATABASE[name]
        schema = read_schema(engine)
        dump(url, copy)
        return pack(
            copy,
            target,
            version=__version__,
            schema=schema,
            engine=name,
            made_at=now.isoformat(timespec="seconds"),
        )


def restore_backup(
    engine: Engine, source: Path, *, known_schemas: frozenset[str], force: bool
) -> Manifest:
    """Put a backup back, after proving that it is whole; whatever is refused changes nothing.

    Raises DamagedBackup, OtherEngine, NewerSchema, DatabaseInUse and EngineTrouble. Every
    connection of `engine` is closed first.
    """
    url = engine.url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory(prefix="courseapp-restore-") as folder:
        copy = Path(folder) / "database"
        manifest = unpack(source, copy)
        if manifest.engine != engine_name(url):
            raise OtherEngine(manifest.engine)
        if manifest.schema and manifest.schema not in known_schemas:
            raise NewerSchema(manifest.schema)
        if manifest.engine == "sqlite":
            check_sqlite(copy)
        if not force and holds_rows(engine):
            raise DatabaseInUse
        engine.dispose()
        load(url, copy)
    return manifest


def read_schema(engine: Engine) -> str:
    """The migration at which the database stands, "" where none was ever run."""
    with engine.connect().execution_options(read_only=True) as connection:
        if not inspect(connection).has_table(SCHEMA_TABLE):
            return ""
        return str(
            connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or ""
        )


def holds_rows(engine: Engine) -> bool:
    """Whether any table but that of the migrations has a row."""
    with engine.connect().execution_options(read_only=True) as connection:
        names = [name for name in inspect(connection).get_table_names() if name != SCHEMA_TABLE]
        return any(
            connection.execute(select(func.count()).select_from(table(name))).scalar()
            for name in names
        )

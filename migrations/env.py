"""Alembic's entry: runs the migrations on the application's own engine, each in one transaction."""

from __future__ import annotations

from alembic import context
from flask import current_app

from courseapp.database import Base

engine = current_app.extensions["migrate"].db.engine


def run() -> None:
    """Migrate online; on SQLite foreign keys rest while tables are rebuilt."""
    with engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            transactional_ddl=True,
        )
        if is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with context.begin_transaction():
                context.run_migrations()
        finally:
            if is_sqlite:
                connection.rollback()
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=ON")


run()

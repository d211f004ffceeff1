"""Migrations: up, down, up again, and no drift between what they make and what the models say."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from courseapp.app import create_app
from courseapp.cli.schema import current_revision, init_migrations, newest_revision, upgrade_schema
from courseapp.database import Base
from courseapp.web.database import db
from tests.conftest import settings_for_tests
from tests.postgres import postgres_url

TABLES = Base.metadata.tables.keys()


def _round_trip(app: Flask) -> set[str]:
    """Up, down and up again, without drift; the tables that are there at the end."""
    folder = init_migrations(app)
    with app.app_context():
        upgrade(folder)
        assert current_revision() == newest_revision()
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Base.metadata) == []
        downgrade(folder, "base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        db.session.remove()
    upgrade_schema(app)
    with app.app_context():
        assert current_revision() == newest_revision()
        tables = set(inspect(db.engine).get_table_names())
        db.engine.dispose()
    return tables


def test_migrations_go_up_and_down_without_drift_on_sqlite(tmp_path: Path) -> None:
    assert _round_trip(create_app(settings_for_tests(data_dir=tmp_path))) >= set(TABLES)


def test_migrations_go_up_and_down_without_drift_on_postgresql(tmp_path: Path) -> None:
    with postgres_url("migrations") as url:
        app = create_app(settings_for_tests(data_dir=tmp_path, database_url=url))
        assert _round_trip(app) >= set(TABLES)

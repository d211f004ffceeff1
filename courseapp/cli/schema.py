"""The database schema: bring it up to date, step back, say where it stands."""

from __future__ import annotations

import click
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask_migrate import Migrate, downgrade, upgrade

from courseapp.cli.application import with_app
from courseapp.cli.failures import Failure
from courseapp.resources import find_bundled
from courseapp.web.database import db


def init_migrations(app: Flask) -> str:
    """Attach Flask-Migrate for this run and return the folder of the migrations."""
    folder = str(find_bundled("migrations"))
    if "migrate" not in app.extensions:
        Migrate(app, db, directory=folder)
    return folder


def upgrade_schema(app: Flask) -> None:
    """Bring the schema to the newest revision; a no-op when it is there already."""
    folder = init_migrations(app)
    with app.app_context():
        if current_revision() != newest_revision():
            upgrade(folder)
        db.session.remove()


def current_revision() -> str | None:
    """The schema revision of the database, None for an empty one."""
    with db.engine.connect().execution_options(read_only=True) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest_revision() -> str | None:
    """The schema revision that this version of the application needs."""
    script = ScriptDirectory(str(find_bundled("migrations")))
    return script.get_current_head()


def require_current_schema(app: Flask) -> None:
    """Refuse to serve on a schema of another version, also a half-migrated one."""
    with app.app_context():
        if current_revision() != newest_revision():
            raise Failure(
                f"the database has schema {current_revision() or 'none'}, this version needs "
                f"{newest_revision()}. Make a backup, then run: courseapp db upgrade"
            )


@click.group("db", help="The database schema.")
def database() -> None:
    """Group of schema commands."""


@database.command("upgrade", help="Bring the schema up to date; safe to repeat.")
@with_app
def upgrade_command() -> None:
    """Upgrade and say where the schema stands."""
    upgrade_schema(_app())
    click.echo(f"schema {current_revision()}")


@database.command(
    "downgrade", help="Step back one schema revision (or to REVISION); make a backup first."
)
@click.argument("revision", default="-1")
@with_app
def downgrade_command(revision: str) -> None:
    """Downgrade by one revision."""
    downgrade(init_migrations(_app()), revision)
    click.echo(f"schema {current_revision() or 'none'}")


@database.command("current", help="Say which schema the database has and which one is needed.")
@with_app
def current_command() -> None:
    """Show both revisions."""
    click.echo(f"database {current_revision() or 'none'}, needed {newest_revision()}")


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]

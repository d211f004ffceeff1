"""`verify`, `backup`, `restore` and `demo` on the command line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from alembic.script import ScriptDirectory
from flask import current_app

from courseapp.config import Settings
from courseapp.ops.archive import DamagedBackup
from courseapp.ops.backup import (
    DatabaseInUse,
    NewerSchema,
    OtherEngine,
    TargetExists,
    make_backup,
    restore_backup,
)
from courseapp.ops.demo import NotADemo, describe_demo, prepare_demo
from courseapp.ops.engines import EngineTrouble
from courseapp.ops.reporting import report_command
from courseapp.ops.verify import Verdict, verify
from courseapp.resources import find_bundled
from courseapp.web.database import db, open_reader
from courseapp.web.now import utc_now

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
FILE = click.Path(path_type=Path)


def operation_commands(*, with_app: Decorator) -> tuple[click.Command, ...]:
    """All commands of this module; `with_app` runs a function where the database can be reached."""
    return (
        report_command(with_app),
        _verify_command(with_app),
        _backup_command(with_app),
        _restore_command(with_app),
        _demo_command(with_app),
    )


def _verify_command(with_app: Decorator) -> click.Command:
    @click.command("verify", help="Recompute all progress and check the database; changes nothing.")
    @click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for scripts.")
    @with_app
    def run(as_json: bool) -> None:
        with open_reader() as reader:
            verdict = verify(reader)
        click.echo(json.dumps(asdict(verdict)) if as_json else _in_words(verdict))
        if verdict.differences:
            raise SystemExit(1)

    return run


def _in_words(verdict: Verdict) -> str:
    looked = f"{verdict.enrolments} enrolments and {verdict.files} course files looked at"
    if not verdict.differences:
        return f"{looked}: all in order"
    lines = "\n".join(str(difference) for difference in verdict.differences)
    return f"{lines}\n{looked}: {len(verdict.differences)} differences"


def _backup_command(with_app: Decorator) -> click.Command:
    @click.command("backup", help="Write the whole database into one file (PATH: file or folder).")
    @click.argument("path", type=FILE, required=False)
    @with_app
    def run(path: Path | None) -> None:
        started, now = time.monotonic(), utc_now()
        settings: Settings = current_app.extensions["settings"]
        target = path or settings.data_dir / "backups"
        if path is None or path.is_dir():
            target = target / f"courseapp-{now:%Y%m%d-%H%M%S}.zip"
        try:
            manifest = make_backup(db.engine, target, now=now)
        except TargetExists as refusal:
            raise click.ClickException(f"{refusal} exists already; choose another name.") from None
        except (EngineTrouble, OSError) as trouble:
            raise click.ClickException(f"no backup was made: {trouble}") from trouble
        seconds = time.monotonic() - started
        click.echo(
            f"{target}: {manifest.engine}, schema {manifest.schema or 'none'}, "
            f"{manifest.size / 1e6:.1f} MB of data, {target.stat().st_size / 1e6:.1f} MB on disk, "
            f"{seconds:.1f} s"
        )

    return run


def _restore_command(with_app: Decorator) -> click.Command:
    @click.command("restore", help="Put a backup back; a damaged file changes nothing.")
    @click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
    @click.option("--force", is_flag=True, help="Throw away what the database holds now.")
    @with_app
    def run(file: Path, force: bool) -> None:
        started = time.monotonic()
        db.session.remove()
        known = _known_schemas()
        try:
            manifest = restore_backup(db.engine, file, known_schemas=known, force=force)
        except tuple(REFUSALS) as refusal:
            reason = REFUSALS[type(refusal)].format(refusal)
            raise click.ClickException(f"{reason} Nothing was changed.") from refusal
        click.echo(
            f"{file}: restored as of {manifest.made_at} in {time.monotonic() - started:.1f} s"
        )
        click.echo("Bring the schema up to date and check: courseapp db upgrade; courseapp verify")

    return run


REFUSALS: dict[type[Exception], str] = {
    DamagedBackup: "{}.",
    DatabaseInUse: "The database is not empty. To replace all of it: courseapp restore FILE --force.",
    OtherEngine: "This backup is of {}; set DATABASE_URL to a database of that kind.",
    NewerSchema: "This backup has schema {}, which this version does not know; upgrade courseapp first.",
    EngineTrouble: "{}.",
}  # fmt: skip


def _known_schemas() -> frozenset[str]:
    script = ScriptDirectory(str(find_bundled("migrations")))
    return frozenset(revision.revision for revision in script.walk_revisions())


def _demo_command(with_app: Decorator) -> click.Command:
    @click.command("demo", help="Add demo people and say how they sign in; never in production.")
    @click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for scripts.")
    @with_app
    def run(as_json: bool) -> None:
        settings: Settings = current_app.extensions["settings"]
        try:
            people = prepare_demo(current_app)
        except NotADemo as refusal:
            raise click.ClickException(str(refusal)) from None
        if as_json:
            click.echo(json.dumps([asdict(person) for person in people], ensure_ascii=False))
        else:
            click.echo(describe_demo(settings))

    return run

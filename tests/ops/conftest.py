"""What the tests of operating share: PostgreSQL's own programs, and commands that run on a test's database."""

from __future__ import annotations

import functools
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import psycopg
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy.orm import Session

from courseapp.ops.commands import operation_commands
from courseapp.web.database import db

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _postgres_programs(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the programs that belong to the running server first; an older pg_dump refuses to work."""
    if database_url.startswith("sqlite"):
        return
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SHOW data_directory").fetchone()
    started_by = Path(row[0] if row else "") / "postmaster.opts"
    if started_by.is_file():
        programs = Path(shlex.split(started_by.read_text())[0]).parent
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def run(committed_app: Flask) -> Run:
    """Run a command line, as in `run("backup", path)`, on the database of `committed_app`."""

    def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with committed_app.app_context():
                return command(*args, **kwargs)

        return inside

    group = click.Group("courseapp", operation_commands(with_app=with_app))
    return lambda *words: CliRunner().invoke(group, [str(word) for word in words])


@pytest.fixture
def in_database(committed_app: Flask) -> Callable[[Callable[[Session], Any]], Any]:
    """Do something with a session, commit, and give back what it returned."""

    def do(work: Callable[[Session], Any]) -> Any:
        with committed_app.app_context():
            result = work(db.session())
            db.session.commit()
            return result

    return do

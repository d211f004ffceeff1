"""Fixtures for every test: the application on real SQLite and real PostgreSQL, rolled back after each test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request_finished, request_started
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.services import start_session
from courseapp.app import create_app
from courseapp.config import Settings, read_settings
from courseapp.database import Base
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.grouping import GroupScheduling
from tests.postgres import postgres_url

ENGINES = ("sqlite", "postgresql")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> GroupScheduling | None:
    """Keep groups together, which xdist no longer does by itself."""
    return GroupScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session", params=ENGINES)
def database_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """An empty database on each engine in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'test.sqlite3'}"
    else:
        with postgres_url(f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}") as url:
            yield url


def settings_for_tests(**overrides: Any) -> Settings:
    """Settings that need nothing from the environment."""
    values = {"environment": "test", "secret_key": "for-tests-only-" * 4, "log_format": "off"}
    return read_settings({}, **(values | overrides))


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with all tables, for tests that roll back."""
    app = create_app(
        settings_for_tests(database_url=database_url, data_dir=tmp_path_factory.mktemp("data"))
    )
    with app.app_context():
        Base.metadata.drop_all(db.engine)
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session on the transaction that views join too; whatever anyone commits is rolled back at the end.

    No application context is pushed: each request has its own, so that nothing (the viewer, the CSRF
    token) leaks from one request into the next. Before a request this session flushes, after it it
    forgets what it had read.
    """
    with app.app_context():
        engine = db.engine
    connection = engine.connect()
    outer = connection.begin()
    db.session.session_factory.configure(bind=connection, join_transaction_mode="create_savepoint")
    session: Session = db.session.session_factory()

    def flush(_app: Flask, **_: Any) -> None:
        session.flush()

    def expire(_app: Flask, **_: Any) -> None:
        session.expire_all()

    try:
        with request_started.connected_to(flush, app), request_finished.connected_to(expire, app):
            yield session
    finally:
        session.close()
        db.session.session_factory.configure(
            bind=None, join_transaction_mode="conditional_savepoint"
        )
        outer.rollback()
        connection.close()


@pytest.fixture
def client(app: Flask, session: Session) -> FlaskClient:
    """A browser without JavaScript and without a sign-in; forms need no token here."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def client_as(app: Flask, session: Session) -> Callable[[Person], FlaskClient]:
    """A browser that is signed in as the given person."""
    app.config["WTF_CSRF_ENABLED"] = False

    def sign_in(person: Person) -> FlaskClient:
        token = start_session(
            session, person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
        )
        session.commit()
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
        return browser

    return sign_in


@pytest.fixture
def committed_app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, for tests that need real commits and threads."""
    url = database_url
    if url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'committed.sqlite3'}"
    app = create_app(settings_for_tests(database_url=url, data_dir=tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Base.metadata.create_all(db.engine)
        _empty(db.session())
    yield app
    with app.app_context():
        _empty(db.session())
        db.session.remove()
        db.engine.dispose()


def _empty(session: Session) -> None:
    """Delete all rows of all tables."""
    if session.get_bind().dialect.name == "postgresql":
        tables = ", ".join(f'"{t.name}"' for t in Base.metadata.sorted_tables)
        session.connection().exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    else:
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        for table in Base.metadata.tables.values():
            session.connection().exec_driver_sql(f'DELETE FROM "{table.name}"')
    session.commit()


@pytest.fixture
def count_queries(app: Flask, session: Session) -> Callable[[Callable[[], object]], int]:
    """How many statements a call sends to the database."""

    def count(call: Callable[[], object]) -> int:
        statements: list[str] = []

        def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                statements.append(statement)

        connection = session.get_bind()
        event.listen(connection, "before_cursor_execute", note)
        try:
            call()
        finally:
            event.remove(connection, "before_cursor_execute", note)
        return len(statements)

    return count

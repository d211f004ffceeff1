"""The one SQLAlchemy extension; models derive from `database.Base` and know nothing of it."""

from __future__ import annotations

from typing import Any

from flask import Flask, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as ScopedToApp
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, Session

from courseapp.database import Base, configure_engine, guard_tenants
from courseapp.database.engine import engine_options

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class AppSession(ScopedToApp):
    """Reads of safe requests take no write lock on SQLite; tests may bind a connection of their own."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Engine | Connection:
        if self.bind is not None:
            return self.bind
        engine = super().get_bind(*args, **kwargs)
        if self._reads_only() and isinstance(engine, Engine):
            return self.info.setdefault("reader", engine.execution_options(read_only=True))  # type: ignore[no-any-return]
        return engine

    def _reads_only(self) -> bool:
        return (
            has_request_context() and request.method in SAFE_METHODS and "writes" not in self.info
        )


class SharedTables(DeclarativeBase):
    """Hands the extension our tables; its own base class cannot copy a mapped-dataclass base."""

    metadata = Base.metadata


db = SQLAlchemy(
    model_class=SharedTables,
    disable_autonaming=True,
    session_options={"class_": AppSession},
)
guard_tenants(AppSession)


class ReaderSession(Session):
    """Reads one snapshot, also after the request has ended, and never takes a write lock."""


guard_tenants(ReaderSession)


def open_reader() -> ReaderSession:
    """A session for an answer that is streamed; whoever opens it closes it."""
    bind = db.session().get_bind()
    if not isinstance(bind, Engine):
        return ReaderSession(bind=bind, join_transaction_mode="create_savepoint")
    if bind.dialect.name == "sqlite":
        return ReaderSession(bind=bind.execution_options(read_only=True))
    return ReaderSession(bind=bind.execution_options(isolation_level="REPEATABLE READ"))


def init_database(app: Flask, *, url: str) -> None:
    """Bind the extension to `url` with the engine rules of `courseapp.database`."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(url)
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)

"""The reference: a minimal Flask application on the same web server with the same engine settings."""

from __future__ import annotations

import argparse
from typing import Any

from flask import Flask, abort, jsonify, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_sqlalchemy import SQLAlchemy
from gunicorn.app.base import BaseApplication
from jinja2 import DictLoader
from sqlalchemy import String, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from courseapp.config import Settings
from courseapp.database.engine import configure_engine, engine_options


class Base(DeclarativeBase):
    """Tables of the reference."""


class Lesson(Base):
    """What its page shows."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)


class Note(Base):
    """What its form stores."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[int]
    item: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(36), unique=True)
    response: Mapped[str] = mapped_column(Text)


db = SQLAlchemy(model_class=Base)
WORDS = "De piek en het slot blijven hangen; de duur telt nauwelijks mee in wat iemand onthoudt. "
PARAGRAPHS = 60
PAGE = """<!doctype html>
<html lang="nl"><head><meta charset="utf-8"><title>{{ lesson.title }}</title></head><body>
<nav><ul>{% for n in range(20) %}<li{% if n == 3 %} aria-current="page"{% endif %}><a href="{{ url_for("show_page", part=n) }}">Deel {{ n }}</a></li>
{% endfor %}</ul></nav><main><h1>{{ lesson.title }}</h1>
{% for paragraph in lesson.body.split("\n") %}<section id="p{{ loop.index }}"><h2>Alinea {{ loop.index }}</h2><p class="{{ loop.cycle("a", "b") }}">{{ paragraph }}</p></section>
{% endfor %}</main></body></html>"""


def create_app(url: str) -> Flask:
    """The application; its tables are made when they are missing."""
    app = Flask("reference")
    app.config.update(
        SECRET_KEY="reference-" + "0123456789abcdef" * 3,
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url),
    )
    app.jinja_loader = DictLoader({"page.html": PAGE})  # type: ignore[assignment]
    db.init_app(app)
    with app.app_context():
        configure_engine(db.engine)
        db.create_all()
        if db.session.get(Lesson, 1) is None:
            body = "\n".join(f"{n}: {WORDS * 2}" for n in range(PARAGRAPHS))
            db.session.add(Lesson(id=1, title="Een les als vergelijking", body=body))
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    app.add_url_rule("/ready", view_func=lambda: "ok", endpoint="ready")
    app.add_url_rule("/enter", view_func=enter)
    app.add_url_rule("/page", view_func=show_page)
    app.add_url_rule("/note", view_func=save_note, methods=["POST"])
    return app


def enter() -> ResponseReturnValue:
    """Sign in as somebody."""
    session["person"] = 1
    return "", 204


def show_page() -> ResponseReturnValue:
    """A signed session, one query, 15 kB of Jinja."""
    if "person" not in session:
        abort(401)
    read_only = {"read_only": True}
    db.session.connection(execution_options=read_only)
    lesson = db.session.execute(select(Lesson).where(Lesson.id == 1)).scalar_one()
    return render_template("page.html", lesson=lesson)


def save_note() -> ResponseReturnValue:
    """A signed session, one row, one commit."""
    if "person" not in session:
        abort(401)
    body = request.get_json()
    note = Note(
        person=session["person"], item=body["item"], key=body["key"], response=str(body["response"])
    )
    db.session.add(note)
    db.session.commit()
    return jsonify(item=body["item"], sequence=body["sequence"])


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn as `courseapp serve` sets it up."""

    def __init__(self, url: str, port: int) -> None:
        self.url, self.port = url, port
        super().__init__()

    def load_config(self) -> None:
        """The product's own number of processes and threads."""
        defaults = Settings()
        chosen: dict[str, Any] = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": defaults.workers,
            "threads": defaults.threads,
            "worker_class": "gthread",
            "timeout": 120,
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made in the worker."""
        return create_app(self.url)


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--url", required=True)
    chosen = parser.parse_args()
    WebServer(chosen.url, chosen.port).run()


if __name__ == "__main__":
    main()

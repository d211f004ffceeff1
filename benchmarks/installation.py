"""The real product, prepared for a measurement: `courseapp init`, many rows, signed-in people."""

from __future__ import annotations

import http.client
import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from benchmarks.load import Ask
from benchmarks.processes import ROOT, Server, free_port
from benchmarks.seeding import SLUG, add_officer, list_readers, seed
from courseapp.accounts.services import start_session
from courseapp.app import create_app
from courseapp.config import read_settings
from courseapp.web.database import db
from courseapp.web.now import utc_now

LESSON, QUIZ = "wat-een-klant-onthoudt", "toets"
TRAINEES = 32
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_CHOICE = re.compile(
    r'data-item="([^"]+)" data-kind="(?:single|true-false)".*?type="radio" name="i-\1"[^>]* value="([^"]+)"',
    re.S,
)
JSON = {"Content-Type": "application/json", "Accept": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visitor:
    """Somebody signed in, and what their next request needs."""

    cookie: str
    enrolment: int = 0
    token: str = ""
    attempt: int = 0
    choices: list[tuple[str, str]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def headers(self, **more: str) -> dict[str, str]:
        """A browser's headers."""
        return {"Cookie": f"courseapp={self.cookie}", "Accept-Language": "nl"} | more

    def lesson(self) -> Ask:
        """The first lesson."""
        return Ask("GET", f"/leren/{self.enrolment}/stap/{LESSON}", self.headers())

    def answer(self) -> Ask:
        """Save an answer as the page's script does; the questions take turns."""
        number = next(self.numbers)
        item, choice = self.choices[number % len(self.choices)]
        body = {
            "item": item,
            "key": str(uuid4()),
            "sequence": number,
            "response": {"choice": choice},
        }
        headers = self.headers(**JSON) | {"X-CSRFToken": self.token}
        path = f"/leren/{self.enrolment}/poging/{self.attempt}/antwoord"
        return Ask("POST", path, headers, json.dumps(body).encode())

    def report(self) -> Ask:
        """The report of the whole organisation."""
        return Ask("GET", f"/hr/{SLUG}/rapport", self.headers())

    def csv(self) -> Ask:
        """All of it as a file."""
        body = f"csrf_token={self.token}".encode()
        return Ask("POST", f"/hr/{SLUG}/rapport/csv", self.headers(**FORM), body)


class Installation:
    """A data folder, or that and a PostgreSQL database, with one server and its visitors."""

    def __init__(self, folder: Path, *, enrolments: int, database_url: str = "") -> None:
        self.folder, self.enrolments, self.is_sqlite = folder, enrolments, not database_url
        port = free_port()
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("COURSEAPP_", "DATABASE_URL"))
        }
        self.env = kept | {
            "COURSEAPP_DATA_DIR": str(folder),
            "COURSEAPP_ENVIRONMENT": "production",
            "COURSEAPP_SECRET_KEY": secrets.token_urlsafe(48),
            "COURSEAPP_BASE_URL": f"http://127.0.0.1:{port}",
        }
        if database_url:
            self.env["DATABASE_URL"] = database_url
        folder.mkdir(parents=True)
        self.server = Server(
            ["courseapp", "serve", "--port", str(port)],
            port=port, env=self.env, log=folder / "server.log", first_path="/inloggen",
        )  # fmt: skip
        self.trainees: list[Visitor] = []
        self.officer = Visitor("")

    @property
    def database(self) -> Path:
        """The file of the embedded engine."""
        return self.folder / "courseapp.sqlite3"

    def prepare(self) -> None:
        """Create the schema, publish the course, fill the tables, sign people in."""
        subprocess.run(
            [sys.executable, "-m", "courseapp", "init"],
            cwd=ROOT, env=self.env, check=True, stdout=subprocess.DEVNULL, timeout=120,
        )  # fmt: skip
        with self._session() as session:
            seed(session, enrolments=self.enrolments, now=utc_now())
            for person_id, enrolment_id in list_readers(session, TRAINEES):
                self.trainees.append(Visitor(self._sign_in(session, person_id), enrolment_id))
            self.officer = Visitor(self._sign_in(session, add_officer(session, now=utc_now())))
            session.commit()

    def open_pages(self) -> None:
        """Let everyone open what they need: the quiz with an attempt, the report."""
        for visitor in self.trainees:
            self._read(visitor, f"/leren/{visitor.enrolment}/stap/{QUIZ}")
            path = f"/leren/{visitor.enrolment}/stap/{QUIZ}/poging"
            _text, place = self._read(visitor, path, post=True)
            found = re.search(r"/poging/(\d+)", place)
            assert found, place
            visitor.attempt = int(found[1])
            page, _place = self._read(visitor, place)
            visitor.choices = _CHOICE.findall(page)
            assert visitor.choices, "the quiz asks no single choice"
        self._read(self.officer, f"/hr/{SLUG}/rapport")

    def _read(self, visitor: Visitor, path: str, *, post: bool = False) -> tuple[str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        body = f"csrf_token={visitor.token}" if post else None
        headers = visitor.headers(**FORM) if post else visitor.headers()
        connection.request("POST" if post else "GET", path, body, headers)
        response = connection.getresponse()
        page = response.read().decode()
        assert response.status == (303 if post else 200), f"{path}: {response.status} {page[:300]}"
        if kept := re.match(r"courseapp=([^;]*)", response.getheader("Set-Cookie") or ""):
            visitor.cookie = kept[1]
        if found := _TOKEN.search(page):
            visitor.token = found[1]
        connection.close()
        return page, response.getheader("Location") or ""

    def _sign_in(self, session: Session, person_id: int) -> str:
        token = start_session(
            session, person_id=person_id, now=utc_now(), idle_minutes=600, hours=10
        )
        app = self._app
        interface: Any = app.session_interface
        return str(interface.get_signing_serializer(app).dumps({"_user_id": token}))

    @contextmanager
    def _session(self) -> Iterator[Session]:
        self._app = create_app(read_settings(self.env, log_format="off"))
        with self._app.app_context():
            try:
                yield db.session()
            finally:
                db.session.remove()
                db.engine.dispose()

"""One installation of the product in a folder of its own: the real server in a process group that can be killed."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session

from courseapp.app import create_app
from courseapp.config import read_settings
from courseapp.web.database import db

ROOT = Path(__file__).parents[2]
READY_WITHIN = 60.0
GONE_WITHIN = 10.0
OWN = ("COURSEAPP_", "DATABASE_URL")


class ServerDidNotStart(RuntimeError):
    """The server ended or did not become ready; the message is its log."""


class Installation:
    """A data folder (and a PostgreSQL database, if given) with at most one running server."""

    def __init__(self, folder: Path, *, database_url: str = "") -> None:
        self.folder = folder
        self.database = folder / "courseapp.sqlite3"
        self.is_sqlite = not database_url
        self.port = free_port()
        self.starts = 0
        self._process: subprocess.Popen[bytes] | None = None
        kept = {k: v for k, v in os.environ.items() if not k.startswith(OWN)}
        self.environment = kept | {
            "COURSEAPP_DATA_DIR": str(folder),
            "COURSEAPP_ENVIRONMENT": "production",
            "COURSEAPP_SECRET_KEY": "faults-0123456789-" + "abcdefghij" * 4,
            "COURSEAPP_BASE_URL": f"http://127.0.0.1:{self.port}",
        }
        if database_url:
            self.environment["DATABASE_URL"] = database_url
        self.app: Flask = create_app(read_settings(self.environment, log_format="off"))

    @property
    def url(self) -> str:
        """Where the server answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def engine(self) -> str:
        """The database engine by name."""
        return "sqlite" if self.is_sqlite else "postgresql"

    def prepare(self) -> None:
        """`courseapp init`."""
        done = self.command("init")
        assert done.returncode == 0, done.stdout + done.stderr

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `courseapp …` on this installation."""
        return subprocess.run(
            [sys.executable, "-m", "courseapp", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip

    def start(self) -> None:
        """Start the server in a process group of its own; returns when it is ready."""
        if self.is_running():
            return
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "courseapp", "serve", "--port", str(self.port)],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self.starts += 1
        deadline = time.monotonic() + READY_WITHIN
        while not self._is_ready():
            if not self.is_running() or time.monotonic() > deadline:
                self.kill()
                raise ServerDidNotStart(self.log())
            time.sleep(0.03)

    def is_running(self) -> bool:
        """Whether the server process that was started lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def pids(self) -> list[int]:
        """The server and its workers, as far as they live."""
        return living_members(self._process.pid) if self._process is not None else []

    def kill(self) -> None:
        """kill -9 of the server and all its workers at once."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait(timeout=30)
            deadline = time.monotonic() + GONE_WITHIN
            while self.pids and time.monotonic() < deadline:
                time.sleep(0.01)
            self._process = None

    def stop(self) -> None:
        """End the server as an operator would."""
        if self._process is not None and self.is_running():
            self._process.terminate()
            try:
                self._process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None

    def close(self) -> None:
        """End the server and let go of the database."""
        self.kill()
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session of the tester's own on the same database."""
        with self.app.app_context():
            try:
                yield db.session()
            finally:
                db.session.remove()

    def integrity(self) -> list[str]:
        """What the engine itself finds wrong with its file."""
        if not self.is_sqlite:
            return []
        connection = sqlite3.connect(self.database, timeout=30)
        try:
            checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
            rows: list[Any] = [row for check in checks for row in connection.execute(check)]
        finally:
            connection.close()
        return [str(row) for row in rows if row != ("ok",)]

    def verify(self) -> str:
        """What `courseapp verify` says, or "" when it is content."""
        done = self.command("verify")
        return (
            "" if done.returncode == 0 else f"status {done.returncode}: {done.stdout}{done.stderr}"
        )

    def log(self) -> str:
        """What the servers wrote so far."""
        return (self.folder.parent / f"{self.folder.name}.log").read_text()

    def _signal(self, number: int) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def _is_ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def living_members(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _parent, its_group, *_ = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(its_group) == group and state not in "ZX":
            found.append(int(entry.parent.name))
    return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

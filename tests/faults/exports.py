"""REL-20: a slow reader of the streamed report, and checkpoints, while trainees answer."""

from __future__ import annotations

import http.client
import socket
import sqlite3
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import insert, select, text

from courseapp.accounts.models import Person
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Membership, Role
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.faults.answering import PATIENCE, answering
from tests.faults.client import Client
from tests.faults.installation import Installation
from tests.faults.ledger import Ledger, Verdict, judge
from tests.faults.people import Trainee, seed_officer, seed_trainees

SMALL = 16_384
"""Bytes that the reader takes at once, and about what its socket holds: the server must wait for it."""
BLOCKS_MEANWHILE = 60
"""How many of these it takes before all answers are in."""


@dataclass
class Export:
    """What the reader got."""

    status: int = 0
    blocks: int = 0
    rows: int = 0
    bytes_after: int = 0
    """What arrived after the last answer: that much the server still had to send."""
    seconds: float = 0.0
    was_complete: bool = False
    checkpoints: int = 0

    def read(self, block: bytes, *, is_after: bool) -> None:
        """Count what arrived."""
        self.blocks += 1
        self.rows += block.count(b"\n")
        self.bytes_after += len(block) if is_after else 0


def answer_during_export(
    installation: Installation, *, clients: int, answers: int, people: int, seconds: float
) -> tuple[Ledger, Verdict, Export]:
    """Read the report of `people` rows for `seconds` while the answers are given."""
    trainee = seed_trainees(installation, 1)[0]
    seed_colleagues(installation, trainee, people - 1)
    export, first_byte, enough = Export(), threading.Event(), threading.Event()
    reader = threading.Thread(
        target=_read_slowly,
        args=(installation, trainee, seconds, export, first_byte, enough),
        daemon=True,
    )
    reader.start()
    assert first_byte.wait(timeout=PATIENCE), "the export did not begin"
    with answering(installation, clients=clients, answers=answers) as ledger:
        for part in range(1, 5):
            ledger.wait_for(part * answers // 4, seconds=PATIENCE)
            export.checkpoints += _checkpoint(installation)
        enough.set()
    reader.join(timeout=PATIENCE)
    return ledger, judge(installation, ledger), export


def _read_slowly(
    installation: Installation, trainee: Trainee, seconds: float, export: Export,
    first_byte: threading.Event, enough: threading.Event,
) -> None:  # fmt: skip
    """Download the report a little at a time: at least for `seconds` and until the answers are in."""
    cookie, slug = seed_officer(installation, trainee.organisation_id)
    officer = Client(installation, trainee)
    officer.cookie = cookie
    assert officer.get(f"/hr/{slug}/rapport").status == 200
    connection = http.client.HTTPConnection("127.0.0.1", installation.port, timeout=PATIENCE)
    connection.sock = socket.socket()
    connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    connection.sock.settimeout(PATIENCE)
    connection.sock.connect(("127.0.0.1", installation.port))
    connection.request(
        "POST", f"/hr/{slug}/rapport/csv", urlencode({"csrf_token": officer.token}),
        {"Cookie": f"courseapp={officer.cookie}", "Content-Type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    response = connection.getresponse()
    export.status, began = response.status, time.monotonic()
    try:
        while block := response.read(SMALL):
            export.read(block, is_after=enough.is_set())
            first_byte.set()
            if export.blocks >= BLOCKS_MEANWHILE:
                enough.wait(timeout=PATIENCE)
            time.sleep(
                max(0.0, min(seconds / BLOCKS_MEANWHILE, began + seconds - time.monotonic()))
            )
        export.was_complete = True
    finally:
        export.seconds = time.monotonic() - began
        connection.close()
        officer.close()


def _checkpoint(installation: Installation) -> int:
    """Have the engine write its log into its tables while others read and write."""
    if not installation.is_sqlite:
        with installation.app.app_context(), db.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("CHECKPOINT"))
        return 1
    direct = sqlite3.connect(installation.database, timeout=PATIENCE)
    try:
        return len(direct.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())
    finally:
        direct.close()


def seed_colleagues(installation: Installation, trainee: Trainee, count: int) -> None:
    """Many more people in the trainee's run."""
    tenant, now = {"organisation_id": trainee.organisation_id}, utc_now()
    with installation.session() as session:
        run = select(Enrolment.run_id).where(Enrolment.id == trainee.enrolment_id)
        run_id = session.execute(run, execution_options=ALL_TENANTS).scalar_one()
        mark = f"{trainee.enrolment_id}.example.org"
        session.execute(
            insert(Person),
            [
                {"email": f"c{n}@{mark}", "name": f"Collega {n}", "locale": "nl", "created_at": now}
                for n in range(count)
            ],
        )
        people = session.scalars(select(Person.id).where(Person.email.like(f"c%@{mark}"))).all()
        session.execute(
            insert(Membership),
            [
                tenant | {"person_id": p, "role": Role.TRAINEE.value, "created_at": now}
                for p in people
            ],
        )
        session.execute(
            insert(Enrolment),
            [tenant | {"run_id": run_id, "person_id": p, "enrolled_at": now} for p in people],
        )
        # as after any bulk load; autovacuum would do it a minute later
        session.execute(text("ANALYZE"))
        session.commit()

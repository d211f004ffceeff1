"""REL-17: no room left for the database; SQLite, whose files are the product's own affair."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from courseapp.accounts.models import UserSession
from courseapp.web.now import utc_now
from tests.faults.client import Client
from tests.faults.installation import Installation
from tests.faults.ledger import Ledger, Save, judge
from tests.faults.people import ITEMS, seed_trainees
from tests.faults.volumes import Room, SmallFiles, small_folder

pytestmark = pytest.mark.xdist_group("faults")
MOST = 400
"""Saves after which the disk must have been full for long."""


@contextmanager
def installed(room: Room, folder: Path) -> Iterator[Installation]:
    installation = Installation(folder)
    try:
        installation.prepare()
        installation.start()
        yield installation
    finally:
        installation.close()


# Seen to fail without the handler of database errors (guards.py): 500 instead of 503, which no queue sends again.
@pytest.mark.parametrize("kind", ["volume", "files"])
@pytest.mark.requirement("REL-17")
def test_a_full_disk_refuses_answers_loses_none_and_needs_no_restart(
    kind: str, tmp_path: Path
) -> None:
    with small_folder(tmp_path / "data") as found:
        room = found if kind == "volume" else SmallFiles()
        with installed(room, tmp_path / "data") as installation:
            ledger = Ledger()
            client = Client(installation, seed_trainees(installation, 1)[0])
            attempt = client.begin()
            assert [send(client, attempt, n, ledger) for n in range(3)] == [200] * 3
            let_time_pass(installation, client)
            room.take_all(installation)
            statuses = send_until_refused(client, attempt, ledger)
            assert statuses[-1] == 503, f"{room.name}: {statuses[-3:]} after {len(statuses)} saves"
            assert set(statuses[:-1]) <= {200}
            assert [send(client, attempt, MOST + n, ledger) for n in range(3)] == [503] * 3
            assert client.get("/leerpad").status == 200, "reading still works"
            form = client.hand_in(attempt, **{ITEMS[0]: "31415"})
            assert (form.status, "31415" in form.text) == (503, True), (
                "the form comes back as it was filled in"
            )
            starts = installation.starts
            room.give_back(installation)
            for key in sorted(ledger.sent.keys() - ledger.acknowledged.keys()):
                assert resend(client, ledger.sent[key], ledger) == 200, (
                    "the queue of the browser sends it again"
                )
            client.hand_in(attempt)
            client.close()
            assert installation.starts == starts
            verdict = judge(installation, ledger)
    assert verdict.acknowledged == verdict.stored == len(ledger.sent)
    assert verdict.is_clean, verdict


def let_time_pass(installation: Installation, client: Client) -> None:
    """The trainee was last seen a while ago, so that the next request would like to note the presence."""
    with installation.session() as session:
        mine = update(UserSession).where(UserSession.person_id == client.trainee.person_id)
        session.execute(mine.values(last_seen_at=utc_now() - timedelta(minutes=5)))
        session.commit()


def send(client: Client, attempt: int, number: int, ledger: Ledger) -> int:
    """Answer a question once; 200 goes into the ledger."""
    save = Save(
        attempt=attempt,
        item=ITEMS[number % len(ITEMS)],
        sequence=number // len(ITEMS) + 1,
        key=f"key-{number:06}",
        text=str(number),
    )
    ledger.note_sent(save)
    return resend(client, save, ledger)


def resend(client: Client, save: Save, ledger: Ledger) -> int:
    """Send the same save (again)."""
    reply = client.save(
        attempt=save.attempt, item=save.item, key=save.key, sequence=save.sequence, text=save.text
    )
    if reply.status == 200:
        ledger.note_acknowledged(save)
    return reply.status


def send_until_refused(client: Client, attempt: int, ledger: Ledger) -> list[int]:
    """What fits in the pages that the files have already is still saved."""
    statuses: list[int] = []
    for number in range(3, MOST):
        statuses.append(send(client, attempt, number, ledger))
        if statuses[-1] != 200:
            break
    return statuses

"""Clients that answer at once and never give up on a save until it is acknowledged."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from tests.faults.client import Client, ConnectionLost, Reply
from tests.faults.installation import Installation
from tests.faults.ledger import Ledger, Save
from tests.faults.people import ITEMS, seed_trainees

PATIENCE = 120.0
"""Seconds after which a save that is still not acknowledged counts as trouble."""
PAUSE = 0.05


@contextmanager
def answering(installation: Installation, *, clients: int, answers: int) -> Iterator[Ledger]:
    """While `clients` trainees give `answers` answers together; afterwards each hands in."""
    ledger = Ledger()
    shares = [answers // clients + (number < answers % clients) for number in range(clients)]
    trainees = [Client(installation, trainee) for trainee in seed_trainees(installation, clients)]
    attempts = [client.begin() for client in trainees]
    work = [
        threading.Thread(target=_answer, args=(client, attempt, share, ledger), daemon=True)
        for client, attempt, share in zip(trainees, attempts, shares, strict=True)
    ]
    for thread in work:
        thread.start()
    try:
        yield ledger
    finally:
        for thread in work:
            thread.join(timeout=2 * PATIENCE)
    for client, attempt in zip(trainees, attempts, strict=True):
        client.close()  # the server may have closed an idle connection meanwhile
        reply = client.hand_in(attempt)
        if reply.status != 303 or not reply.location.endswith("/resultaat"):
            ledger.note_trouble(f"handing in: {reply.status} {reply.location}")
        client.close()


def _answer(client: Client, attempt: int, count: int, ledger: Ledger) -> None:
    """One trainee: each answer is a number of its own, the questions take turns."""
    for number in range(count):
        item, sequence = ITEMS[number % len(ITEMS)], number // len(ITEMS) + 1
        save = Save(
            attempt=attempt, item=item, sequence=sequence, key=str(uuid4()), text=f"{number + 1}"
        )
        ledger.note_sent(save)
        if not save_until_acknowledged(client, save, ledger):
            return


def save_until_acknowledged(client: Client, save: Save, ledger: Ledger) -> bool:
    """Send one save, with the same key again after a lost connection or a 503, as the page's queue does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        reply = _try_once(client, save)
        if reply is not None and reply.status == 200:
            if (reply.json["item"], reply.json["sequence"]) != (save.item, save.sequence):
                ledger.note_trouble(
                    f"the reply to {save} is about something else: {reply.text[:200]}"
                )
            ledger.note_acknowledged(save)
            return True
        if reply is not None and reply.status != 503:
            ledger.note_trouble(f"{save}: {reply.status} {reply.text[:200]}")
            return False
        ledger.note_retry()
        time.sleep(PAUSE)
    ledger.note_trouble(f"{save} was not acknowledged within {PATIENCE:.0f} s")
    return False


def _try_once(client: Client, save: Save) -> Reply | None:
    try:
        return client.save(
            save.attempt, item=save.item, key=save.key, sequence=save.sequence, text=save.text
        )
    except ConnectionLost:
        return None

"""REL-01: kill -9 of the whole server, again and again, while trainees answer."""

from __future__ import annotations

import random
import time

from tests.faults.answering import PATIENCE, answering
from tests.faults.installation import Installation
from tests.faults.ledger import Ledger, Verdict, judge


def answer_under_kills(
    installation: Installation, *, clients: int, answers: int, kills: int
) -> tuple[Ledger, Verdict, int]:
    """Kill and restart the server `kills` times, spread over the answers; returns how often it was killed."""
    killed = 0
    with answering(installation, clients=clients, answers=answers) as ledger:
        for number in range(1, kills + 1):
            if (
                not ledger.wait_for(number * answers // (kills + 1), seconds=PATIENCE)
                or ledger.troubles
            ):
                break
            time.sleep(random.uniform(0, 0.02))
            installation.kill()
            killed += 1
            installation.start()
    return ledger, judge(installation, ledger), killed

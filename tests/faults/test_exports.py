"""REL-20, short: `make soak` exports for 30 seconds during 1,500 answers."""

from __future__ import annotations

import pytest

from tests.faults.exports import answer_during_export
from tests.faults.installation import Installation

pytestmark = pytest.mark.xdist_group("faults")
PEOPLE = 15_000


# Seen to fail with a deferred BEGIN (guards.py): 859 of the saves of 12 clients were refused with 503 on SQLite.
@pytest.mark.requirement("REL-20")
def test_answers_are_saved_while_someone_downloads_a_report(installation: Installation) -> None:
    ledger, verdict, export = answer_during_export(
        installation, clients=12, answers=300, people=PEOPLE, seconds=2
    )
    assert (export.status, export.was_complete) == (200, True)
    assert export.bytes_after > 500_000, "the download was over too soon to be in anyone's way"
    assert export.rows >= PEOPLE
    assert export.checkpoints == 4
    assert verdict.is_clean, verdict
    assert ledger.retried == 0, "a save was refused"
    assert verdict.acknowledged == verdict.stored == 300

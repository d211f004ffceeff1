"""REL-04 and REL-05, short: `make soak` does 60 attempts and 100 people."""

from __future__ import annotations

import pytest

from tests.faults.doubles import start_at_once, submit_at_once
from tests.faults.installation import Installation
from tests.faults.people import ITEMS

pytestmark = pytest.mark.xdist_group("faults")


# Seen to fail without its guards (guards.py): handing in that neither locks the row nor compares and sets gives
# replies 500 on PostgreSQL (the unique key of graded_item still holds); a deferred BEGIN gives 503 on SQLite.
@pytest.mark.requirement("REL-04")
def test_eight_final_submits_at_once_are_one_submission(installation: Installation) -> None:
    found = submit_at_once(installation, attempts=6, submits=8)
    assert found.odd_replies == []
    assert found.differing_results == 0
    assert found.submissions == 6
    assert found.graded_items == 6 * len(ITEMS)
    assert found.unlike_the_shown == 0
    assert found.completions == found.passed
    assert installation.verify() == ""


# Seen to fail without its guards (guards.py): without the lock on the enrolment replies are 500 on PostgreSQL (the
# partial unique index still holds); with a deferred BEGIN they are 503 on SQLite.
@pytest.mark.requirement("REL-05")
def test_twenty_starts_at_once_are_one_attempt(installation: Installation) -> None:
    found = start_at_once(installation, people=3, starts=20, rounds=2)
    assert found.odd_replies == []
    assert found.differing_attempts == 0
    assert found.open_after_round == [3, 3]
    assert found.with_gaps == 0

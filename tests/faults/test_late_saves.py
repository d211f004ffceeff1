"""REL-06, REL-07 and REL-08: saves that arrive late, twice, in another order, from another tab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from courseapp.database import ALL_TENANTS
from courseapp.quizzes.models import Answer, GradedItem
from tests.faults.client import Client
from tests.faults.installation import Installation
from tests.faults.people import ITEMS, RIGHT, seed_trainees

pytestmark = pytest.mark.xdist_group("faults")
ITEM = ITEMS[0]


@pytest.fixture
def client(installation: Installation) -> Iterator[Client]:
    client = Client(installation, seed_trainees(installation, 1)[0])
    yield client
    client.close()


def stored(installation: Installation, attempt: int) -> list[tuple[str, int, str]]:
    with installation.session() as session:
        query = select(Answer).where(Answer.attempt_id == attempt).order_by(Answer.sequence)
        rows = session.scalars(query, execution_options=ALL_TENANTS)
        return [(row.client_key, row.sequence, row.response["text"]) for row in rows]


def graded(installation: Installation, attempt: int) -> dict[str, tuple[str, str]]:
    with installation.session() as session:
        query = select(GradedItem).where(GradedItem.attempt_id == attempt)
        rows = session.scalars(query, execution_options=ALL_TENANTS)
        return {row.item_id: (row.response.get("text", ""), row.verdict) for row in rows}


def save(
    client: Client, attempt: int, sequence: int, *, key: str = "", text: str = ""
) -> tuple[int, object]:
    """The status of a save, and the sequence that its reply names."""
    key = key or f"key-no-{sequence}"
    reply = client.save(attempt, item=ITEM, key=key, sequence=sequence, text=text or str(sequence))
    return reply.status, reply.json.get("sequence")


# Seen to fail without the check of the sequence (guards.py): [(200, 5), (200, 4), …, (200, 3)].
@pytest.mark.requirement("REL-07")
def test_the_highest_sequence_stays_whatever_arrives_after_it(
    client: Client, installation: Installation
) -> None:
    attempt = client.begin()
    replies = [
        save(client, attempt, 5),
        save(client, attempt, 4),
        save(client, attempt, 5),
        save(client, attempt, 3),
    ]
    assert replies == [(200, 5), (409, 5), (200, 5), (409, 5)]
    assert stored(installation, attempt) == [("key-no-5", 5, "5")]
    client.hand_in(attempt)
    assert graded(installation, attempt)[ITEM][0] == "5"


# Seen to fail without the look-up of the key (guards.py): (200, 409) instead of (200, 200).
@pytest.mark.requirement("REL rule 1")
def test_the_same_key_keeps_the_first_answer_and_the_first_reply(
    client: Client, installation: Installation
) -> None:
    attempt = client.begin()
    first = client.save(attempt, item=ITEM, key="key-no-1", sequence=1, text="1")
    again = client.save(attempt, item=ITEM, key="key-no-1", sequence=1, text="2")
    assert (first.status, again.status) == (200, 200)
    assert (again.json["item"], again.json["sequence"]) == (ITEM, 1)
    assert stored(installation, attempt) == [("key-no-1", 1, "1")]


# Seen to fail without the check that the attempt is open (guards.py): the late save is acknowledged with 200.
@pytest.mark.requirement("REL-06")
def test_a_save_that_arrives_after_handing_in_changes_nothing(
    client: Client, installation: Installation
) -> None:
    attempt = client.begin()
    assert save(client, attempt, 1, text="7") == (200, 1)
    client.hand_in(attempt, **{ITEM: RIGHT, ITEMS[1]: "8"})
    before, answers = graded(installation, attempt), stored(installation, attempt)
    assert before[ITEM] == (RIGHT, "correct"), (
        "what was on the form at handing in counts, not the earlier save"
    )
    late = client.save(attempt, item=ITEM, key="key-late-1", sequence=9, text="9")
    assert (late.status, late.json.get("error")) == (409, "closed")
    assert client.hand_in(attempt, **{ITEM: "10"}).location.endswith("/resultaat")
    assert graded(installation, attempt) == before
    assert stored(installation, attempt) == answers


# Seen to fail without the check of the sequence (guards.py): the first tab gets 500, as the database alone refuses.
def test_two_tabs_keep_the_later_answer_and_both_learn_of_it(
    client: Client, installation: Installation
) -> None:
    attempt = client.begin()
    other = Client(installation, client.trainee)
    other.token, other.cookie = client.token, client.cookie
    assert save(client, attempt, 1, key="tab-one-1", text="1") == (200, 1)
    assert save(other, attempt, 2, key="tab-two-2", text="2") == (200, 2)
    assert save(client, attempt, 2, key="tab-one-2", text="3") == (409, 2), (
        "the first tab is told which one counts"
    )
    assert save(client, attempt, 3, key="tab-one-3", text="4") == (200, 3)
    other.hand_in(attempt)
    assert save(client, attempt, 4, key="tab-one-4", text="5") == (409, None)
    assert graded(installation, attempt)[ITEM][0] == "4"
    other.close()

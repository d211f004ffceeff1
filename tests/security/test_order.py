"""The order of steps is the server's: whatever is sent too early, too late or elsewhere changes nothing."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.security.world import World, browser_as, checksum, make_world

JSON = {"Accept": "application/json"}
pytestmark = pytest.mark.requirement("SEC-14")


@pytest.fixture
def world(app: Flask, session: Session) -> World:
    return make_world(session, app)


@pytest.fixture
def owner(app: Flask, session: Session, world: World) -> FlaskClient:
    return browser_as(app, session, world.person("owner"))


def save(item: str, *, sequence: int = 7) -> dict[str, object]:
    return {"item": item, "response": {"text": "woord"}, "key": "sleutel-9", "sequence": sequence}


def test_nothing_can_be_answered_or_handed_in_before_the_start(
    session: Session, world: World, owner: FlaskClient
) -> None:
    before, fresh = checksum(session), f"/leren/{world.values['fresh_enrolment_id']}"
    for number in (0, 999_999, world.values["attempt_id"], world.values["done_attempt_id"]):
        for verb in ("antwoord", "inleveren"):
            assert owner.post(f"{fresh}/poging/{number}/{verb}", data={"confirm": "1"}).status_code == 404  # fmt: skip
        assert owner.post(f"{fresh}/poging/{number}/antwoord", json=save("v-text"), headers=JSON).status_code == 404  # fmt: skip
        assert owner.get(f"{fresh}/poging/{number}/resultaat").status_code == 404
    assert owner.post(f"{fresh}/gesprek/{world.values['walk_id']}/keuze").status_code == 404
    assert owner.post(f"{fresh}/stap/mijn-plan/reflectie/delen", data={"delen": "trainer"}).status_code == 404  # fmt: skip
    assert owner.get(f"/certificaat/{world.values['fresh_enrolment_id']}").status_code == 404
    assert checksum(session) == before


def test_no_answer_counts_after_handing_in(
    session: Session, world: World, owner: FlaskClient
) -> None:
    before = checksum(session)
    done = f"/leren/{world.values['enrolment_id']}/poging/{world.values['done_attempt_id']}"
    late = owner.post(f"{done}/antwoord", json=save("v-text"), headers=JSON)
    assert (late.status_code, late.get_json()) == (409, {"error": "closed"})
    for verb in ("antwoord", "inleveren"):
        answer = owner.post(f"{done}/{verb}", data={"i-v-text": "zeldzaamwoord", "confirm": "1"})
        assert answer.headers["Location"].endswith("/resultaat")
    assert checksum(session) == before


def test_an_item_that_was_not_asked_is_refused(
    session: Session, world: World, owner: FlaskClient
) -> None:
    before = checksum(session)
    attempt = f"/leren/{world.values['enrolment_id']}/poging/{world.values['attempt_id']}"
    for item in ("oefen-1", "v-nergens", "", "v-text'--"):
        assert owner.post(f"{attempt}/antwoord", json=save(item), headers=JSON).status_code == 422
    assert checksum(session) == before


@pytest.mark.parametrize("step", ["toets", "gesprek", "mijn-plan"])
def test_only_a_lesson_is_done_by_reading(
    step: str, session: Session, world: World, owner: FlaskClient
) -> None:
    before = checksum(session)
    base = f"/leren/{world.values['fresh_enrolment_id']}"
    assert owner.post(f"{base}/stap/{step}/afronden").status_code == 404
    assert owner.post(f"{base}/stap/{step}/oefenvraag/v-single").status_code == 404
    assert owner.post(f"{base}/afronden").headers["Location"].endswith(base)
    assert owner.get(f"/certificaat/{world.values['fresh_enrolment_id']}").status_code == 404
    assert checksum(session) == before


def test_a_conversation_takes_only_the_reply_of_this_turn(
    session: Session, world: World, owner: FlaskClient
) -> None:
    v = world.values
    walk, before = f"/leren/{v['enrolment_id']}/gesprek/{v['walk_id']}/keuze", checksum(session)
    for turn, reply in (("2", v["reply_id"]), ("0", v["reply_id"]), ("1", "r-nergens"), ("1", ""), ("-1", v["reply_id"])):  # fmt: skip
        assert owner.post(walk, data={"turn": turn, "reply": reply, "key": f"k-{turn}-{reply}"}).status_code == 303  # fmt: skip
        assert checksum(session) == before, (turn, reply)


def test_fields_that_a_form_does_not_have_change_nothing(
    session: Session, world: World, owner: FlaskClient
) -> None:
    """No mass assignment: what a page does not ask for is not read."""
    v = world.values
    extra = {"role": "operator", "person_id": "1", "organisation_id": "1", "is_passed": "1", "points": "99",
             "completed_at": "2026-01-01", "state": "submitted", "disabled_at": "", "is_admin": "1"}  # fmt: skip
    attempt = f"/leren/{v['enrolment_id']}/poging/{v['attempt_id']}"
    answer = owner.post(f"{attempt}/antwoord", json=save("v-text") | extra, headers=JSON)
    assert answer.status_code == 200
    assert set(answer.get_json()) == {"item", "sequence", "problem", "saved_at"}
    before = checksum(session)
    owner.post("/taal", data=extra | {"locale": "nl"})
    owner.post("/account/adres", data=extra | {"email": "geen adres"})
    assert checksum(session) == before

"""Several requests at the same moment, very long words, time that passes: what attackers try."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.accounts.blueprint import ACCOUNT, WINDOW_SECONDS
from courseapp.accounts.models import Person, UserSession
from courseapp.accounts.services import issue_link
from courseapp.accounts.services import passwords as hashing
from courseapp.audit.models import AuditEvent
from courseapp.mail.models import OutgoingMail
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.accounts.conftest import PASSWORD, link_in
from tests.accounts.test_sign_in_views import ask_link, is_signed_in, sign_in
from tests.factories import make_organisation, make_person

Mailed = Callable[[], list[OutgoingMail]]
NEW = "zes kabouters eten soep"


class Counting:
    """The real hasher, with a count of how often it worked."""

    def __init__(self) -> None:
        self.real, self.times = hashing.HASHER, 0

    def verify(self, stored: str, password: str) -> Any:
        self.times += 1
        return self.real.verify(stored, password)

    def hash(self, password: str) -> str:
        self.times += 1
        return self.real.hash(password)

    def check_needs_rehash(self, stored: str) -> bool:
        return self.real.check_needs_rehash(stored)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    hashing._nobodys_hash()
    counting = Counting()
    monkeypatch.setattr(hashing, "HASHER", counting)
    return counting


@pytest.mark.parametrize("length", [1_001, 500_000, 1_100_000])
def test_an_endless_password_costs_no_hashing_wherever_it_is_sent(
    client: FlaskClient, session: Session, samira: Person, counting: Counting, length: int
) -> None:
    sign_in(client)
    counting.times = 0
    token = issue_link(
        session, person_id=samira.id, purpose="reset", email=samira.email, now=utc_now()
    )
    session.commit()
    endless = "x" * length
    answers = [
        sign_in(client, password=endless),
        client.post(f"/wachtwoord/{token}", data={"password": endless}),
        client.post("/account/wachtwoord", data={"password_now": endless, "password": endless}),
        client.post("/account/wachtwoord", data={"password_now": endless, "password": NEW}),
        client.post("/account/adres", data={"password_now": endless, "email": "n@example.org"}),
    ]
    assert {answer.status_code for answer in answers} <= {400, 413, 422}
    assert counting.times == 0


def test_after_the_window_the_right_password_works_again(
    client: FlaskClient, samira: Person
) -> None:
    start = utc_now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    with time_machine.travel(start, tick=False) as clock:
        for _ in range(ACCOUNT["sign-in"] * 3):
            sign_in(client, password="geraden zin nummer nul")
        assert sign_in(client).status_code == 429
        clock.shift(WINDOW_SECONDS - 1)
        assert sign_in(client).status_code == 429
        clock.shift(1)
        assert sign_in(client).status_code == 303
        assert is_signed_in(client)


def test_a_flood_on_one_account_leaves_another_free(
    client: FlaskClient, session: Session, samira: Person, password_hash: str
) -> None:
    make_person(session, email="bea@example.org", password_hash=password_hash)
    for _ in range(ACCOUNT["sign-in"] + 1):
        sign_in(client, password="geraden zin nummer nul")
    assert sign_in(client, email="bea@example.org").status_code == 303


def at_once(act: Callable[[int], int], times: int) -> list[int]:
    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(act, range(times)))


@pytest.fixture
def shared(committed_app: Flask, password_hash: str) -> Flask:
    """The application with samira@example.org, for requests at the same moment."""
    with committed_app.app_context():
        organisation = make_organisation(db.session())
        make_person(
            db.session(), organisation=organisation, email="samira@example.org",
            password_hash=password_hash,
        )  # fmt: skip
        db.session.commit()
    return committed_app


def count(app: Flask, table: Any) -> int:
    with app.app_context():
        return int(db.session.execute(select(func.count()).select_from(table)).scalar_one())


def test_guesses_at_the_same_moment_are_compared_no_more_often_than_allowed(
    shared: Flask, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 30.0)

    def guess(number: int) -> int:
        return sign_in(shared.test_client(), password=f"geraden zin {number}").status_code

    start = utc_now().replace(minute=1, second=0, microsecond=0)
    with time_machine.travel(start, tick=False):
        codes = at_once(guess, 16)
    assert sorted(codes) == [422] * ACCOUNT["sign-in"] + [429] * 6
    assert counting.times == ACCOUNT["sign-in"]


@pytest.mark.parametrize(
    ("purpose", "path"),
    [("sign-in", "/inloggen/"), ("reset", "/wachtwoord/"), ("invitation", "/uitnodiging/")],
)
def test_a_link_used_by_several_browsers_at_once_opens_one_session(
    shared: Flask, purpose: str, path: str
) -> None:
    with shared.app_context():
        person_id, email = db.session.execute(select(Person.id, Person.email)).one()
        token = issue_link(
            db.session(), person_id=person_id, purpose=purpose, email=email, now=utc_now()
        )
        db.session.commit()

    def use(_: int) -> int:
        data = {} if purpose == "sign-in" else {"password": NEW}
        return shared.test_client().post(path + token, data=data).status_code

    assert sorted(at_once(use, 4)) == [303, 410, 410, 410]
    assert count(shared, UserSession) == 1


def test_a_reset_link_of_someone_who_is_kept_out_does_not_work(
    client: FlaskClient, session: Session, samira: Person, mailed: Mailed
) -> None:
    client.post("/wachtwoord", data={"email": samira.email})
    samira.disabled_at = utc_now()
    session.commit()
    assert client.post(link_in(mailed()[0]), data={"password": NEW}).status_code == 410
    assert not is_signed_in(client)


def test_a_link_that_was_mailed_before_the_address_changed_is_worth_nothing(
    app: Flask, client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    sign_in(client)
    ask_link(app.test_client())
    client.post("/account/adres", data={"email": "nieuw@example.org", "password_now": PASSWORD})
    old, confirmation = (link_in(mail) for mail in mailed())
    assert client.post(confirmation).status_code == 303
    thief = app.test_client()
    assert thief.post(old).status_code == 410
    assert not is_signed_in(thief)


def test_confirming_a_new_address_elsewhere_signs_nobody_in_there(
    app: Flask, client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    sign_in(client)
    client.post("/account/adres", data={"email": "nieuw@example.org", "password_now": PASSWORD})
    elsewhere = app.test_client()
    answer = elsewhere.post(link_in(mailed()[0]))
    assert answer.headers["Location"] == "/inloggen"
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert samira.email == "nieuw@example.org"


def test_an_invitation_opened_in_somebody_s_browser_ends_that_session(
    app: Flask, client: FlaskClient, session: Session, samira: Person
) -> None:
    sign_in(client)
    copy = app.test_client()
    with client.session_transaction() as cookie, copy.session_transaction() as kept:
        kept["_user_id"] = cookie["_user_id"]
    newcomer = make_person(session, organisation=make_organisation(session), name="Bea Nieuw")
    token = issue_link(
        session, person_id=newcomer.id, purpose="invitation", email=newcomer.email, now=utc_now()
    )
    session.commit()
    assert client.post(f"/uitnodiging/{token}").status_code == 303
    assert client.get("/account/token").get_json()["person"] == newcomer.id
    assert not is_signed_in(copy)


def test_a_copied_cookie_is_worthless_after_signing_out_everywhere_elsewhere(
    app: Flask, client: FlaskClient, samira: Person
) -> None:
    phone = app.test_client()
    sign_in(phone)
    value = phone.get_cookie("courseapp")
    assert value is not None
    sign_in(client)
    client.post("/uitloggen/overal")
    replay = app.test_client()
    replay.set_cookie("courseapp", value.value)
    answer = replay.get("/account/token", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()) == (401, {"error": "unauthorized"})


def test_a_cookie_that_was_changed_or_signed_with_another_key_is_nobody_s(
    app: Flask, client: FlaskClient, samira: Person
) -> None:
    sign_in(client)
    value = client.get_cookie("courseapp")
    assert value is not None
    payload, _, signature = value.value.rpartition(".")
    for forged in (f"{payload}.{signature[::-1]}", f"x{value.value}", payload, "", "a.b.c"):
        thief = app.test_client()
        thief.set_cookie("courseapp", forged)
        assert not is_signed_in(thief)


def test_a_fresh_token_is_not_kept_by_anyone_in_between(
    client: FlaskClient, samira: Person
) -> None:
    sign_in(client)
    answer = client.get("/account/token")
    assert "no-store" in answer.headers["Cache-Control"]
    assert set(answer.get_json()) == {"csrf_token", "person"}


def test_no_secret_of_the_account_is_in_the_audit_trail(
    client: FlaskClient, session: Session, samira: Person, mailed: Mailed
) -> None:
    sign_in(client)
    client.post("/account/wachtwoord", data={"password_now": PASSWORD, "password": NEW})
    client.post("/account/adres", data={"email": "nieuw@example.org", "password_now": NEW})
    client.post(link_in(mailed()[-1]))
    ask_link(client, "nieuw@example.org")
    client.post(link_in(mailed()[-1]))
    rows = session.execute(select(AuditEvent).order_by(AuditEvent.id)).scalars().all()
    assert [row.action for row in rows] == [
        "signed-in",
        "password-set",
        "email-changed",
        "signed-in",
    ]
    text = " ".join(str(vars(row)) for row in rows)
    secrets = [PASSWORD, NEW, "nieuw@example.org", *(link_in(m).rpartition("/")[2] for m in mailed() if "http" in m.body)]  # fmt: skip
    assert not [secret for secret in secrets if secret in text]

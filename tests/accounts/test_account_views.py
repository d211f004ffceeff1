"""The own account: reset, invitation, password, address, sessions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person, UserSession
from courseapp.accounts.services import is_password_right, issue_link
from courseapp.accounts.services import passwords as hashing
from courseapp.audit.models import AuditEvent
from courseapp.mail.models import OutgoingMail
from courseapp.web.now import utc_now
from tests.accounts.conftest import PASSWORD, link_in
from tests.accounts.test_sign_in_views import is_signed_in, sign_in
from tests.factories import make_organisation, make_person

Mailed = Callable[[], list[OutgoingMail]]
NEW = "zes kabouters eten soep"


@pytest.mark.requirement("SEC-48")
def test_a_forgotten_password_is_replaced_by_a_mailed_link(
    app: Flask, client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere)
    client.post("/wachtwoord", data={"email": "samira@example.org"})
    path = link_in(mailed()[0])
    assert client.get(path).status_code == 200
    assert client.post(path, data={"password": NEW}).headers["Location"] == "/"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert is_password_right(samira.password_hash, NEW)
    assert client.post(path, data={"password": PASSWORD}).status_code == 410
    assert is_password_right(samira.password_hash, NEW)


def test_a_refused_password_leaves_the_link_usable_and_says_why(
    client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    client.post("/wachtwoord", data={"email": "samira@example.org"})
    path = link_in(mailed()[0])
    for password, words in (
        ("", "Vul je wachtwoord in"),
        ("kort", "minstens 15 tekens"),
        ("welkom1234567890", "te gewoon"),
        ("samira.haddou.2027", "je naam"),
        ("Lindekroon2027!!", "je organisatie"),
    ):
        page = client.post(path, data={"password": password})
        assert page.status_code == 422
        assert words in page.get_data(as_text=True)
        assert password not in page.get_data(as_text=True) or not password
    assert client.post(path, data={"password": NEW}).status_code == 303


@pytest.mark.requirement("SEC-48")
def test_a_new_password_makes_an_older_reset_link_worthless(
    client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    for _ in range(2):
        client.post("/wachtwoord", data={"email": "samira@example.org"})
    first, second = (link_in(mail) for mail in mailed())
    assert client.post(second, data={"password": NEW}).status_code == 303
    assert client.post(first, data={"password": PASSWORD}).status_code == 410


def invited(session: Session, person: Person) -> str:
    token = issue_link(
        session, person_id=person.id, purpose="invitation", email=person.email, now=utc_now()
    )
    session.commit()
    return f"/uitnodiging/{token}"


def test_an_invitation_lets_in_without_a_password(client: FlaskClient, session: Session) -> None:
    person = make_person(session, organisation=make_organisation(session))
    path = invited(session, person)
    assert person.name in client.get(path).get_data(as_text=True)
    assert client.post(path).headers["Location"] == "/"
    assert is_signed_in(client)
    assert person.password_hash is None


def test_an_invitation_takes_a_password_if_it_is_a_good_one(
    client: FlaskClient, session: Session
) -> None:
    person = make_person(session, organisation=make_organisation(session))
    path = invited(session, person)
    assert client.post(path, data={"password": "welkom"}).status_code == 422
    assert person.password_hash is None
    assert client.post(path, data={"password": NEW}).status_code == 303
    assert is_password_right(person.password_hash, NEW)


def change_password(client: FlaskClient, now: str, new: str = NEW) -> int:
    return client.post(
        "/account/wachtwoord", data={"password_now": now, "password": new}
    ).status_code


@pytest.mark.requirement("SEC-45")
def test_changing_the_password_needs_the_present_one_and_ends_other_sessions(
    app: Flask, client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    elsewhere = app.test_client()
    for browser in (client, elsewhere):
        sign_in(browser)
    assert change_password(client, "niet het goede woord") == 422
    assert change_password(client, PASSWORD, "welkom") == 422
    assert is_signed_in(elsewhere)
    assert change_password(client, PASSWORD) == 303
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert [mail.subject for mail in mailed()] == ["Je wachtwoord bij Naklank is veranderd"]


@pytest.mark.requirement("SEC-46")
def test_guessing_the_present_password_on_an_open_account_page_is_stopped(
    client: FlaskClient, samira: Person
) -> None:
    sign_in(client)
    codes = [change_password(client, f"geraden zin nummer {n}") for n in range(12)]
    assert codes == [422] * 10 + [429] * 2


def test_someone_without_a_password_chooses_one_shortly_after_signing_in_only(
    client_as: Callable[[Person], FlaskClient], session: Session
) -> None:
    person = make_person(session, organisation=make_organisation(session))
    browser = client_as(person)
    row = session.execute(select(UserSession)).scalar_one()
    row.created_at -= timedelta(minutes=16)
    session.commit()
    assert "opnieuw in met een link" in browser.get("/account").get_data(as_text=True)
    assert change_password(browser, "") == 422
    assert person.password_hash is None
    row.created_at = utc_now() - timedelta(minutes=14)
    session.commit()
    assert change_password(browser, "") == 303
    assert is_password_right(person.password_hash, NEW)


def ask_new_email(
    client: FlaskClient, email: str = "nieuw@example.org", now: str = PASSWORD
) -> int:
    return client.post("/account/adres", data={"email": email, "password_now": now}).status_code


@pytest.mark.requirement("SEC-49")
def test_a_new_address_counts_after_its_own_mail_is_confirmed_and_the_old_one_is_told(
    app: Flask, client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    elsewhere = app.test_client()
    for browser in (client, elsewhere):
        sign_in(browser)
    assert ask_new_email(client, now="niet het goede woord") == 422
    assert mailed() == []
    assert ask_new_email(client) == 303
    assert samira.email == "samira@example.org"
    [confirmation] = mailed()
    assert confirmation.to_address == "nieuw@example.org"
    path = link_in(confirmation)
    assert client.get(path).status_code == 200
    assert samira.email == "samira@example.org"
    assert client.post(path).headers["Location"] == "/account"
    assert samira.email == "nieuw@example.org"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    told = mailed()[-1]
    assert told.to_address == "samira@example.org"
    assert "nieuw@" not in told.body
    assert client.post(path).status_code == 410


@pytest.mark.requirement("SEC-47", "SEC-49")
def test_an_address_of_somebody_else_is_neither_taken_nor_given_away(
    client: FlaskClient, session: Session, samira: Person, mailed: Mailed
) -> None:
    make_person(session, email="ander@example.org")
    sign_in(client)
    assert ask_new_email(client, "ander@example.org") == ask_new_email(client, "vrij@example.org")
    assert [mail.to_address for mail in mailed()] == ["vrij@example.org"]
    make_person(session, email="vrij@example.org")
    assert client.post(link_in(mailed()[0])).status_code == 410
    assert samira.email == "samira@example.org"


@pytest.mark.requirement("SEC-45")
def test_the_account_page_shows_and_ends_sessions(
    app: Flask, client: FlaskClient, samira: Person, session: Session
) -> None:
    phone = app.test_client()
    phone.post(
        "/inloggen",
        data={"email": samira.email, "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0"},
    )
    sign_in(client)
    page = client.get("/account").get_data(as_text=True)
    assert "Chrome, Android" in page
    assert "dit apparaat" in page
    rows = session.execute(select(UserSession).order_by(UserSession.id)).scalars().all()
    assert client.post(f"/account/sessies/{rows[0].id}").status_code == 303
    assert not is_signed_in(phone)
    assert is_signed_in(client)


@pytest.mark.requirement("SEC-45")
def test_nobody_ends_the_sessions_of_others_from_the_account_page(
    app: Flask, client: FlaskClient, samira: Person, session: Session, password_hash: str
) -> None:
    make_person(session, email="ander@example.org", password_hash=password_hash)
    other = app.test_client()
    sign_in(other, email="ander@example.org")
    theirs = session.execute(select(UserSession.id)).scalar_one()
    sign_in(client)
    client.post(f"/account/sessies/{theirs}")
    assert is_signed_in(other)


@pytest.mark.requirement("SEC-49")
def test_no_page_or_token_answer_of_the_account_holds_a_secret(
    client: FlaskClient, samira: Person, session: Session
) -> None:
    sign_in(client)
    ask_new_email(client)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    for path in ("/account", "/account/token", "/inloggen/verstuurd"):
        text = client.get(path).get_data(as_text=True)
        assert token not in text
        assert "$argon2" not in text
        assert "/account/adres/" not in text


def test_changes_of_the_account_are_audited(
    client: FlaskClient, samira: Person, session: Session
) -> None:
    sign_in(client)
    change_password(client, PASSWORD)
    actions = session.execute(select(AuditEvent.action).order_by(AuditEvent.id)).scalars().all()
    assert actions == ["signed-in", "password-set"]


def test_when_many_sign_in_at_once_the_answer_is_to_try_again(
    client: FlaskClient, samira: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "PATIENCE_SECONDS", 0.01)
    with hashing._slot(), hashing._slot():
        response = sign_in(client)
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert sign_in(client).status_code == 303


def test_the_account_page_takes_a_fixed_number_of_queries(
    app: Flask, client: FlaskClient, samira: Person, count_queries: Callable[..., int]
) -> None:
    sign_in(client)
    one = count_queries(lambda: client.get("/account"))
    for _ in range(4):
        sign_in(app.test_client())
    assert count_queries(lambda: client.get("/account")) == one


def test_reloading_after_a_typing_error_leads_to_the_page(
    client: FlaskClient, samira: Person
) -> None:
    sign_in(client)
    for path in ("/account/wachtwoord", "/account/adres", "/account/sessies"):
        assert client.get(path).headers["Location"] == "/account"

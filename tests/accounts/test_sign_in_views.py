"""Signing in and out as browsers do it, and as attackers try to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from courseapp.accounts.blueprint import ACCOUNT, ADDRESS
from courseapp.accounts.models import Person, SignInLink, UserSession
from courseapp.accounts.services import end_all_sessions, issue_link
from courseapp.audit.models import AuditEvent
from courseapp.mail.models import OutgoingMail
from courseapp.organisations.models import Role
from courseapp.web.now import utc_now
from tests.accounts.conftest import PASSWORD, link_in
from tests.factories import make_organisation, make_person

Mailed = Callable[[], list[OutgoingMail]]


def sign_in(client: FlaskClient, *, email: str = "samira@example.org", password: str = PASSWORD, **more: str) -> TestResponse:  # fmt: skip
    return client.post("/inloggen", data={"email": email, "password": password, **more})


def ask_link(client: FlaskClient, email: str = "samira@example.org", **more: str) -> TestResponse:
    return client.post("/inloggen/link", data={"email": email, **more})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def test_the_right_password_signs_in(client: FlaskClient, samira: Person) -> None:
    response = sign_in(client, email=" Samira@Example.org ")
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("samira@example.org", PASSWORD + "!"),
        ("samira@example.org", PASSWORD[:-1]),
        ("niemand@example.org", PASSWORD),
    ],
)
def test_a_wrong_pair_does_not(
    client: FlaskClient, samira: Person, email: str, password: str
) -> None:
    assert sign_in(client, email=email, password=password).status_code == 422
    assert not is_signed_in(client)


def test_someone_without_a_password_cannot_use_one(client: FlaskClient, session: Session) -> None:
    make_person(session, email="zonder@example.org")
    assert sign_in(client, email="zonder@example.org", password="").status_code == 422
    assert sign_in(client, email="zonder@example.org").status_code == 422


@pytest.mark.requirement("SEC-47")
def without_token(response: TestResponse) -> str:
    page = response.get_data(as_text=True)
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_a_disabled_person_is_told_the_same_as_anyone(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    wrong = without_token(sign_in(client, password="iets heel anders dan dat"))
    samira.disabled_at = utc_now()
    session.commit()
    response = sign_in(client)
    assert response.status_code == 422
    assert without_token(response) == wrong


def visible(response: TestResponse) -> tuple[object, ...]:
    """What an onlooker can compare: status, headers but for the cookie's and request's ids, length."""
    headers = sorted(
        (k, "" if k in ("X-Request-Id", "Set-Cookie") else v) for k, v in response.headers.items()
    )
    return response.status_code, tuple(headers), len(response.data)


@pytest.mark.requirement("SEC-47")
def test_the_answers_do_not_tell_who_has_an_account(
    app: Flask, client: FlaskClient, samira: Person, session: Session
) -> None:
    known, unknown = "samira@example.org", "sanira@example.org"
    make_person(session, email="sluis.@example.org", disabled_at=utc_now())
    for path, data in (
        ("/inloggen", {"password": "iets heel anders dan dat"}),
        ("/inloggen/link", {}),
        ("/wachtwoord", {}),
    ):
        answers = [
            app.test_client().post(path, data={"email": email, **data})
            for email in (known, unknown, "sluis.@example.org")
        ]
        assert visible(answers[0]) == visible(answers[1]) == visible(answers[2])
    pages = []
    for email in (known, unknown):
        browser = app.test_client()
        ask_link(browser, email)
        page = without_token(browser.get("/inloggen/verstuurd"))
        assert email in page
        pages.append(page.replace(email, ""))
    assert pages[0] == pages[1]


@pytest.mark.requirement("SEC-47")
def test_only_a_known_address_gets_a_mail(
    client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    ask_link(client, "niemand@example.org")
    assert mailed() == []
    ask_link(client, "SAMIRA@example.org")
    assert [mail.to_address for mail in mailed()] == ["samira@example.org"]


def test_a_mailed_link_signs_in_by_its_button_and_only_once(
    app: Flask, client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    ask_link(client)
    path = link_in(mailed()[0])
    for _scanner in range(3):
        page = client.get(path)
        assert page.status_code == 200
        assert page.headers["Referrer-Policy"] == "no-referrer"
    assert not is_signed_in(client)
    phone = app.test_client()
    assert phone.post(path).status_code == 303
    assert is_signed_in(phone)
    assert client.post(path).status_code == 410
    assert client.get(path).status_code == 410
    assert not is_signed_in(client)


def test_a_second_click_by_who_is_signed_in_simply_goes_on(
    client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    ask_link(client, next="/leerpad")
    path = link_in(mailed()[0])
    assert client.post(path).headers["Location"] == "/leerpad"
    again = client.post(path)
    assert (again.status_code, again.headers["Location"]) == (303, "/leerpad")


@pytest.mark.requirement("SEC-48")
def test_links_start_with_the_configured_address_whatever_host_is_claimed(
    client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    client.post(
        "/inloggen/link",
        data={"email": "samira@example.org"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )
    assert all("evil" not in mail.body for mail in mailed())


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example", "/\\evil.example", "\t//evil.example", "https://evil.example", "https:evil",
        "javascript:alert(1)", "@evil.example", "/\r\nSet-Cookie: a=b", "///evil.example", "evil",
    ],
)  # fmt: skip
def test_going_on_leads_to_our_own_pages_only(
    client: FlaskClient, samira: Person, mailed: Mailed, target: str
) -> None:
    ask_link(client, next=target)
    assert "next=" not in link_in(mailed()[0])
    assert client.post(link_in(mailed()[0]) + "?next=//evil.example").headers["Location"] == "/"
    assert client.get("/inloggen", query_string={"next": target}).headers["Location"] == "/"


def test_signing_in_with_a_password_goes_on_to_where_one_was_going(
    client: FlaskClient, samira: Person
) -> None:
    page = client.get("/inloggen?next=/leren/5%3Fa%3Db").get_data(as_text=True)
    assert 'value="/leren/5?a=b"' in page
    assert sign_in(client, next="/leren/5?a=b").headers["Location"] == "/leren/5?a=b"


@pytest.mark.requirement("SEC-43")
def test_keys_planted_before_the_sign_in_are_gone_after_it(
    client: FlaskClient, samira: Person
) -> None:
    with client.session_transaction() as cookie:
        cookie["planted"] = "by an attacker"
        cookie["csrf_token"] = "known to an attacker"
        cookie["_user_id"] = "chosen by an attacker"
    sign_in(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != "known to an attacker"
        assert cookie["_user_id"] != "chosen by an attacker"


@pytest.mark.requirement("SEC-43")
def test_a_new_sign_in_in_the_same_browser_ends_the_session_before_it(
    app: Flask, client: FlaskClient, samira: Person
) -> None:
    sign_in(client)
    copy = app.test_client()
    with client.session_transaction() as cookie, copy.session_transaction() as stolen:
        stolen["_user_id"] = cookie["_user_id"]
    assert is_signed_in(copy)
    sign_in(client)
    assert is_signed_in(client)
    assert not is_signed_in(copy)


@pytest.mark.requirement("SEC-42")
def test_a_cookie_copied_before_signing_out_is_worthless_after_it(
    app: Flask, client: FlaskClient, samira: Person
) -> None:
    sign_in(client)
    value = client.get_cookie("courseapp")
    assert value is not None
    assert client.post("/uitloggen").headers["Location"] == "/inloggen"
    replay = app.test_client()
    replay.set_cookie("courseapp", value.value)
    assert replay.get("/account/token", headers={"Accept": "application/json"}).status_code == 401
    assert not is_signed_in(client)


@pytest.mark.requirement("SEC-42")
def test_signing_out_everywhere_ends_all_three_browsers(
    app: Flask, samira: Person, client: FlaskClient
) -> None:
    browsers = [app.test_client() for _ in range(3)]
    for browser in browsers:
        sign_in(browser)
    assert all(is_signed_in(browser) for browser in browsers)
    browsers[0].post("/uitloggen/overal")
    assert not any(is_signed_in(browser) for browser in browsers)


@pytest.mark.requirement("SEC-44")
@pytest.mark.parametrize(
    ("role", "idle", "hours"), [(Role.TRAINEE, 480, 12), (Role.HR, 30, 10), (Role.TRAINER, 30, 10)]
)
def test_a_session_lasts_as_long_as_the_role_allows(
    client: FlaskClient, session: Session, password_hash: str, role: Role, idle: int, hours: int
) -> None:
    organisation = make_organisation(session)
    person = make_person(
        session, organisation=organisation, role=role, email="wie@example.org",
        password_hash=password_hash,
    )  # fmt: skip
    sign_in(client, email=person.email)
    row = session.execute(select(UserSession)).scalar_one()
    assert (row.idle_minutes, row.expires_at - row.created_at) == (idle, timedelta(hours=hours))


def test_an_old_hash_is_renewed_at_the_sign_in(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    samira.password_hash = argon2.PasswordHasher(1, 8192, 1).hash(PASSWORD)
    session.commit()
    sign_in(client)
    assert "m=19456,t=2,p=1" in (samira.password_hash or "")
    assert is_signed_in(client)


def test_an_endless_password_is_refused_without_hashing(
    client: FlaskClient, samira: Person
) -> None:
    assert sign_in(client, password="x" * 1001).status_code == 400
    assert sign_in(client, password="x" * 1_100_000).status_code == 413


@pytest.mark.requirement("SEC-46")
def test_guessing_is_stopped_and_neither_the_session_nor_the_mailed_link_suffers(
    app: Flask, samira: Person, client: FlaskClient, mailed: Mailed
) -> None:
    victim = app.test_client()
    sign_in(victim)
    codes = [sign_in(client, password=f"geraden zin nummer {n}").status_code for n in range(13)]
    assert codes == [422] * ACCOUNT["sign-in"] + [429] * 3
    stopped = sign_in(client)
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 900
    assert "inloglink" in stopped.get_data(as_text=True)
    assert is_signed_in(victim)
    ask_link(client)
    assert client.post(link_in(mailed()[0])).status_code == 303
    assert is_signed_in(client)


def test_right_passwords_use_up_nothing(app: Flask, samira: Person, client: FlaskClient) -> None:
    for _ in range(ACCOUNT["sign-in"] + 3):
        assert sign_in(app.test_client()).status_code == 303


@pytest.mark.requirement("SEC-46")
def test_one_address_guessing_at_many_accounts_is_stopped(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ADDRESS, "sign-in", 4)  # fmt: skip
    codes = [sign_in(client, email=f"iemand{n}@example.org").status_code for n in range(6)]
    assert codes == [422] * 4 + [429] * 2


@pytest.mark.requirement("SEC-46")
def test_a_claimed_forwarded_address_does_not_make_one_somebody_else(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ADDRESS, "sign-in", 2)  # fmt: skip
    codes = [
        client.post(
            "/inloggen",
            data={"email": f"iemand{n}@example.org", "password": "x"},
            headers={"X-Forwarded-For": f"10.0.0.{n}"},
        ).status_code
        for n in range(4)
    ]
    assert codes == [422, 422, 429, 429]


@pytest.mark.requirement("SEC-46")
def test_asking_links_over_and_over_fills_nobody_s_mailbox_and_looks_the_same(
    client: FlaskClient, samira: Person, mailed: Mailed
) -> None:
    answers = {ask_link(client).headers["Location"] for _ in range(9)}
    assert answers == {"/inloggen/verstuurd"}
    assert len(mailed()) == ACCOUNT["link"]


def test_sign_ins_and_failures_are_audited_without_what_was_typed(
    client: FlaskClient, samira: Person, session: Session
) -> None:
    sign_in(client, password="dit typte ik per ongeluk")
    sign_in(client, email="niemand@example.org", password="en dit hier ook nog")
    sign_in(client)
    rows = session.execute(select(AuditEvent).order_by(AuditEvent.id)).scalars().all()
    assert [row.action for row in rows] == ["sign-in-failed", "sign-in-failed", "signed-in"]
    assert [row.subject for row in rows] == [f"person:{samira.id}", "", f"person:{samira.id}"]
    assert all(row.request_id for row in rows)
    text = " ".join(str(vars(row)) for row in rows)
    assert "typte" not in text
    assert "niemand" not in text


@pytest.mark.requirement("SEC-29", "SEC-43")
def test_a_token_of_before_the_sign_in_is_worth_nothing_after_it(
    app: Flask, client: FlaskClient, samira: Person
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        before = token_in(client.get("/inloggen"))
        assert sign_in(client, csrf_token=before).status_code == 303
        assert client.post("/uitloggen", data={"csrf_token": before}).status_code == 400
        fresh = client.get("/account/token").get_json()
        assert fresh["person"] == samira.id
        answer = client.post("/uitloggen", data={"csrf_token": fresh["csrf_token"]})
        assert answer.status_code == 303
        assert (
            client.post("/inloggen", data={"email": "a@b.nl", "password": "x"}).status_code == 400
        )
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def token_in(response: TestResponse) -> str:
    return response.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]


def test_a_form_without_referrer_is_accepted_from_this_site_only(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    token = issue_link(
        session, person_id=samira.id, purpose="sign-in", email=samira.email, now=utc_now()
    )
    path = f"/inloggen/{token}"
    for headers in (
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ):
        assert client.post(path, headers=headers).status_code == 403
    ours = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.post(path, headers=ours).status_code == 303


def test_presence_is_noted_at_most_once_a_minute_and_only_on_pages_behind_the_sign_in(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    sign_in(client)
    row = session.execute(select(UserSession)).scalar_one()
    ago = row.last_seen_at - timedelta(seconds=50)
    row.last_seen_at = ago
    session.commit()
    client.get("/account")
    assert row.last_seen_at == ago
    row.last_seen_at = ago = ago - timedelta(seconds=20)
    session.commit()
    client.get("/wachtwoord")
    assert row.last_seen_at == ago
    client.get("/account")
    assert utc_now() - row.last_seen_at < timedelta(seconds=30)


@pytest.mark.requirement("SEC-44")
def test_who_was_idle_too_long_signs_in_again(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    sign_in(client)
    row = session.execute(select(UserSession)).scalar_one()
    row.last_seen_at -= timedelta(minutes=row.idle_minutes, seconds=1)
    session.commit()
    response = client.get("/account")
    assert response.headers["Location"] == "/inloggen?next=/account"


def test_looking_at_the_pages_writes_nothing(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    def rows() -> list[int]:
        tables = (SignInLink, OutgoingMail, UserSession, AuditEvent)
        return [session.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]

    before = rows()
    for path in ("/inloggen", "/inloggen/verstuurd", "/inloggen/abc", "/wachtwoord",
                 "/wachtwoord/abc", "/uitnodiging/abc", "/account/adres/abc", "/inloggen/link"):  # fmt: skip
        assert client.get(path).status_code in (200, 303, 410)
    assert rows() == before


def test_a_link_that_does_not_work_says_so_for_every_purpose(client: FlaskClient) -> None:
    for path in ("/inloggen/abc", "/wachtwoord/abc", "/uitnodiging/abc", "/account/adres/abc"):
        for response in (client.get(path), client.post(path, data={"password": PASSWORD})):
            assert response.status_code == 410
            assert response.headers["Referrer-Policy"] == "no-referrer"


def test_the_language_is_kept_in_the_browser_and_with_the_account(
    client: FlaskClient, session: Session, samira: Person
) -> None:
    answer = client.post("/taal", data={"locale": "en", "next": "/inloggen?next=/leerpad"})
    assert answer.headers["Location"] == "/inloggen?next=/leerpad"
    assert 'lang="en"' in client.get("/inloggen").get_data(as_text=True)
    sign_in(client)
    client.post("/taal", data={"locale": "en", "next": "/account"})
    assert samira.locale == "en"
    assert client.post("/taal", data={"locale": "xx"}).status_code == 303
    assert samira.locale == "en"
    for target in ("//evil.example", "/uitloggen", "/bestaat/niet"):
        moved = client.post("/taal", data={"locale": "nl", "next": target})
        assert moved.headers["Location"] == "/"


def test_the_sign_in_page_of_who_is_signed_in_leads_on(
    client: FlaskClient, samira: Person, session: Session
) -> None:
    sign_in(client)
    assert client.get("/inloggen?next=/account").headers["Location"] == "/account"
    end_all_sessions(session, person_id=samira.id, now=utc_now())
    assert client.get("/inloggen").status_code == 200

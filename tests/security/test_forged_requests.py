"""Requests that a person did not mean: forged forms, looks that act, ways that lead elsewhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from courseapp.mail.models import OutgoingMail
from tests.security.actors import actor_of, form_token, tokens_required
from tests.security.calls import Call, calls
from tests.security.test_matrix import allowed
from tests.security.world import PASSWORD, browser_as, checksum, link_token, make_world, undone

FORGERIES = ("no token", "another session's token", "token of before signing in", "token in the address",
             "JSON as text/plain", "another origin", "cross-site", "same-site", "no origin at all")  # fmt: skip


def forge(
    forgery: str, call: Call, browser: FlaskClient, *, token: str, other: str, earlier: str
) -> TestResponse:
    data, headers, more = dict(call.data), dict[str, str](), dict[str, Any]()
    if forgery in ("another origin", "cross-site", "same-site", "no origin at all"):
        data["csrf_token"] = token
    if forgery == "another session's token":
        data["csrf_token"] = other
    elif forgery == "token of before signing in":
        data["csrf_token"] = earlier
    elif forgery == "token in the address":
        more["query_string"] = {"csrf_token": token}
    elif forgery == "JSON as text/plain":
        more["content_type"] = "text/plain"
        more["data"] = json.dumps(data | {"csrf_token": token})
        return browser.open(call.url, method=call.method, buffered=True, **more)
    elif forgery == "another origin":
        headers["Origin"] = "https://evil.example"
    elif forgery in ("cross-site", "same-site"):
        headers["Sec-Fetch-Site"] = forgery
    elif forgery == "no origin at all":
        headers |= {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    return browser.open(
        call.url, method=call.method, data=data, headers=headers, buffered=True, **more
    )


@pytest.mark.requirement("SEC-29")
@pytest.mark.parametrize("forgery", FORGERIES)
def test_no_form_can_be_forged(forgery: str, app: Flask, session: Session) -> None:
    world = make_world(session, app)
    before, wrong = checksum(session), []
    with tokens_required(app):
        visitor = app.test_client()
        earlier = form_token(visitor)
        for call in calls(app, world):
            if call.method == "GET":
                continue
            person = world.people[actor_of(call)]
            with undone(session):
                browser, other = (browser_as(app, session, person) for _ in range(2))
                app.config["WTF_CSRF_ENABLED"] = True
                tokens = {"token": form_token(browser), "other": form_token(other)}
                response = forge(forgery, call, browser, earlier=earlier, **tokens)
                if response.status_code not in (400, 403):
                    wrong.append(f"{call.name}: {response.status_code}")
                if checksum(session) != before:
                    wrong.append(f"{call.name}: the database changed")
                if person is not None and browser.get("/account").status_code != 200:
                    wrong.append(f"{call.name}: signed out")
    assert wrong == []


@pytest.mark.requirement("SEC-29")
def test_every_form_works_with_its_own_token(app: Flask, session: Session) -> None:
    """The counterpart: what the forgeries lack is the token and nothing else."""
    world = make_world(session, app)
    wrong = []
    with tokens_required(app):
        for call in calls(app, world):
            if call.method == "GET":
                continue
            with undone(session):
                browser = browser_as(app, session, world.people[actor_of(call)])
                app.config["WTF_CSRF_ENABLED"] = True
                data = dict(call.data) | {"csrf_token": form_token(browser)}
                headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
                response = browser.open(
                    call.url, method=call.method, data=data, headers=headers, buffered=True
                )
                if response.status_code >= 400:
                    wrong.append(f"{call.name}: {response.status_code}")
    assert wrong == []


@pytest.mark.requirement("SEC-30", "SEC-71")
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(method: str, app: Flask, session: Session) -> None:
    world = make_world(session, app)
    unwatched = {"user_session", "throttle_count", "alembic_version"}
    before, wrong = checksum(session, unwatched=unwatched), []
    for call in calls(app, world):
        if call.method != "GET":
            continue
        for column in {"owner", "hr", "trainer", "operator", "anonymous"} & allowed(call.name):
            with undone(session):
                browser_as(app, session, world.people[column]).open(
                    call.url, method=method, buffered=True
                )
                if checksum(session, unwatched=unwatched) != before:
                    wrong.append(f"{call.name} as {column}")
    assert wrong == []


ELSEWHERE = ("//evil.example", "/\\evil.example", "\t//evil.example", "https:evil.example", "https://evil.example",
             "/%2f%2fevil.example", "@evil.example", "javascript:alert(1)", "/ok\r\nX-Evil: 1", "/\t/evil.example",
             "///evil.example", "\\\\evil.example", "http:/evil.example", "//localhost@evil.example")  # fmt: skip


@pytest.mark.requirement("SEC-31")
@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_redirect_leads_elsewhere(target: str, app: Flask, session: Session) -> None:
    world = make_world(session, app)
    credentials = {"email": world.person("colleague").email, "password": PASSWORD}
    owner = {"email": world.person("owner").email}
    visitor, signed_in = (
        browser_as(app, session, None),
        browser_as(app, session, world.person("owner")),
    )
    referrer = {"Referer": "https://evil.example/"}
    answers = [
        visitor.post("/taal", data={"locale": "nl", "next": target}, headers=referrer),
        visitor.post("/inloggen/link", data=owner | {"next": target}, headers=referrer),
        visitor.get("/inloggen/link", query_string={"next": target}),
        visitor.post("/inloggen", data=credentials | {"next": target}, headers=referrer),
        app.test_client().post(
            f"/inloggen/{link_token('sign-in')}", data={"next": target}, headers=referrer
        ),
        signed_in.get("/inloggen", query_string={"next": target}),
    ]
    for answer in answers:
        assert answer.status_code == 303
        location = answer.headers["Location"]
        assert location.startswith("/") and not location.startswith(("//", "/\\")), location
        assert "X-Evil" not in answer.headers
    (mail,) = session.scalars(select(OutgoingMail)).all()
    assert "evil.example" not in mail.body or "%2f%2f" in target

"""What every answer carries, whatever was asked: headers, cookies, and errors that tell nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from courseapp.app import create_app
from courseapp.web.headers import CONTENT_SECURITY_POLICY
from tests.conftest import settings_for_tests
from tests.security.actors import actor_of
from tests.security.calls import calls
from tests.security.world import browser_as, make_world, undone

KEPT = ("/static/", "/media/", "/studio/beeld/")
"""Files under the digest of their content: caches may keep them."""
NOTHING = "default-src 'none'; sandbox"
TELLING = ("Traceback", "sqlalchemy", "SELECT ", "psycopg", "Werkzeug", "File \"", "jinja2", "site-packages")  # fmt: skip


def faults(answer: TestResponse, url: str) -> list[str]:
    """What is wrong with the headers of an answer."""
    headers, found = answer.headers, []
    is_media = url.startswith(("/media/", "/studio/beeld/")) and answer.status_code == 200
    policy = NOTHING if is_media else CONTENT_SECURITY_POLICY
    wanted = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
    found += [
        f"{name}: {headers.get(name)}"
        for name, value in wanted.items()
        if headers.get(name) != value
    ]
    found += [
        name
        for name in ("Permissions-Policy", "Cross-Origin-Resource-Policy")
        if name not in headers
    ]
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        found.append("Referrer-Policy")
    if not (url.startswith(KEPT) and answer.status_code == 200):
        if "no-store" not in headers.get("Cache-Control", ""):
            found.append(f"Cache-Control: {headers.get('Cache-Control')}")
        if "Cookie" not in headers.get("Vary", ""):
            found.append("Vary")
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind:
        found.append(f"Content-Type: {kind}")
    if "Server" in headers or "X-Powered-By" in headers:
        found.append("names the server")
    if headers.get("Access-Control-Allow-Origin") and not url.startswith("/static/"):
        found.append("Access-Control-Allow-Origin")
    return found + cookie_faults(answer)


def cookie_faults(answer: TestResponse) -> list[str]:
    """Cookies that a script or another site could use."""
    return [
        line
        for line in answer.headers.getlist("Set-Cookie")
        if "HttpOnly" not in line or "SameSite=Lax" not in line or "Path=/" not in line
    ]  # fmt: skip


@pytest.mark.requirement("SEC-33", "SEC-34", "SEC-35", "SEC-36")
def test_every_answer_of_every_route_carries_the_headers(app: Flask, session: Session) -> None:
    world, wrong = make_world(session, app), []
    for call in calls(app, world):
        for column in {actor_of(call), "anonymous", "colleague"}:
            with undone(session):
                answer = call.send(browser_as(app, session, world.people[column]))
                wrong += [f"{call.name} as {column}: {fault}" for fault in faults(answer, call.url)]
    assert wrong == []


@pytest.mark.requirement("SEC-33", "SEC-34", "SEC-38")
def test_errors_carry_the_headers_and_tell_nothing(app: Flask, session: Session) -> None:
    world = make_world(session, app)
    owner, visitor = browser_as(app, session, world.person("owner")), app.test_client()
    answers = {
        400: owner.post("/leren/1/stap/x/positie", data="{", content_type="application/json"),
        401: visitor.post("/uitloggen"),
        403: owner.get("/beheer"),
        404: owner.get("/nergens"),
        405: owner.delete("/leerpad"),
        410: visitor.get("/inloggen/geen-link"),
        413: owner.post("/taal", data={"x": "y" * 1_100_000}),
    }
    for _ in range(61):
        answers[429] = visitor.get("/certificaten/AAAAAAAAAAAA")
    for code, answer in answers.items():
        if code != 400:
            assert answer.status_code == code
        assert faults(answer, "/error") == [], code
        assert not [word for word in TELLING if word in answer.get_data(as_text=True)]


@pytest.mark.requirement("SEC-38")
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_defect_tells_nothing_but_that_it_is_one(accept: str, tmp_path: Path) -> None:
    app = create_app(settings_for_tests(environment="demo", data_dir=tmp_path))

    def break_down() -> str:
        raise RuntimeError("SELECT password FROM person")

    app.view_functions["pages.show_help"].__dict__.clear()
    app.view_functions["pages.show_help"] = break_down
    answer = app.test_client().get("/hulp", headers={"Accept": accept})
    assert answer.status_code == 500
    assert faults(answer, "/hulp") == []
    assert not [word for word in TELLING if word in answer.get_data(as_text=True)]
    assert app.debug is False


@pytest.mark.requirement("SEC-36")
def test_cookies_go_over_https_only_when_the_site_does(tmp_path: Path) -> None:
    app = create_app(settings_for_tests(base_url="https://leren.example.org", data_dir=tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    answers = [
        browser.get("/inloggen", base_url="https://leren.example.org"),
        browser.post("/taal", data={"locale": "en"}, base_url="https://leren.example.org"),
    ]
    cookies = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 1
    for line in cookies:
        assert "Secure" in line and "HttpOnly" in line and "SameSite=Lax" in line
        assert "Domain=" not in line and line.startswith(("__Host-courseapp=", "taal="))

"""What holds for every response and every request, whatever the route."""

from __future__ import annotations

import pytest
from flask import Flask

from courseapp.app import create_app
from courseapp.web.headers import CONTENT_SECURITY_POLICY
from courseapp.web.requests import safe_path
from tests.conftest import settings_for_tests


@pytest.mark.parametrize(
    "path", ["/inloggen", "/healthz", "/readyz", "/bestaat-niet", "/leerpad", "/"]
)
def test_every_response_carries_the_security_headers(client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]
    assert headers["X-Request-Id"]


@pytest.mark.requirement("SEC-34")
def test_the_policy_has_no_unsafe_source() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert CONTENT_SECURITY_POLICY.startswith("default-src 'none'")
    assert "data:" not in CONTENT_SECURITY_POLICY and "*" not in CONTENT_SECURITY_POLICY


@pytest.mark.requirement("SEC-33", "SEC-36")
def test_https_adds_strict_transport_security_and_a_host_cookie(tmp_path) -> None:
    app = create_app(settings_for_tests(data_dir=tmp_path, base_url="https://leren.example.org"))
    response = app.test_client().get("/healthz")
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert app.config["SESSION_COOKIE_SECURE"] and app.config["SESSION_COOKIE_HTTPONLY"]


def test_static_files_are_cached_for_a_year_under_their_hash(app: Flask, client) -> None:
    address = app.extensions["assets"].url("css/app.css")
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert "immutable" in response.headers["Cache-Control"]
    assert response.headers["Content-Encoding"] == "gzip"
    older = client.get(address.replace(app.extensions["assets"].version, "000000000000"))
    assert older.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.requirement("SEC-58")
@pytest.mark.parametrize(
    "name",
    [
        "../config.py",
        "..%2fconfig.py",
        "%2e%2e/config.py",
        "css/../../config.py",
        "css\\app.css",
        "/etc/passwd",
    ],
)
def test_static_files_cannot_be_left(client, name: str) -> None:
    assert client.get(f"/static/x/{name}", follow_redirects=True).status_code == 404


@pytest.mark.requirement("SEC-31")
@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "\t//evil.example", "https:evil", "https://evil.example", "@evil.example",
     "javascript:alert(1)", "/ok\r\nSet-Cookie: x=1", "", None, "evil", "\\\\evil", "/\t/evil.example"],
)  # fmt: skip
def test_a_target_elsewhere_is_replaced(target: str | None) -> None:
    assert safe_path(target, default="/leerpad") == "/leerpad"


def test_a_path_of_this_site_is_kept() -> None:
    assert safe_path("/leren/3/stap/a?x=1#deel", default="/") == "/leren/3/stap/a?x=1#deel"


@pytest.mark.requirement("SEC-29")
def test_a_token_is_required_and_bound_to_the_session(session, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        browser, other = app.test_client(), app.test_client()
        assert browser.post("/taal", data={"locale": "en"}).status_code == 400
        page = other.get("/inloggen").get_data(as_text=True)
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        assert other.post("/taal", data={"locale": "en", "csrf_token": token}).status_code < 400
        browser.get("/inloggen")
        assert browser.post("/taal", data={"locale": "en", "csrf_token": token}).status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.requirement("SEC-29")
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_write_from_another_site_is_refused_before_anything_else(client, site: str) -> None:
    assert client.post("/taal", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.requirement("SEC-62")
def test_a_body_beyond_the_limit_is_refused(client) -> None:
    assert client.post("/taal", data={"locale": "x" * 2_000_000}).status_code == 413


def test_a_database_that_does_not_answer_gives_the_form_back(tmp_path) -> None:
    app = create_app(settings_for_tests(data_dir=tmp_path))
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = "somebody"  # no table exists in this database, so asking who fails
    response = browser.post("/account/wachtwoord", data={"tekst": "mijn antwoord"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "5"
    assert "mijn antwoord" in response.get_data(as_text=True)
    asked = browser.post("/account/wachtwoord", json={}, headers={"Accept": "application/json"})
    assert (asked.status_code, asked.get_json()) == (503, {"error": "try-again"})

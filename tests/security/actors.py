"""Who may send which call, by the reviewed table, and browsers that need real form tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient

from tests.security.calls import Call
from tests.security.test_matrix import allowed

PREFERRED = ("owner", "colleague", "hr", "trainer", "operator", "anonymous")


def actor_of(call: Call) -> str:
    """A column of the matrix that may send this call; visitors come last."""
    return next(column for column in PREFERRED if column in allowed(call.name))


@contextmanager
def tokens_required(app: Flask) -> Iterator[None]:
    """Forms need their token, as outside tests."""
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        yield
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def form_token(browser: FlaskClient) -> str:
    """The token that this browser's pages hold."""
    answer = browser.get("/account/token")
    if answer.is_json:
        return str(answer.get_json()["csrf_token"])
    page = browser.get("/inloggen").get_data(as_text=True)
    return page.split('name="csrf_token" value="')[1].split('"')[0]

"""The authorisation matrix: every route, every method, every role of this and of another organisation.

`matrix.yml` is the reviewed table: for each route the columns that may pass. A route without a row
fails, and so does a row without a route. Whoever may not pass gets 401, 403, 404 or the way to the
sign-in page, and changes nothing in the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from courseapp.accounts.models import Person
from courseapp.accounts.services import start_session
from courseapp.app import create_app
from courseapp.web.now import utc_now
from courseapp.web.policy import Policy, policy_of
from tests.conftest import settings_for_tests
from tests.security.world import World, checksum, make_world

TABLE: dict[str, str] = yaml.safe_load((Path(__file__).parent / "matrix.yml").read_text())
COLUMNS = (
    "anonymous",
    "suspended",
    "owner",
    "colleague",
    "other-trainee",
    "hr",
    "other-hr",
    "trainer",
    "operator",
)
GROUPS = {
    "everyone": COLUMNS,
    "signed-in": tuple(c for c in COLUMNS if c not in ("anonymous", "suspended")),
    "trainees": ("owner", "colleague", "other-trainee"),
    "all-hr": ("hr", "other-hr"),
}
DENIED = (401, 403, 404)
STEPS = {"/gesprek": "gesprek", "/poging": "toets", "/reflectie": "mijn-plan"}
"""Routes of one kind of step need a step of that kind; all others get the lesson."""


def rules(app: Flask) -> Iterator[tuple[str, Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", rule, method


def cells() -> list[tuple[str, str]]:
    return [(row, column) for row in sorted(TABLE) for column in COLUMNS]


def allowed(row: str) -> set[str]:
    return {column for word in TABLE[row].split() for column in GROUPS.get(word, (word,))} - {
        "none"
    }


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


@pytest.fixture
def browser_of(app: Flask, session: Session, world: World) -> Callable[[str], FlaskClient]:
    app.config["WTF_CSRF_ENABLED"] = False

    def make(column: str) -> FlaskClient:
        browser = app.test_client()
        person: Person | None = world.people[column]
        if person is not None:
            token = start_session(
                session, person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
            )
            with browser.session_transaction() as cookie:
                cookie["_user_id"] = token
        return browser

    return make


def test_the_table_has_a_row_for_every_route_and_no_other(tmp_path: Path) -> None:
    app = create_app(settings_for_tests(data_dir=tmp_path))
    assert sorted(name for name, _, _ in rules(app)) == sorted(TABLE)


def test_policies_and_table_agree_on_what_is_public(tmp_path: Path) -> None:
    app = create_app(settings_for_tests(data_dir=tmp_path))
    for name, rule, _ in rules(app):
        policy = policy_of(app, rule.endpoint)
        assert isinstance(policy, Policy)
        assert policy.is_public == ("anonymous" in allowed(name)), name


@pytest.mark.parametrize("column", COLUMNS)
def test_each_role_passes_exactly_where_the_table_says(
    column: str,
    app: Flask,
    session: Session,
    world: World,
    browser_of: Callable[[str], FlaskClient],
) -> None:
    wrong = []
    for name, rule, method in rules(app):
        if rule.endpoint == "accounts.sign_out":
            continue
        savepoint = session.begin_nested()
        browser = browser_of(column)
        before = checksum(session)
        status, location = _visit(browser, rule, method, world.values)
        passed = not (status in DENIED or location.startswith("/inloggen?next"))
        if passed != (column in allowed(name)):
            wrong.append(f"{name} as {column}: {status}")
        if not passed and checksum(session) != before:
            wrong.append(f"{name} as {column}: refused, yet the database changed")
        if savepoint.is_active:
            savepoint.rollback()
    assert wrong == []


def _visit(
    browser: FlaskClient, rule: Rule, method: str, values: dict[str, Any]
) -> tuple[int, str]:
    missing = rule.arguments - set(values)
    assert not missing, f"{rule}: add a sample value for {missing} to tests/security/world.py"
    step = next((step for word, step in STEPS.items() if word in rule.rule), values["step_id"])
    url = rule.build(
        {name: {**values, "step_id": step}[name] for name in rule.arguments}, append_unknown=False
    )
    assert url is not None
    options: dict[str, Any] = {} if method == "GET" else {"data": {"sample": "x"}}
    response = browser.open(url[1], method=method, **options)
    return response.status_code, response.headers.get("Location", "")

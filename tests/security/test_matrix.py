"""The authorisation matrix: every route, every method, every role of this and of another organisation.

`matrix.yml` is the reviewed table: for each route the columns that may pass. A route without a row
fails, and so does a row without a route. Whoever may pass gets a page, a file or the way on; whoever
may not gets 401, 403, 404 or the way to the sign-in page, and changes nothing in the database.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from courseapp.app import create_app
from courseapp.web.policy import Policy, policy_of
from tests.conftest import settings_for_tests
from tests.security.calls import calls, rules
from tests.security.world import browser_as, checksum, make_world, undone

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


def allowed(row: str) -> set[str]:
    return {column for word in TABLE[row].split() for column in GROUPS.get(word, (word,))}


def was_denied(response: TestResponse) -> bool:
    to_sign_in = response.headers.get("Location", "").startswith("/inloggen?next")
    return response.status_code in DENIED or to_sign_in


@pytest.mark.requirement("SEC-01", "SEC-02")
def test_the_table_has_a_row_for_every_route_and_no_other(tmp_path: Path) -> None:
    app = create_app(settings_for_tests(data_dir=tmp_path))
    assert sorted(name for name, _, _ in rules(app)) == sorted(TABLE)
    assert {column for row in TABLE for column in allowed(row)} == set(COLUMNS)


@pytest.mark.requirement("SEC-01")
def test_policies_and_table_agree_on_what_is_public(tmp_path: Path) -> None:
    app = create_app(settings_for_tests(data_dir=tmp_path))
    for name, rule, _ in rules(app):
        policy = policy_of(app, rule.endpoint)
        assert isinstance(policy, Policy)
        assert policy.is_public == ("anonymous" in allowed(name)), name


@pytest.mark.requirement("SEC-02", "SEC-03")
@pytest.mark.parametrize("column", COLUMNS)
def test_each_role_passes_exactly_where_the_table_says(
    column: str, app: Flask, session: Session
) -> None:
    world = make_world(session, app)
    before, wrong = checksum(session), []
    for call in calls(app, world):
        with undone(session):
            response = call.send(browser_as(app, session, world.people[column]))
            denied = was_denied(response)
            if denied == (column in allowed(call.name)) or response.status_code > 404:
                wrong.append(f"{call.name} as {column}: {response.status_code}")
            if denied and checksum(session) != before:
                wrong.append(f"{call.name} as {column}: refused, yet the database changed")
    assert wrong == []
    assert checksum(session) == before

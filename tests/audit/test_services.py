"""The audit trail: in the transaction of the act, complete, and without anything anyone wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.audit.actor import current_actor
from courseapp.audit.models import AuditEvent
from courseapp.audit.services import NOBODY, Actor, record_event
from courseapp.organisations.models import Role
from tests.factories import make_organisation, make_person

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
ClientAs = Callable[[Person], FlaskClient]


def events(session: Session) -> list[AuditEvent]:
    session.flush()
    return list(session.execute(select(AuditEvent).order_by(AuditEvent.id)).scalars())


def test_an_event_keeps_who_did_what_where_and_in_which_request(session: Session) -> None:
    actor, organisation = make_person(session), make_organisation(session)
    record_event(
        session, action="role-given", now=NOW, actor=Actor(person_id=actor.id, request_id="r-1"),
        scope_id=organisation.id, subject="person:7", role="hr",
    )  # fmt: skip
    session.flush()
    session.expire_all()
    [event] = events(session)
    assert (event.at, event.action, event.actor_id, event.scope_id) == (
        NOW,
        "role-given",
        actor.id,
        organisation.id,
    )
    assert (event.subject, event.request_id, event.details) == ("person:7", "r-1", {"role": "hr"})


def test_whoever_is_named_goes_before_the_actor_of_the_request(session: Session) -> None:
    first, second = make_person(session), make_person(session)
    record_event(
        session, action="x", now=NOW, actor=Actor(person_id=first.id, request_id="r-1"),
        actor_id=second.id, request_id="r-2",
    )  # fmt: skip
    [event] = events(session)
    assert (event.actor_id, event.request_id) == (second.id, "r-2")


def test_the_command_line_is_nobody_in_particular(session: Session) -> None:
    record_event(session, action="x", now=NOW, actor=NOBODY)
    [event] = events(session)
    assert (event.actor_id, event.scope_id, event.subject, event.request_id) == (None, None, "", "")


def test_an_act_that_is_undone_leaves_no_event(session: Session) -> None:
    with pytest.raises(RuntimeError), session.begin_nested():
        record_event(session, action="x", now=NOW)
        raise RuntimeError
    assert events(session) == []


def test_an_event_outlives_the_person_who_did_it(session: Session) -> None:
    actor = make_person(session)
    record_event(session, action="x", now=NOW, actor=Actor(person_id=actor.id))
    session.flush()
    session.delete(actor)
    session.flush()
    session.expire_all()
    [event] = events(session)
    assert event.actor_id is None


def test_outside_a_sign_in_nobody_is_the_actor(app: Flask) -> None:
    with app.test_request_context("/"):
        assert current_actor().person_id is None


HOSTILE = "Sam\r\n2027-03-01 INFO signed-in person:1\u2028\x1b[31m<script>"


@pytest.fixture
def operator(session: Session) -> Person:
    bureau = make_organisation(session, slug="bureau", is_bureau=True)
    return make_person(session, organisation=bureau, role=Role.OPERATOR)


def test_every_sensitive_act_of_an_operator_is_one_event_without_what_was_typed(
    client_as: ClientAs, session: Session, operator: Person
) -> None:
    browser = client_as(operator)
    typed = {"name": HOSTILE, "email": "sam@example.org", "role": "trainee", "department_id": "0"}
    made = browser.post("/beheer", data={"name": "Linde" + HOSTILE, "locale": "nl"})
    assert made.status_code == 303
    assert [e.action for e in events(session)] == ["organisation-created"]
    base = made.headers["Location"]
    assert browser.post(f"{base}/uitnodigen", data=typed).status_code == 303
    sam = session.execute(select(Person.id).where(Person.email == "sam@example.org")).scalar_one()
    place = f"{base}/mensen/{sam}"
    steps: list[tuple[str, dict[str, str], list[str]]] = [
        ("/uitnodigen", {}, ["invited"]),
        ("/uitloggen", {}, ["sessions-ended"]),
        ("/toegang", {"access": "closed"}, ["person-disabled"]),
        ("/toegang", {"access": "open"}, ["person-enabled"]),
        ("", {"old_role": "trainee", "role": "hr", "department_id": "0"}, ["role-given", "role-ended"]),
        ("/rol-beeindigen", {"role": "hr"}, ["role-ended"]),
    ]  # fmt: skip
    for rest, data, expected in steps:
        before = len(events(session))
        assert browser.post(place + rest, data=data).status_code == 303
        assert [e.action for e in events(session)[before:]] == expected
    rows = events(session)
    assert {row.actor_id for row in rows} == {operator.id}
    assert all(row.request_id for row in rows)
    text = " ".join(str(_columns(row)) for row in rows)
    for secret in ("script", "INFO", "sam@", "uitnodiging/", "\\r", "\\n"):
        assert secret not in text


def _columns(event: AuditEvent) -> dict[str, Any]:
    return {column.key: getattr(event, column.key) for column in AuditEvent.__table__.columns}


def test_what_is_refused_is_not_noted_as_done(
    client_as: ClientAs, session: Session, operator: Person
) -> None:
    browser = client_as(operator)
    mine = f"/beheer/bureau/mensen/{operator.id}"
    browser.post("/beheer", data={"name": "!!!", "locale": "nl"})
    browser.post("/beheer/bureau/uitnodigen", data={"name": "", "email": "x", "role": "hr"})
    browser.post(mine + "/toegang", data={"access": "closed"})
    browser.post(mine + "/rol-beeindigen", data={"role": "operator"})
    assert events(session) == []


def test_a_request_id_of_the_sender_s_choice_is_not_believed(
    client_as: ClientAs, session: Session, operator: Person
) -> None:
    browser = client_as(operator)
    browser.post(
        "/beheer",
        data={"name": "Linde", "locale": "nl"},
        headers={"X-Request-Id": "x" * 500 + "\tforged"},
    )
    [event] = events(session)
    assert "forged" not in event.request_id
    assert 0 < len(event.request_id) <= 36

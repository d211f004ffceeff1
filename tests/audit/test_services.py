"""The audit trail."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent
from courseapp.audit.services import Actor, record_event
from tests.factories import make_organisation, make_person

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def test_an_event_says_who_what_where_when_and_in_which_request(session: Session) -> None:
    person, organisation = make_person(session), make_organisation(session)
    record_event(
        session,
        action="role-given",
        now=NOW,
        actor=Actor(person_id=person.id, request_id="abc"),
        scope_id=organisation.id,
        subject="person:7",
        role="hr",
    )
    session.flush()
    session.expire_all()
    event = session.execute(select(AuditEvent)).scalar_one()
    assert (event.action, event.actor_id, event.scope_id) == (
        "role-given",
        person.id,
        organisation.id,
    )
    assert (event.at, event.request_id, event.subject) == (NOW, "abc", "person:7")
    assert event.details == {"role": "hr"}


def test_details_cannot_break_a_line_of_a_log(session: Session) -> None:
    record_event(session, action="x", now=NOW, name="a\r\nforged \x1b[2J line")
    session.flush()
    session.expire_all()
    event = session.execute(select(AuditEvent)).scalar_one()
    assert "\n" not in json.dumps(event.details)
    assert event.details["name"] == "a\r\nforged \x1b[2J line"

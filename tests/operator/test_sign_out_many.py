"""When access leaked: everyone of an organisation, or everybody, is out at once."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.queries import find_open_link
from courseapp.accounts.services import issue_link, start_session
from courseapp.audit.models import AuditEvent
from courseapp.operator.commands import user_commands
from courseapp.organisations.services import sign_out_everybody, sign_out_organisation
from courseapp.organisations.viewer import find_viewer
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_organisation, make_person

pytestmark = pytest.mark.requirement("SEC-45")
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)


def opened(session: Session, person: Person, now: datetime = NOW) -> str:
    return start_session(session, person_id=person.id, now=now, idle_minutes=60, hours=10)


def test_everyone_of_one_organisation_is_out_and_nobody_else(session: Session) -> None:
    here, there = make_organisation(session), make_organisation(session)
    inside = [make_person(session, organisation=here) for _ in range(3)]
    tokens = [opened(session, person) for person in inside for _ in range(2)]
    outside = opened(session, make_person(session, organisation=there))
    link = issue_link(
        session, person_id=inside[0].id, purpose="reset", email=inside[0].email, now=NOW
    )
    assert sign_out_organisation(session, organisation=here, now=NOW) == 6
    session.expire_all()
    assert [find_viewer(session, token, now=NOW) for token in tokens] == [None] * 6
    assert find_viewer(session, outside, now=NOW) is not None
    assert find_open_link(session, token=link, purpose="reset", now=NOW) is None
    event = session.execute(select(AuditEvent)).scalar_one()
    assert (event.action, event.scope_id, event.details) == (
        "sessions-ended",
        here.id,
        {"count": 6},
    )


def test_everybody_is_out(session: Session) -> None:
    tokens = [opened(session, make_person(session)) for _ in range(3)]
    assert sign_out_everybody(session, now=NOW) == 3
    session.expire_all()
    assert [find_viewer(session, token, now=NOW) for token in tokens] == [None] * 3
    assert sign_out_everybody(session, now=NOW) == 0


def run(app: Flask, *words: str) -> Result:
    """`courseapp user sign-out …` in the application of the test."""
    group: click.Group = user_commands(lambda command: command)
    with app.app_context():
        return CliRunner().invoke(group, ["sign-out", *words])


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (("--email", "a@example.org"), 2),
        (("--organisation", "lindekroon"), 1),
        (("--everybody",), 0),
    ],
)
def test_the_command_ends_what_it_is_told(
    committed_app: Flask, words: tuple[str, ...], left: int
) -> None:
    with committed_app.app_context():
        session = db.session()
        organisation = make_organisation(session, slug="lindekroon")
        people = [
            make_person(session, organisation=organisation, email="a@example.org"),
            make_person(session, organisation=organisation),
            make_person(session),
        ]
        tokens = [opened(session, person, utc_now()) for person in people]
        session.commit()
    assert run(committed_app, *words).exit_code == 0
    with committed_app.app_context():
        live = [find_viewer(db.session(), token, now=utc_now()) for token in tokens]
    assert sum(viewer is not None for viewer in live) == left


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 2),
        (("--everybody", "--email", "a@example.org"), 2),
        (("--organisation", "nergens"), 1),
        (("--email", "niemand@example.org"), 1),
        (("--email", "geen adres"), 2),
    ],
)
def test_a_command_that_names_nobody_or_two_ends_nothing(
    committed_app: Flask, words: tuple[str, ...], status: int
) -> None:
    assert run(committed_app, *words).exit_code == status

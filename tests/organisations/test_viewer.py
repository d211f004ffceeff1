"""Who is looking: seats, and when access ends, at an explicit moment and at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.services import start_session, touch_session
from courseapp.audit.services import NOBODY
from courseapp.organisations.models import Organisation, Role
from courseapp.organisations.queries import get_member
from courseapp.organisations.services import (
    add_member,
    change_role,
    disable_account,
    end_membership,
)
from courseapp.organisations.viewer import Viewer, find_viewer
from courseapp.web.now import utc_now
from tests.factories import make_organisation, make_person

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def opened(session: Session, person: Person, *, idle_minutes: int = 30, hours: int = 10) -> str:
    return start_session(
        session, person_id=person.id, now=NOW, idle_minutes=idle_minutes, hours=hours
    )


def seen(session: Session, token: str, *, now: datetime = NOW) -> Viewer:
    session.flush()
    viewer = find_viewer(session, token, now=now)
    assert viewer is not None
    return viewer


def give(session: Session, organisation: Organisation, person: Person, role: Role) -> None:
    add_member(
        session, organisation=organisation, person_id=person.id, role=role, now=NOW, actor=NOBODY
    )


def test_a_viewer_has_a_seat_for_every_running_role_in_every_organisation(session: Session) -> None:
    one = make_organisation(session, slug="een", name="Een", time_zone="Europe/Lisbon")
    two, three = make_organisation(session, slug="twee"), make_organisation(session, slug="drie")
    person = make_person(session, organisation=one, name="Samira el Haddou", email="s@example.org")
    make_person(session, organisation=three)
    give(session, two, person, Role.TRAINEE)
    give(session, two, person, Role.HR)
    viewer = seen(session, opened(session, person))
    assert [(seat.organisation_slug, seat.role) for seat in viewer.seats] == [
        ("een", "trainee"),
        ("twee", "trainee"),
        ("twee", "hr"),
    ]
    assert viewer.roles == {"trainee", "hr"}
    assert viewer.organisation_ids("trainee") == (one.id, two.id)
    assert viewer.organisation_ids("operator") == ()
    seat = viewer.find_seat("hr", "twee")
    assert seat is not None
    assert seat.organisation_id == two.id
    assert viewer.find_seat("hr", "een") is None
    assert viewer.find_seat("trainee", "drie") is None
    assert (viewer.name, viewer.email, viewer.time_zone) == (
        "Samira el Haddou",
        "s@example.org",
        "Europe/Lisbon",
    )


@pytest.mark.parametrize(
    ("name", "initials"), [("Samira el Haddou", "SH"), ("Cher", "C"), ("", ""), ("Jan Bos", "JB")]
)
def test_initials_are_at_most_two_letters(session: Session, name: str, initials: str) -> None:
    assert seen(session, opened(session, make_person(session, name=name))).initials == initials


def test_someone_without_any_role_is_known_but_sits_nowhere(session: Session) -> None:
    viewer = seen(session, opened(session, make_person(session)))
    assert (viewer.seats, viewer.roles) == ((), frozenset())
    assert viewer.time_zone == "Europe/Amsterdam"


def test_an_ended_role_has_no_seat_also_for_a_session_of_before(session: Session) -> None:
    one, two = make_organisation(session), make_organisation(session)
    person = make_person(session, organisation=one)
    give(session, two, person, Role.HR)
    end_membership(session, organisation=two, person_id=person.id, role=Role.HR, now=NOW)
    viewer = seen(session, opened(session, person))
    assert [seat.organisation_id for seat in viewer.seats] == [one.id]


@pytest.mark.parametrize(
    ("after", "is_known"),
    [
        (timedelta(0), True),
        (timedelta(minutes=30) - TICK, True),
        (timedelta(minutes=30), False),
        (timedelta(hours=10), False),
    ],
)
def test_who_is_idle_for_too_long_is_nobody(
    session: Session, after: timedelta, *, is_known: bool
) -> None:
    token = opened(session, make_person(session))
    assert (find_viewer(session, token, now=NOW + after) is not None) == is_known


@pytest.mark.parametrize(
    ("after", "is_known"), [(timedelta(hours=10) - TICK, True), (timedelta(hours=10), False)]
)
def test_a_session_in_use_ends_at_its_absolute_end(
    session: Session, after: timedelta, *, is_known: bool
) -> None:
    token = opened(session, make_person(session))
    session_id = seen(session, token).session_id
    touch_session(session, session_id=session_id, now=NOW + after - timedelta(minutes=1))
    assert (find_viewer(session, token, now=NOW + after) is not None) == is_known


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 43, "a" * 5000])
def test_a_token_that_was_never_given_is_nobody(session: Session, token: str) -> None:
    opened(session, make_person(session))
    assert find_viewer(session, token, now=NOW) is None


def test_looking_who_it_is_takes_one_query_however_many_the_roles(
    session: Session, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    person = make_person(session)
    for _ in range(5):
        give(session, make_organisation(session), person, Role.TRAINEE)
    token = opened(session, person)
    session.flush()
    assert count_queries(lambda: find_viewer(session, token, now=NOW)) == 1


ClientAs = Callable[[Person], FlaskClient]


def test_who_loses_a_role_loses_its_pages_with_the_next_request(
    session: Session, client_as: ClientAs
) -> None:
    organisation = make_organisation(session, slug="linde")
    person = make_person(session, organisation=organisation, role=Role.HR)
    browser = client_as(person)
    assert browser.get("/hr/linde").status_code == 200
    # the row alone, without ending sessions: it is asked afresh in every request
    _, [membership] = get_member(session, organisation_id=organisation.id, person_id=person.id)
    membership.ended_at = utc_now()
    session.commit()
    assert browser.get("/hr/linde").status_code in (403, 404)


def test_who_is_kept_out_is_signed_out_with_the_next_request_also_without_ending_sessions(
    session: Session, client_as: ClientAs
) -> None:
    person = make_person(session, organisation=make_organisation(session))
    browser = client_as(person)
    assert browser.get("/account").status_code == 200
    person.disabled_at = utc_now()
    session.commit()
    assert browser.get("/account").headers["Location"] == "/inloggen?next=/account"


def test_who_changes_role_signs_in_again(session: Session, client_as: ClientAs) -> None:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    browser = client_as(person)
    assert browser.get("/leerpad").status_code == 200
    change_role(
        session, organisation=organisation, person_id=person.id, old=Role.TRAINEE, new=Role.HR,
        now=utc_now(),
    )  # fmt: skip
    session.commit()
    assert browser.get("/leerpad").status_code == 303


def test_who_is_let_in_again_has_to_sign_in(session: Session, client_as: ClientAs) -> None:
    person = make_person(session, organisation=make_organisation(session))
    browser = client_as(person)
    disable_account(session, person=person, now=utc_now(), actor=NOBODY)
    person.disabled_at = None
    session.commit()
    assert browser.get("/account").status_code == 303

"""Organisations and their members: creating, inviting, changing roles, ending them."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person, SignInLink
from courseapp.accounts.services import consume_link, start_session
from courseapp.audit.models import AuditEvent
from courseapp.audit.services import NOBODY, Actor
from courseapp.database import ALL_TENANTS
from courseapp.mail.models import OutgoingMail
from courseapp.organisations.domain import is_role_possible, make_slug
from courseapp.organisations.models import Membership, Organisation, Role
from courseapp.organisations.queries import (
    PAGE,
    MemberNotFound,
    OrganisationNotFound,
    count_operators,
    find_bureau,
    get_belonging,
    get_member,
    get_organisation,
    list_departments,
    list_members,
    list_organisations,
    list_people,
)
from courseapp.organisations.services import (
    AccountDisabled,
    DepartmentExists,
    LastOperator,
    NameNotUsable,
    OrganisationExists,
    RoleNotPossible,
    add_department,
    add_member,
    change_role,
    create_organisation,
    disable_account,
    end_membership,
    invite_member,
    move_member,
    send_invitation,
)
from courseapp.organisations.services.inviting import Sender
from courseapp.organisations.viewer import find_viewer
from courseapp.web.database import db
from tests.factories import make_organisation, make_person

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SENDER = Sender(
    brand="Naklank",
    support="hulp@example.org",
    link_to=lambda token: f"https://naklank.example/uitnodiging/{token}",
)


@pytest.fixture
def bureau(session: Session) -> Organisation:
    return make_organisation(session, name="Bureau", is_bureau=True)


@pytest.fixture
def client_org(session: Session) -> Organisation:
    return make_organisation(session, name="Lindekroon")


def memberships(session: Session, person: Person) -> list[tuple[str, bool]]:
    rows = session.execute(
        select(Membership).where(Membership.person_id == person.id).order_by(Membership.id),
        execution_options=ALL_TENANTS,
    ).scalars()
    return [(row.role, row.ended_at is None) for row in rows]


def opened(session: Session, person: Person) -> str:
    return start_session(session, person_id=person.id, now=NOW, idle_minutes=30, hours=10)


def is_signed_in(session: Session, token: str) -> bool:
    session.flush()
    return find_viewer(session, token, now=NOW) is not None


def actions(session: Session) -> list[str]:
    session.flush()
    return list(session.execute(select(AuditEvent.action).order_by(AuditEvent.id)).scalars())


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Lindekroon Wonen", "lindekroon-wonen"),
        ("  Café  Zürich & Zn. ", "cafe-zurich-zn"),
        ("GGZ/Noord_West 2", "ggz-noord-west-2"),
        ("ﬁets", "fiets"),
        ("../..", ""),
        ("東京", ""),
        ("a" * 80, "a" * 60),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_name_becomes_an_address(name: str, slug: str) -> None:
    assert make_slug(name) == slug


@given(st.text(max_size=100))
def test_an_address_has_only_what_addresses_may_have_and_stays_itself(name: str) -> None:
    slug = make_slug(name)
    assert len(slug) <= 60
    assert slug == "" or all(part.isalnum() and part.isascii() for part in slug.split("-"))
    assert make_slug(slug) == slug


def test_only_operators_are_bound_to_the_bureau() -> None:
    assert [role for role in Role if not is_role_possible(role, is_bureau=False)] == ["operator"]
    assert all(is_role_possible(role, is_bureau=True) for role in Role)


def test_an_organisation_gets_its_address_from_its_name(session: Session) -> None:
    made = create_organisation(session, name=" De Bron ", locale="en", now=NOW)
    assert (made.name, made.slug, made.locale, made.is_bureau) == (
        "De Bron",
        "de-bron",
        "en",
        False,
    )
    assert get_organisation(session, slug="de-bron").id == made.id
    with pytest.raises(OrganisationNotFound):
        get_organisation(session, slug="De-Bron")


def test_two_organisations_never_share_an_address_and_the_first_stays_as_it_was(
    session: Session,
) -> None:
    create_organisation(session, name="De Bron", now=NOW)
    for name in ("De Bron", "de  bron!", "DE-BRÓN"):
        with pytest.raises(OrganisationExists):
            create_organisation(session, name=name, now=NOW)
    assert [row.name for row in list_organisations(session)] == ["De Bron"]
    assert actions(session) == ["organisation-created"]


@pytest.mark.parametrize("name", ["", "   ", "!!!", "東京", "../"])
def test_a_name_without_letters_is_refused(session: Session, name: str) -> None:
    with pytest.raises(NameNotUsable):
        create_organisation(session, name=name, now=NOW)
    assert list_organisations(session) == []


def test_departments_have_one_name_each_within_their_organisation(
    session: Session, client_org: Organisation
) -> None:
    other = make_organisation(session)
    for organisation in (client_org, other):
        add_department(session, organisation_id=organisation.id, name=" Balie ")
    add_department(session, organisation_id=client_org.id, name="Achter")
    with pytest.raises(DepartmentExists):
        add_department(session, organisation_id=client_org.id, name="Balie")
    names = [d.name for d in list_departments(session, organisation_id=client_org.id)]
    assert names == ["Achter", "Balie"]
    assert [d.name for d in list_departments(session, organisation_id=other.id)] == ["Balie"]


def give(session: Session, organisation: Organisation, person: Person, role: Role) -> Membership:
    return add_member(
        session, organisation=organisation, person_id=person.id, role=role, now=NOW, actor=NOBODY
    )


def end(
    session: Session, organisation: Organisation, person: Person, role: Role = Role.TRAINEE
) -> None:
    end_membership(session, organisation=organisation, person_id=person.id, role=role, now=NOW)


def change(
    session: Session, organisation: Organisation, person: Person, old: Role, new: Role
) -> None:
    change_role(
        session, organisation=organisation, person_id=person.id, old=old, new=new, now=NOW
    )  # fmt: skip


def test_giving_a_role_twice_is_giving_it_once(session: Session, client_org: Organisation) -> None:
    person = make_person(session)
    first, second = (give(session, client_org, person, Role.HR) for _ in range(2))
    assert first is second
    assert memberships(session, person) == [("hr", True)]
    assert actions(session) == ["role-given"]


def test_an_ended_role_begins_again_on_the_same_record(
    session: Session, client_org: Organisation
) -> None:
    person = make_person(session)
    first = give(session, client_org, person, Role.TRAINEE)
    end(session, client_org, person)
    assert memberships(session, person) == [("trainee", False)]
    assert give(session, client_org, person, Role.TRAINEE).id == first.id
    assert memberships(session, person) == [("trainee", True)]


def test_operators_belong_to_the_bureau_only(
    session: Session, client_org: Organisation, bureau: Organisation
) -> None:
    person = make_person(session)
    with pytest.raises(RoleNotPossible):
        give(session, client_org, person, Role.OPERATOR)
    assert memberships(session, person) == []
    give(session, bureau, person, Role.OPERATOR)
    assert count_operators(session) == 1


def test_changing_a_role_keeps_the_department_and_ends_the_sessions(
    session: Session, client_org: Organisation
) -> None:
    person, other = (make_person(session, organisation=client_org) for _ in range(2))
    department = add_department(session, organisation_id=client_org.id, name="Balie")
    move_member(
        session, organisation_id=client_org.id, person_id=person.id, department_id=department.id
    )
    token, theirs = opened(session, person), opened(session, other)
    change(session, client_org, person, Role.TRAINEE, Role.HR)
    assert memberships(session, person) == [("trainee", False), ("hr", True)]
    _, [now_held] = get_member(session, organisation_id=client_org.id, person_id=person.id)
    assert now_held.department_id == department.id
    assert not is_signed_in(session, token)
    assert is_signed_in(session, theirs)


def test_changing_a_role_into_itself_changes_nothing(
    session: Session, client_org: Organisation
) -> None:
    person = make_person(session, organisation=client_org)
    token = opened(session, person)
    change(session, client_org, person, Role.TRAINEE, Role.TRAINEE)
    assert memberships(session, person) == [("trainee", True)]
    assert is_signed_in(session, token)


def test_a_role_that_is_not_possible_leaves_the_old_one(
    session: Session, client_org: Organisation
) -> None:
    person = make_person(session, organisation=client_org)
    with pytest.raises(RoleNotPossible):
        change(session, client_org, person, Role.TRAINEE, Role.OPERATOR)
    assert memberships(session, person) == [("trainee", True)]


def test_ending_a_role_ends_the_sessions_and_is_noted_once(
    session: Session, client_org: Organisation
) -> None:
    person = make_person(session, organisation=client_org)
    token = opened(session, person)
    for _ in range(2):
        end(session, client_org, person)
    assert not is_signed_in(session, token)
    assert actions(session) == ["role-ended"]
    with pytest.raises(MemberNotFound):
        get_member(session, organisation_id=client_org.id, person_id=person.id)


def test_a_role_elsewhere_is_not_ended_along(session: Session, client_org: Organisation) -> None:
    person, other = make_person(session, organisation=client_org), make_organisation(session)
    give(session, other, person, Role.TRAINEE)
    end(session, client_org, person)
    assert get_belonging(session, person_id=person.id).organisations == (other.name,)


def test_the_last_operator_stays(session: Session, bureau: Organisation) -> None:
    person = make_person(session, organisation=bureau, role=Role.OPERATOR)
    give(session, bureau, person, Role.TRAINER)
    refused: tuple[Callable[[], None], ...] = (
        lambda: end(session, bureau, person, Role.OPERATOR),
        lambda: change(session, bureau, person, Role.OPERATOR, Role.HR),
        lambda: disable_account(session, person=person, now=NOW, actor=NOBODY),
    )
    for act in refused:
        savepoint = session.begin_nested()
        with pytest.raises(LastOperator):
            act()
        savepoint.rollback()
    end(session, bureau, person, Role.TRAINER)
    assert get_belonging(session, person_id=person.id).roles == {"operator"}


def test_an_operator_who_is_kept_out_does_not_count(session: Session, bureau: Organisation) -> None:
    first, second = (
        make_person(session, organisation=bureau, role=Role.OPERATOR) for _ in range(2)
    )
    disable_account(session, person=second, now=NOW, actor=NOBODY)
    assert count_operators(session) == 1
    with pytest.raises(LastOperator):
        end(session, bureau, first, Role.OPERATOR)


def test_whoever_is_no_operator_can_be_kept_out_although_there_is_only_one(
    session: Session, bureau: Organisation, client_org: Organisation
) -> None:
    make_person(session, organisation=bureau, role=Role.OPERATOR)
    person = make_person(session, organisation=client_org)
    disable_account(session, person=person, now=NOW, actor=NOBODY)
    assert person.disabled_at == NOW


def invite(
    session: Session,
    organisation: Organisation,
    *,
    email: str = "sam@example.org",
    name: str = "Sam de Wit",
    role: Role = Role.TRAINEE,
    department_id: int | None = None,
) -> tuple[Person, str]:
    return invite_member(
        session, organisation=organisation, email=email, name=name, role=role, sender=SENDER,
        now=NOW, actor=NOBODY, department_id=department_id,
    )  # fmt: skip


def mails(session: Session) -> list[OutgoingMail]:
    session.flush()
    return list(session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars())


def test_inviting_someone_new_makes_an_account_a_role_and_a_mail(session: Session) -> None:
    organisation = make_organisation(session, name="Lindekroon", locale="en")
    department = add_department(session, organisation_id=organisation.id, name="Desk")
    person, link = invite(
        session, organisation, email=" Sam@Example.org ", department_id=department.id
    )
    assert (person.email, person.locale, person.password_hash) == ("sam@example.org", "en", None)
    _, [membership] = get_member(session, organisation_id=organisation.id, person_id=person.id)
    assert (membership.role, membership.department_id) == ("trainee", department.id)
    [mail] = mails(session)
    assert mail.to_address == "sam@example.org"
    assert link in mail.body
    assert "Lindekroon invites you" in mail.body
    assert actions(session) == ["person-added", "role-given", "invited"]


def test_the_mailed_invitation_works_once_and_a_week(session: Session) -> None:
    organisation = make_organisation(session)
    person, link = invite(session, organisation)
    token = link.rpartition("/")[2]
    row = session.execute(select(SignInLink)).scalar_one()
    assert row.expires_at - row.created_at == timedelta(days=7)
    used, _ = consume_link(session, token=token, purpose="invitation", now=NOW)
    assert used.id == person.id


def test_inviting_someone_known_adds_a_role_and_keeps_name_and_password(
    session: Session, client_org: Organisation
) -> None:
    elsewhere = make_organisation(session)
    known = make_person(
        session, organisation=elsewhere, email="sam@example.org", name="Sam", password_hash="h"
    )
    person, _link = invite(session, client_org, name="Samantha", role=Role.HR)
    assert person.id == known.id
    assert (known.name, known.password_hash) == ("Sam", "h")
    assert memberships(session, known) == [("trainee", True), ("hr", True)]
    assert len(mails(session)) == 1


def test_whoever_is_kept_out_is_not_invited(session: Session, client_org: Organisation) -> None:
    known = make_person(session, email="sam@example.org", disabled_at=NOW)
    with pytest.raises(AccountDisabled):
        invite(session, client_org)
    assert memberships(session, known) == []
    assert mails(session) == []


def test_an_operator_is_not_invited_outside_the_bureau(
    session: Session, client_org: Organisation
) -> None:
    with pytest.raises(RoleNotPossible):
        invite(session, client_org, role=Role.OPERATOR)
    assert mails(session) == []


def test_every_invitation_is_a_mail_of_its_own(session: Session, client_org: Organisation) -> None:
    person, first = invite(session, client_org)
    again = send_invitation(
        session, organisation=client_org, person=person, sender=SENDER, now=NOW, actor=NOBODY
    )
    assert first != again
    assert len(mails(session)) == 2


def test_a_line_break_in_a_name_reaches_no_header(
    session: Session, client_org: Organisation
) -> None:
    client_org.name = "Linde\r\nBcc: all@example.org"
    invite(session, client_org, name="Sam\r\nBcc: all@example.org")
    [mail] = mails(session)
    assert "\n" not in mail.subject
    assert "\nBcc" not in mail.body


def test_inviting_the_same_person_at_the_same_moment_is_one_account_with_one_role(
    committed_app: Flask,
) -> None:
    with committed_app.app_context():
        make_organisation(db.session(), slug="linde")
        db.session.commit()

    def act(_: int) -> int:
        with committed_app.app_context():
            organisation = get_organisation(db.session(), slug="linde")
            person, _link = invite(db.session(), organisation)
            db.session.commit()
            return person.id

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(act, range(6)))) == 1
    with committed_app.app_context():
        [row] = list_people(db.session())
        assert row.email == "sam@example.org"
        assert len(mails(db.session())) == 6


def test_members_of_another_organisation_are_neither_listed_nor_opened(
    session: Session, client_org: Organisation
) -> None:
    other = make_organisation(session)
    mine, theirs = (
        make_person(session, organisation=client_org, name="Ans"),
        make_person(session, organisation=other, name="Bea"),
    )
    shown = list_members(session, organisation_id=client_org.id)
    assert [row.person_id for row in shown.rows] == [mine.id]
    with pytest.raises(MemberNotFound):
        get_member(session, organisation_id=client_org.id, person_id=theirs.id)
    assert [p.email for p in list_people(session, slug=other.slug)] == [theirs.email]


def test_moving_someone_here_moves_nobody_elsewhere(
    session: Session, client_org: Organisation
) -> None:
    other = make_organisation(session)
    person = make_person(session, organisation=client_org)
    give(session, other, person, Role.TRAINEE)
    department = add_department(session, organisation_id=client_org.id, name="Balie")
    move_member(
        session, organisation_id=client_org.id, person_id=person.id, department_id=department.id
    )
    here, there = (
        list_members(session, organisation_id=organisation.id).rows[0].department
        for organisation in (client_org, other)
    )
    assert (here, there) == ("Balie", "")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ans", ["Ans Bos"]),
        ("BOS", ["Ans Bos"]),
        ("%", ["Cor 100%"]),
        ("_", []),
        ("@x.nl", ["Bea"]),
    ],
)
def test_members_are_searched_by_parts_of_name_or_address_taken_literally(
    session: Session, client_org: Organisation, words: str, found: list[str]
) -> None:
    for name, email in (
        ("Ans Bos", "a@y.nl"),
        ("Bea", "b@x.nl"),
        ("Cor 100%", "c@y.nl"),
    ):
        make_person(session, organisation=client_org, name=name, email=email)
    shown = list_members(session, organisation_id=client_org.id, words=words)
    assert [row.name for row in shown.rows] == found
    assert shown.total == len(found)


def test_members_are_filtered_by_role_and_come_in_pages(
    session: Session, client_org: Organisation
) -> None:
    for number in range(PAGE + 1):
        make_person(session, organisation=client_org, name=f"Naam {number:03}")
    make_person(session, organisation=client_org, role=Role.HR, name="Zus")
    first, second, beyond, below = (
        list_members(session, organisation_id=client_org.id, number=number)
        for number in (1, 2, 99, -3)
    )
    assert (len(first.rows), len(second.rows), first.total, first.pages) == (50, 2, 52, 2)
    assert second.rows[-1].name == "Zus"
    assert (beyond.number, below.number) == (2, 1)
    [only] = list_members(session, organisation_id=client_org.id, role="hr").rows
    assert only.name == "Zus"


def test_organisations_are_listed_with_their_people_counted_once_and_the_bureau_first(
    session: Session, client_org: Organisation, bureau: Organisation
) -> None:
    person = make_person(session, organisation=client_org)
    give(session, client_org, person, Role.HR)
    gone = make_person(session, organisation=client_org)
    end(session, client_org, gone)
    shown = [(row.name, row.is_bureau, row.people) for row in list_organisations(session)]
    assert shown == [("Bureau", True, 0), ("Lindekroon", False, 1)]
    bureau_found = find_bureau(session)
    assert bureau_found is not None
    assert bureau_found.id == bureau.id


def test_the_list_of_all_people_shows_roles_and_also_who_has_none(
    session: Session, client_org: Organisation
) -> None:
    make_person(session, email="b@example.org", disabled_at=NOW)
    make_person(session, email="a@example.org", organisation=client_org, role=Role.HR)
    shown = [(p.email, p.role, p.organisation, p.is_disabled) for p in list_people(session)]
    assert shown == [
        ("a@example.org", "hr", client_org.slug, False),
        ("b@example.org", "", "", True),
    ]


def test_what_is_done_is_noted_with_who_did_it_and_where(
    session: Session, client_org: Organisation
) -> None:
    actor = make_person(session)
    invite_member(
        session, organisation=client_org, email="sam@example.org", name="Sam", role=Role.HR,
        sender=SENDER, now=NOW, actor=Actor(person_id=actor.id, request_id="r-1"),
    )  # fmt: skip
    session.flush()
    events = session.execute(select(AuditEvent).order_by(AuditEvent.id)).scalars().all()
    assert {(e.actor_id, e.request_id) for e in events} == {(actor.id, "r-1")}
    assert {e.scope_id for e in events if e.action != "person-added"} == {client_org.id}
    assert len(events) == 3

"""Make the organisations and people of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.services import add_person
from courseapp.audit.services import NOBODY
from courseapp.ops import demo_data as data
from courseapp.organisations.models import Department, Organisation, Role
from courseapp.organisations.queries import find_bureau
from courseapp.organisations.services import add_department, add_member, create_organisation


@dataclass(frozen=True, kw_only=True)
class House:
    """An organisation with its departments by name."""

    organisation: Organisation
    departments: Mapping[str, Department]


def build_house(
    session: Session, *, named: tuple[str, str], departments: Iterable[str], now: datetime
) -> House:
    """A client organisation with departments."""
    organisation = create_organisation(session, slug=named[0], name=named[1], now=now)
    rooms = {
        name: add_department(session, organisation_id=organisation.id, name=name)
        for name in departments
    }
    return House(organisation=organisation, departments=rooms)


def build_bureau(session: Session, *, now: datetime) -> House:
    """The bureau, which may exist already."""
    bureau = find_bureau(session)
    if bureau is None:
        slug, name = data.BUREAU
        bureau = create_organisation(session, slug=slug, name=name, is_bureau=True, now=now)
    return House(organisation=bureau, departments={})


def seat(
    session: Session,
    house: House,
    *,
    person: Person,
    role: Role,
    now: datetime,
    department: str = "",
    number: str = "",
) -> None:
    """Make someone a member of an organisation."""
    membership = add_member(
        session,
        organisation=house.organisation,
        person_id=person.id,
        role=role,
        department_id=house.departments[department].id if department else None,
        now=now,
    )
    membership.personnel_number = number
    session.flush()


def welcome(
    session: Session, one: data.DemoPerson, house: House, *, password_hash: str, now: datetime
) -> Person:
    """Someone who can sign in with the demo's password."""
    person = add_person(session, email=one.email, name=one.name, locale="nl", now=now, actor=NOBODY)
    person.password_hash = password_hash
    is_trainee = one.role == Role.TRAINEE
    seat(
        session, house, person=person, role=Role(one.role), now=now,
        department="Klantenservice" if is_trainee else "",
        number=f"{1000 + person.id:05d}" if is_trainee else "",
    )  # fmt: skip
    return person


def hire(session: Session, one: data.Colleague, house: House, *, now: datetime) -> Person:
    """Someone who only appears in the report: without a password nobody signs in as them."""
    address = one.name.lower().translate(PLAIN).replace(" ", ".")
    email = f"{address}@{house.organisation.slug}.example"
    person = add_person(session, email=email, name=one.name, locale="nl", now=now, actor=NOBODY)
    seat(
        session, house, person=person, role=Role.TRAINEE, now=now,
        department=one.department, number=one.number,
    )  # fmt: skip
    return person


PLAIN = str.maketrans({"ş": "s", "ł": "l"})

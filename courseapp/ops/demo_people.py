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
from courseapp.organisations.models import Department, Membership, Organisation, Role
from courseapp.organisations.queries import find_bureau


@dataclass(frozen=True, kw_only=True)
class House:
    """An organisation with its departments by name."""

    organisation: Organisation
    departments: Mapping[str, Department]


def build_house(
    session: Session, *, named: tuple[str, str], departments: Iterable[str], now: datetime
) -> House:
    """A client organisation with departments."""
    organisation = Organisation(slug=named[0], name=named[1], created_at=now)
    session.add(organisation)
    session.flush()
    rooms = {name: Department(organisation_id=organisation.id, name=name) for name in departments}
    session.add_all(rooms.values())
    session.flush()
    return House(organisation=organisation, departments=rooms)


def build_bureau(session: Session, *, now: datetime) -> House:
    """The bureau, which may exist already."""
    bureau = find_bureau(session)
    if bureau is None:
        bureau = Organisation(
            slug=data.BUREAU[0], name=data.BUREAU[1], is_bureau=True, created_at=now
        )
        session.add(bureau)
        session.flush()
    return House(organisation=bureau, departments={})


def seat(
    session: Session,
    house: House,
    *,
    person: Person,
    role: str,
    now: datetime,
    department: str = "",
    number: str = "",
) -> None:
    """Make someone a member of an organisation."""
    session.add(
        Membership(
            organisation_id=house.organisation.id,
            person_id=person.id,
            role=role,
            department_id=house.departments[department].id if department else None,
            personnel_number=number,
            created_at=now,
        )
    )
    session.flush()


def welcome(
    session: Session, one: data.DemoPerson, house: House, *, password_hash: str, now: datetime
) -> Person:
    """Someone who can sign in with the demo's password."""
    person = add_person(session, email=one.email, name=one.name, locale="nl", now=now, actor=NOBODY)
    person.password_hash = password_hash
    is_trainee = one.role == Role.TRAINEE
    seat(
        session, house, person=person, role=one.role, now=now,
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
        session, house, person=person, role=Role.TRAINEE.value, now=now,
        department=one.department, number=one.number,
    )  # fmt: skip
    return person


PLAIN = str.maketrans({"ş": "s", "ł": "l"})

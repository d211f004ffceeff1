"""Who belongs to which organisation, as other features and the operator's pages ask it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from courseapp.accounts.domain.access import Belonging
from courseapp.accounts.models import Person
from courseapp.database import ALL_TENANTS
from courseapp.database.paging import PAGE, find_page
from courseapp.organisations.models import Department, Membership, Organisation, Role


class OrganisationNotFound(Exception):
    """No organisation has this slug."""


class MemberNotFound(Exception):
    """This person does not belong to this organisation."""


def get_belonging(session: Session, *, person_id: int) -> Belonging:
    """The running roles of a person and the names of the organisations."""
    rows = session.execute(
        select(Membership.role, Organisation.name)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person_id, Membership.ended_at.is_(None)),
        # one person's own memberships, in whichever organisation
        execution_options=ALL_TENANTS,
    ).all()
    return Belonging(
        roles=frozenset(row.role for row in rows),
        organisations=tuple(sorted({row.name for row in rows})),
    )


def find_organisation(session: Session, *, slug: str) -> Organisation | None:
    """The organisation with this slug."""
    return session.execute(
        select(Organisation).where(Organisation.slug == slug)
    ).scalar_one_or_none()


def get_organisation(session: Session, *, slug: str) -> Organisation:
    """The organisation with this slug; raises OrganisationNotFound."""
    organisation = find_organisation(session, slug=slug)
    if organisation is None:
        raise OrganisationNotFound(slug)
    return organisation


def find_bureau(session: Session) -> Organisation | None:
    """The bureau's own organisation, the first one if there are more."""
    return session.execute(
        select(Organisation).where(Organisation.is_bureau).order_by(Organisation.id).limit(1)
    ).scalar_one_or_none()


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """An organisation in the operator's list; `people` counts running memberships' people."""

    slug: str
    name: str
    is_bureau: bool
    people: int


def list_organisations(session: Session) -> list[OrganisationRow]:
    """All organisations with how many people belong to each, the bureau first."""
    people = func.count(func.distinct(Membership.person_id))
    rows = session.execute(
        select(Organisation, people.label("people"))
        .outerjoin(
            Membership,
            and_(
                Membership.organisation_id == Organisation.id,
                Membership.ended_at.is_(None),
            ),
        )
        .group_by(Organisation.id)
        .order_by(Organisation.is_bureau.desc(), Organisation.name),
        execution_options=ALL_TENANTS,  # the operator's list spans the organisations
    ).all()
    return [
        OrganisationRow(slug=o.slug, name=o.name, is_bureau=o.is_bureau, people=count)
        for o, count in rows
    ]


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """One running membership with its person."""

    person_id: int
    name: str
    email: str
    role: str
    department: str
    has_password: bool
    disabled_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class MemberPage:
    """One page of members; `total` counts all that match."""

    rows: tuple[MemberRow, ...]
    total: int
    number: int
    pages: int


def list_members(
    session: Session, *, organisation_id: int, words: str = "", role: str = "", number: int = 1
) -> MemberPage:
    """Running memberships whose name or address holds `words`, by name, 50 to a page."""
    chosen = _members(organisation_id, words=words, role=role)
    total = session.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()
    number, pages = find_page(number, total=total)
    rows = session.execute(
        chosen.order_by(Person.name, Membership.id).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    return MemberPage(
        rows=tuple(MemberRow(**row._mapping) for row in rows),
        total=total,
        number=number,
        pages=pages,
    )


def _members(organisation_id: int, *, words: str, role: str) -> Select[Any]:
    chosen = (
        select(
            Membership.person_id,
            Person.name,
            Person.email,
            Membership.role,
            func.coalesce(Department.name, "").label("department"),
            Person.password_hash.is_not(None).label("has_password"),
            Person.disabled_at,
        )
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(
            Department,
            and_(
                Department.id == Membership.department_id,
                Department.organisation_id == Membership.organisation_id,
            ),
        )
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
    )
    if words:
        chosen = chosen.where(
            or_(
                Person.name.icontains(words, autoescape=True),
                Person.email.icontains(words, autoescape=True),
            )
        )
    return chosen.where(Membership.role == role) if role else chosen


def get_member(
    session: Session, *, organisation_id: int, person_id: int
) -> tuple[Person, list[Membership]]:
    """A person and the running memberships in this organisation; raises MemberNotFound."""
    rows = session.execute(
        select(Membership, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            Membership.ended_at.is_(None),
        )
        .order_by(Membership.id)
    ).all()
    if not rows:
        raise MemberNotFound(str(person_id))
    return rows[0].Person, [row.Membership for row in rows]


def list_departments(session: Session, *, organisation_id: int) -> list[Department]:
    """The departments of an organisation by name."""
    rows = session.execute(
        select(Department)
        .where(Department.organisation_id == organisation_id)
        .order_by(Department.name)
    )
    return list(rows.scalars())


def count_operators(session: Session) -> int:
    """How many people can still manage the whole installation."""
    return session.execute(
        select(func.count(func.distinct(Membership.person_id)))
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.role == Role.OPERATOR.value,
            Membership.ended_at.is_(None),
            Person.disabled_at.is_(None),
        ),
        execution_options=ALL_TENANTS,  # operators of whichever bureau
    ).scalar_one()


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """One account with one of its running roles, or with none."""

    email: str
    name: str
    role: str
    organisation: str
    is_disabled: bool


def list_people(session: Session, *, slug: str = "") -> list[PersonRow]:
    """All accounts with their running roles, or those of one organisation, for the command line."""
    chosen = (
        select(
            Person.email,
            Person.name,
            func.coalesce(Membership.role, "").label("role"),
            func.coalesce(Organisation.slug, "").label("organisation"),
            Person.disabled_at.is_not(None).label("is_disabled"),
        )
        .outerjoin(
            Membership, and_(Membership.person_id == Person.id, Membership.ended_at.is_(None))
        )
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .order_by(Person.email, Membership.id)
    )
    if slug:
        chosen = chosen.where(Organisation.slug == slug)
    # whoever has the command line has the whole installation
    rows = session.execute(chosen, execution_options=ALL_TENANTS).all()
    return [PersonRow(**row._mapping) for row in rows]

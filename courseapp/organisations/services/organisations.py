"""Create organisations and departments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.audit.services import NOBODY, Actor, record_event
from courseapp.organisations.domain import make_slug
from courseapp.organisations.models import Department, Organisation


class OrganisationExists(Exception):
    """Another organisation has this slug."""


class DepartmentExists(Exception):
    """The organisation has a department of this name."""


class NameNotUsable(Exception):
    """Nothing of this name can stand in an address."""


def create_organisation(
    session: Session,
    *,
    name: str,
    now: datetime,
    slug: str = "",
    is_bureau: bool = False,
    locale: str = "nl",
    time_zone: str = "Europe/Amsterdam",
    actor: Actor = NOBODY,
) -> Organisation:
    """A new organisation; raises OrganisationExists or NameNotUsable."""
    organisation = Organisation(
        slug=make_slug(slug or name),
        name=name.strip(),
        is_bureau=is_bureau,
        locale=locale,
        time_zone=time_zone,
        created_at=now,
    )
    _insert(session, organisation)
    record_event(
        session, action="organisation-created", now=now, actor=actor, scope_id=organisation.id
    )
    return organisation


def _insert(session: Session, organisation: Organisation) -> None:
    if not organisation.slug:
        raise NameNotUsable
    try:
        with session.begin_nested():
            session.add(organisation)
    except IntegrityError as error:
        raise OrganisationExists(organisation.slug) from error


def add_department(session: Session, *, organisation_id: int, name: str) -> Department:
    """A new department; raises DepartmentExists."""
    department = Department(organisation_id=organisation_id, name=name.strip())
    try:
        with session.begin_nested():
            session.add(department)
    except IntegrityError as error:
        raise DepartmentExists(department.name) from error
    return department

"""Memberships: who belongs to an organisation in which role. A change ends the person's sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.services import disable_person, end_all_sessions
from courseapp.audit.services import NOBODY, Actor, record_event
from courseapp.organisations.domain import is_role_possible
from courseapp.organisations.models import Membership, Organisation, Role
from courseapp.organisations.queries import count_operators, get_belonging


class RoleNotPossible(Exception):
    """Operators belong to the bureau only."""


class LastOperator(Exception):
    """Without this person nobody could manage the installation."""


def add_member(
    session: Session,
    *,
    organisation: Organisation,
    person_id: int,
    role: Role,
    now: datetime,
    department_id: int | None = None,
    actor: Actor = NOBODY,
) -> Membership:
    """Give a person a role in an organisation; an ended membership begins again."""
    if not is_role_possible(role.value, is_bureau=organisation.is_bureau):
        raise RoleNotPossible
    membership = _find(session, organisation.id, person_id, role)
    if membership is None:
        membership, is_new = _insert(session, organisation.id, person_id, role, now=now)
    else:
        is_new = False
    if membership.ended_at is None and not is_new:
        return membership
    membership.ended_at = None
    membership.department_id = department_id
    session.flush()
    _record(session, "role-given", membership, now=now, actor=actor)
    return membership


def change_role(
    session: Session,
    *,
    organisation: Organisation,
    person_id: int,
    old: Role,
    new: Role,
    now: datetime,
    actor: Actor = NOBODY,
) -> None:
    """Replace one role by another; sessions end, so that nothing goes on under the old role."""
    if old is new:
        return
    membership = _find(session, organisation.id, person_id, old)
    department_id = membership.department_id if membership else None
    add_member(
        session,
        organisation=organisation,
        person_id=person_id,
        role=new,
        department_id=department_id,
        now=now,
        actor=actor,
    )
    end_membership(
        session, organisation=organisation, person_id=person_id, role=old, now=now, actor=actor
    )


def end_membership(
    session: Session,
    *,
    organisation: Organisation,
    person_id: int,
    role: Role,
    now: datetime,
    actor: Actor = NOBODY,
) -> None:
    """End a role; the record stays. Raises LastOperator."""
    membership = _find(session, organisation.id, person_id, role)
    if membership is None or membership.ended_at is not None:
        return
    membership.ended_at = now
    session.flush()
    if role is Role.OPERATOR and count_operators(session) == 0:
        raise LastOperator
    end_all_sessions(session, person_id=person_id, now=now)
    _record(session, "role-ended", membership, now=now, actor=actor)


def move_member(
    session: Session, *, organisation_id: int, person_id: int, department_id: int | None
) -> None:
    """Put all of a person's memberships in this organisation in a department, or in none."""
    session.execute(
        update(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.person_id == person_id)
        .values(department_id=department_id)
    )


def disable_account(session: Session, *, person: Person, now: datetime, actor: Actor) -> None:
    """Keep someone out everywhere; raises LastOperator."""
    disable_person(session, person=person, now=now, actor=actor)
    session.flush()
    was_operator = Role.OPERATOR in get_belonging(session, person_id=person.id).roles
    if was_operator and count_operators(session) == 0:
        raise LastOperator


def _find(session: Session, organisation_id: int, person_id: int, role: Role) -> Membership | None:
    return session.execute(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            Membership.role == role.value,
        )
    ).scalar_one_or_none()


def _insert(
    session: Session, organisation_id: int, person_id: int, role: Role, *, now: datetime
) -> tuple[Membership, bool]:
    """The new membership and True, or the one that somebody else made at this very moment."""
    membership = Membership(
        organisation_id=organisation_id, person_id=person_id, role=role.value, created_at=now
    )
    try:
        with session.begin_nested():
            session.add(membership)
    except IntegrityError:
        found = _find(session, organisation_id, person_id, role)
        if found is None:
            raise
        return found, False
    return membership, True


def _record(
    session: Session, action: str, membership: Membership, *, now: datetime, actor: Actor
) -> None:
    record_event(
        session,
        action=action,
        now=now,
        actor=actor,
        scope_id=membership.organisation_id,
        subject=f"person:{membership.person_id}",
        role=membership.role,
    )

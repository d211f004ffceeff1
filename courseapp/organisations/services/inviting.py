"""Invite people: an account if there is none, a role, and a single-use link by mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token
from courseapp.accounts.models import Person
from courseapp.accounts.queries import find_person, get_person
from courseapp.accounts.services import EmailTaken, add_person, issue_link
from courseapp.accounts.services.links import LIFETIMES
from courseapp.audit.services import Actor, record_event
from courseapp.mail.services import queue_mail
from courseapp.organisations.models import Organisation, Role
from courseapp.organisations.services.members import add_member

PURPOSE = "invitation"


class AccountDisabled(Exception):
    """The address belongs to an account that is kept out."""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """What an invitation says besides its link; `link_to` makes an address of a token."""

    brand: str
    support: str
    link_to: Callable[[str], str]


def invite_member(
    session: Session,
    *,
    organisation: Organisation,
    email: str,
    name: str,
    role: Role,
    sender: Sender,
    now: datetime,
    actor: Actor,
    department_id: int | None = None,
) -> tuple[Person, str]:
    """Add a member and mail a link (person, address); AccountDisabled, RoleNotPossible."""
    locale = organisation.locale
    person = _find_or_add(session, email=email, name=name, locale=locale, now=now, actor=actor)
    add_member(
        session,
        organisation=organisation,
        person_id=person.id,
        role=role,
        department_id=department_id,
        now=now,
        actor=actor,
    )
    link = send_invitation(
        session, organisation=organisation, person=person, sender=sender, now=now, actor=actor
    )
    return person, link


def _find_or_add(
    session: Session, *, email: str, name: str, locale: str, now: datetime, actor: Actor
) -> Person:
    person = find_person(session, email=email)
    if person is None:
        try:
            return add_person(session, email=email, name=name, locale=locale, now=now, actor=actor)
        except EmailTaken:  # invited by somebody else at this very moment
            person = get_person(session, email=email)
    if person.disabled_at is not None:
        raise AccountDisabled
    return person


def send_invitation(
    session: Session,
    *,
    organisation: Organisation,
    person: Person,
    sender: Sender,
    now: datetime,
    actor: Actor,
) -> str:
    """Mail a fresh link, valid for a week and once; returns its address."""
    token = issue_link(session, person_id=person.id, purpose=PURPOSE, email=person.email, now=now)
    link = sender.link_to(token)
    queue_mail(
        session,
        unique_key=f"{PURPOSE}:{hash_token(token)[:40]}",
        to=person.email,
        template=PURPOSE,
        locale=person.locale,
        context=_words(organisation, person, sender, link=link),
        now=now,
    )
    scope, subject = organisation.id, f"person:{person.id}"
    record_event(session, action="invited", now=now, actor=actor, scope_id=scope, subject=subject)
    return link


def _words(
    organisation: Organisation, person: Person, sender: Sender, *, link: str
) -> dict[str, object]:
    return {
        "name": person.name,
        "organisation": organisation.name,
        "brand": sender.brand,
        "support": sender.support,
        "link": link,
        "days": LIFETIMES[PURPOSE].days,
    }

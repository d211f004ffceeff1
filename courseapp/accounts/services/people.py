"""People: add one, change the address, disable and enable."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.accounts.domain import normalise_email
from courseapp.accounts.models import Person
from courseapp.accounts.services.links import end_links
from courseapp.accounts.services.sessions import end_all_sessions
from courseapp.audit.services import Actor, record_event


class EmailTaken(Exception):
    """Another account has this address."""


def add_person(
    session: Session, *, email: str, name: str, locale: str, now: datetime, actor: Actor
) -> Person:
    """Add someone who can sign in by a mailed link; raises EmailTaken."""
    person = Person(email=normalise_email(email), name=name.strip(), locale=locale, created_at=now)
    try:
        with session.begin_nested():
            session.add(person)
    except IntegrityError as error:
        raise EmailTaken from error
    record_event(
        session, action="person-added", now=now, actor=actor, subject=f"person:{person.id}"
    )
    return person


def change_email(
    session: Session, *, person: Person, email: str, now: datetime, actor: Actor, keep_id: int = 0
) -> None:
    """Move an account to a confirmed address; links and other sessions end. Raises EmailTaken."""
    wanted = normalise_email(email)
    other = session.execute(select(Person.id).where(Person.email == wanted, Person.id != person.id))
    if other.first() is not None:
        raise EmailTaken
    try:
        with session.begin_nested():
            person.email = wanted
    except IntegrityError as error:
        raise EmailTaken from error
    end_links(session, person_id=person.id, now=now)
    end_all_sessions(session, person_id=person.id, now=now, keep_id=keep_id)
    record_event(
        session, action="email-changed", now=now, actor=actor, subject=f"person:{person.id}"
    )


def disable_person(session: Session, *, person: Person, now: datetime, actor: Actor) -> None:
    """Keep someone out: sessions and links end at once."""
    person.disabled_at = person.disabled_at or now
    end_links(session, person_id=person.id, now=now)
    end_all_sessions(session, person_id=person.id, now=now)
    record_event(
        session, action="person-disabled", now=now, actor=actor, subject=f"person:{person.id}"
    )


def enable_person(session: Session, *, person: Person, now: datetime, actor: Actor) -> None:
    """Let someone sign in again."""
    person.disabled_at = None
    record_event(
        session, action="person-enabled", now=now, actor=actor, subject=f"person:{person.id}"
    )

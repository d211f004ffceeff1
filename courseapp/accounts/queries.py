"""What the sign-in and account pages look up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token, normalise_email
from courseapp.accounts.models import Person, SignInLink, UserSession


class PersonNotFound(Exception):
    """Nobody has this address or number."""


def find_person(session: Session, *, email: str) -> Person | None:
    """The person with this address, disabled or not."""
    wanted = normalise_email(email)
    return session.execute(select(Person).where(Person.email == wanted)).scalar_one_or_none()


def get_person(session: Session, *, email: str) -> Person:
    """The person with this address; raises PersonNotFound."""
    person = find_person(session, email=email)
    if person is None:
        raise PersonNotFound(email)
    return person


@dataclass(frozen=True, kw_only=True)
class OpenLink:
    """A link that can still be used, and whose it is."""

    person_id: int
    name: str
    person_email: str
    email: str
    has_password: bool


def find_open_link(session: Session, *, token: str, purpose: str, now: datetime) -> OpenLink | None:
    """The unused, unexpired link with this token; looking does not use it."""
    row = session.execute(
        select(SignInLink.email, Person)
        .join(Person, Person.id == SignInLink.person_id)
        .where(
            SignInLink.token_hash == hash_token(token),
            SignInLink.purpose == purpose,
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            Person.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    person = row.Person
    return OpenLink(
        person_id=person.id,
        name=person.name,
        person_email=person.email,
        email=row.email,
        has_password=person.password_hash is not None,
    )


def list_live_sessions(session: Session, *, person_id: int, now: datetime) -> list[UserSession]:
    """A person's running sessions, the latest used first."""
    rows = session.execute(
        select(UserSession)
        .where(
            UserSession.person_id == person_id,
            UserSession.ended_at.is_(None),
            UserSession.expires_at > now,
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    ).scalars()
    return [row for row in rows if row.is_live(now)]

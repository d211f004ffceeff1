"""Single-use links in mails: issue one, use it exactly once, end unwanted ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token, new_token
from courseapp.accounts.models import Person, SignInLink

LIFETIMES = {
    "sign-in": timedelta(minutes=30),
    "reset": timedelta(minutes=30),
    "new-email": timedelta(hours=2),
    "invitation": timedelta(days=7),
}
SIGNING_IN = ("sign-in", "reset", "invitation")


class LinkExpired(Exception):
    """The link is unknown, used, ended or too old; which of these is nobody's business."""


def issue_link(session: Session, *, person_id: int, purpose: str, email: str, now: datetime) -> str:
    """Keep the hash of a new link for this purpose and return its token."""
    token = new_token()
    session.add(
        SignInLink(
            token_hash=hash_token(token),
            person_id=person_id,
            purpose=purpose,
            email=email,
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    session.flush()
    return token


def consume_link(
    session: Session, *, token: str, purpose: str, now: datetime
) -> tuple[Person, str]:
    """Use a link; of two uses at once one wins. The person and the address it was mailed to."""
    used = session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == hash_token(token),
            SignInLink.purpose == purpose,
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.person_id, SignInLink.email)
    ).one_or_none()
    if used is None:
        raise LinkExpired
    person = session.execute(
        select(Person).where(Person.id == used.person_id, Person.disabled_at.is_(None))
    ).scalar_one_or_none()
    if person is None:
        raise LinkExpired
    if purpose in SIGNING_IN:
        end_links(session, person_id=person.id, now=now, purposes=SIGNING_IN)
    return person, used.email


def end_links(
    session: Session, *, person_id: int, now: datetime, purposes: tuple[str, ...] = tuple(LIFETIMES)
) -> None:
    """Make a person's unused links for these purposes worthless."""
    session.execute(
        update(SignInLink)
        .where(
            SignInLink.person_id == person_id,
            SignInLink.used_at.is_(None),
            SignInLink.purpose.in_(purposes),
        )
        .values(used_at=now)
    )

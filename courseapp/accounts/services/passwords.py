"""Passwords with argon2id: hash, compare, renew; few at a time, so that saving goes on."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from courseapp.accounts.domain.passwords import LONGEST, normalise_password
from courseapp.accounts.models import Person
from courseapp.accounts.services.links import end_links
from courseapp.accounts.services.sessions import end_all_sessions

HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
AT_ONCE = 2
PATIENCE_SECONDS = 3.0
_slots = threading.BoundedSemaphore(AT_ONCE)


class HashingBusy(Exception):
    """Too many sign-ins at this moment; nothing was compared."""


@contextmanager
def _slot() -> Iterator[None]:
    if not _slots.acquire(timeout=PATIENCE_SECONDS):
        raise HashingBusy
    try:
        yield
    finally:
        _slots.release()


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its parameters."""
    with _slot():
        return HASHER.hash(normalise_password(password))


@functools.cache
def _nobodys_hash() -> str:
    return HASHER.hash("nobody has this password")


def is_password_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; as slow without a hash. Call it outside a transaction."""
    if len(password) > LONGEST:
        return False
    with _slot():
        try:
            HASHER.verify(password_hash or _nobodys_hash(), normalise_password(password))
        except (VerificationError, InvalidHashError):
            return False
    return bool(password_hash)


def needs_rehash(password_hash: str) -> bool:
    """Whether a hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def set_password(
    session: Session, *, person: Person, password_hash: str | None, now: datetime, keep_id: int = 0
) -> None:
    """Give a person this password hash; every link and every other session ends."""
    person.password_hash = password_hash
    end_links(session, person_id=person.id, now=now)
    end_all_sessions(session, person_id=person.id, now=now, keep_id=keep_id)

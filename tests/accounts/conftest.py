"""What the tests of signing in share."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.services import hash_password
from courseapp.mail.models import OutgoingMail
from courseapp.organisations.models import Role
from tests.factories import make_organisation, make_person

PASSWORD = "vier rare woorden samen"


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One hash for all tests, because hashing is slow on purpose."""
    return hash_password(PASSWORD)


@pytest.fixture
def samira(session: Session, password_hash: str) -> Person:
    """A trainee with a password."""
    return make_person(
        session,
        organisation=make_organisation(session),
        role=Role.TRAINEE,
        email="samira@example.org",
        password_hash=password_hash,
    )


@pytest.fixture
def mailed(session: Session) -> Callable[[], list[OutgoingMail]]:
    """All mails in the outbox, oldest first."""

    def read() -> list[OutgoingMail]:
        return list(session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars())

    return read


def link_in(mail: OutgoingMail) -> str:
    """The path of the link in a mail."""
    found = re.search(r"http://127\.0\.0\.1:8000(/\S+)", mail.body)
    assert found is not None
    return found.group(1)

"""Who is looking: the signed-in person with all memberships, read in one query per request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token
from courseapp.accounts.models import Person, UserSession
from courseapp.database import ALL_TENANTS
from courseapp.organisations.models import Membership, Organisation


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One running membership of the viewer."""

    organisation_id: int
    organisation_slug: str
    organisation_name: str
    time_zone: str
    role: str


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """The signed-in person, in the shape that Flask-Login and the policies expect."""

    token: str
    session_id: int
    person_id: int
    name: str
    email: str
    locale: str
    last_seen_at: datetime
    seats: tuple[Seat, ...]
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """The session token: what the signed cookie holds."""
        return self.token

    @property
    def roles(self) -> frozenset[str]:
        """All roles of the viewer, in whichever organisation."""
        return frozenset(seat.role for seat in self.seats)

    @property
    def initials(self) -> str:
        """At most two letters for narrow screens."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))

    @property
    def time_zone(self) -> str:
        """The time zone of the first organisation."""
        return self.seats[0].time_zone if self.seats else "Europe/Amsterdam"

    def organisation_ids(self, role: str) -> tuple[int, ...]:
        """The organisations in which the viewer has this role."""
        return tuple(seat.organisation_id for seat in self.seats if seat.role == role)

    def find_seat(self, role: str, slug: str) -> Seat | None:
        """The viewer's seat with this role in the organisation with this slug."""
        return next((s for s in self.seats if s.role == role and s.organisation_slug == slug), None)


_VIEWER = (
    select(
        UserSession.id,
        UserSession.person_id,
        UserSession.last_seen_at,
        UserSession.idle_minutes,
        UserSession.expires_at,
        UserSession.ended_at,
        Person.name,
        Person.email,
        Person.locale,
        Membership.role,
        Organisation.id.label("organisation_id"),
        Organisation.slug,
        Organisation.name.label("organisation_name"),
        Organisation.time_zone,
    )
    .join(Person, Person.id == UserSession.person_id)
    .outerjoin(
        Membership,
        and_(Membership.person_id == UserSession.person_id, Membership.ended_at.is_(None)),
    )
    .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
    .where(UserSession.token_hash == bindparam("token_hash"), Person.disabled_at.is_(None))
    .order_by(Membership.id)
    # the viewer's own memberships span organisations: that is what is being looked up
    .execution_options(**ALL_TENANTS)
)
"""Written out once, and columns rather than objects: every request asks this."""


def find_viewer(session: Session, token: str, *, now: datetime) -> Viewer | None:
    """The viewer of a session token; None when the session ended, expired or was idle too long."""
    rows = session.execute(_VIEWER, {"token_hash": hash_token(token)}).all()
    first: Any = rows[0] if rows else None
    if first is None or not UserSession.is_live(first, now):  # the row has the columns of the rule
        return None
    return Viewer(
        token=token,
        session_id=first.id,
        person_id=first.person_id,
        name=first.name,
        email=first.email,
        locale=first.locale,
        last_seen_at=first.last_seen_at,
        seats=tuple(_seat(row) for row in rows if row.organisation_id is not None),
    )


def _seat(row: Any) -> Seat:
    return Seat(
        organisation_id=row.organisation_id,
        organisation_slug=row.slug,
        organisation_name=row.organisation_name,
        time_zone=row.time_zone,
        role=row.role,
    )

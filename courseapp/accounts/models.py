"""People, their sessions, single-use links and the throttle."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courseapp.database import Base


class Person(Base):
    """Someone who can sign in; what they may do follows from memberships of organisations."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    locale: Mapped[str] = mapped_column(String(5), default="nl")
    password_hash: Mapped[str | None] = mapped_column(String(255), default=None, repr=False)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)


class UserSession(Base):
    """A signed-in browser; the cookie holds the token, the row only its SHA-256."""

    __tablename__ = "user_session"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, repr=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_minutes: Mapped[int]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    device: Mapped[str] = mapped_column(String(200), default="")
    person: Mapped[Person] = relationship(init=False, lazy="joined", innerjoin=True)

    def is_live(self, now: datetime) -> bool:
        """Whether the session still counts at `now`: not ended, not expired, not idle too long."""
        idle_until = self.last_seen_at + timedelta(minutes=self.idle_minutes)
        return self.ended_at is None and now < min(self.expires_at, idle_until)


class SignInLink(Base):
    """A single-use link in a mail: purpose is sign-in, reset, invitation or new-email."""

    __tablename__ = "sign_in_link"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, repr=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(12))
    email: Mapped[str] = mapped_column(String(254))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class ThrottleCount(Base):
    """How often one key (a hash) tried within a window; shared by all processes."""

    __tablename__ = "throttle_count"
    __table_args__ = (UniqueConstraint("key", "window_start"), Index(None, "window_start"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(64))
    window_start: Mapped[datetime]
    count: Mapped[int]

"""Sessions: start one, end one or all, notice that someone is there."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token, new_token
from courseapp.accounts.models import UserSession


def start_session(
    session: Session,
    *,
    person_id: int,
    now: datetime,
    idle_minutes: int,
    hours: int,
    device: str = "",
) -> str:
    """Open a new session for a person and return its token, which is kept nowhere else."""
    token = new_token()
    session.add(
        UserSession(
            token_hash=hash_token(token),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            idle_minutes=idle_minutes,
            expires_at=now + timedelta(hours=hours),
            device=device[:200],
        )
    )
    session.flush()
    return token


def end_session(session: Session, *, session_id: int, person_id: int, now: datetime) -> None:
    """End one session of a person."""
    session.execute(
        update(UserSession)
        .where(
            UserSession.id == session_id,
            UserSession.person_id == person_id,
            UserSession.ended_at.is_(None),
        )
        .values(ended_at=now)
    )


def end_all_sessions(session: Session, *, person_id: int, now: datetime, keep_id: int = 0) -> None:
    """End every session of a person, but for the one with `keep_id`."""
    session.execute(
        update(UserSession)
        .where(
            UserSession.person_id == person_id,
            UserSession.ended_at.is_(None),
            UserSession.id != keep_id,
        )
        .values(ended_at=now)
    )


def touch_session(session: Session, *, session_id: int, now: datetime) -> None:
    """Note that someone is there, so that the session does not count as idle."""
    session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.last_seen_at < now)
        .values(last_seen_at=now)
        .execution_options(synchronize_session=False)
    )

"""Sign out many at once: an organisation whose access leaked, or the whole installation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from courseapp.accounts.models import SignInLink, UserSession
from courseapp.audit.services import NOBODY, Actor, record_event
from courseapp.organisations.models import Membership, Organisation


def sign_out_organisation(
    session: Session, *, organisation: Organisation, now: datetime, actor: Actor = NOBODY
) -> int:
    """End all sessions and mailed links of whoever belongs or belonged here; how many sessions."""
    members = select(Membership.person_id).where(Membership.organisation_id == organisation.id)
    ended = _end(
        session,
        sessions=UserSession.person_id.in_(members),
        links=SignInLink.person_id.in_(members),
        now=now,
    )
    record_event(
        session,
        action="sessions-ended",
        now=now,
        actor=actor,
        scope_id=organisation.id,
        count=ended,
    )
    return ended


def sign_out_everybody(session: Session, *, now: datetime, actor: Actor = NOBODY) -> int:
    """End all sessions and mailed links there are; how many sessions."""
    ended = _end(session, sessions=true(), links=true(), now=now)
    record_event(session, action="sessions-ended", now=now, actor=actor, count=ended)
    return ended


def _end(
    session: Session, *, sessions: ColumnElement[bool], links: ColumnElement[bool], now: datetime
) -> int:
    session.execute(
        update(SignInLink)
        .where(links, SignInLink.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    ended = session.execute(
        update(UserSession)
        .where(sessions, UserSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]

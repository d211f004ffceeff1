"""Signing in and out, the account page, the language."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app, request
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from courseapp.accounts import account_views, link_views, locale_views, sign_in_views
from courseapp.accounts.blueprint import bp
from courseapp.accounts.services import touch_session
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.policy import policy_of

__all__ = ["account_views", "bp", "link_views", "locale_views", "sign_in_views"]
TOUCH_AFTER = timedelta(minutes=1)


@bp.before_app_request
def notice_presence() -> None:
    """Someone who uses a page that asks for a sign-in is not idle."""
    policy = policy_of(current_app, request.endpoint) if request.endpoint else None
    if policy is None or policy.is_public or not current_user.is_authenticated:
        return
    now = utc_now()
    if now - current_user.last_seen_at >= TOUCH_AFTER:
        note_presence(now)


def note_presence(now: datetime) -> None:
    """Renew the idle time in a short transaction of its own; reading goes on when that fails."""
    session = db.session()
    session.commit()
    session.info["writes"] = True
    try:
        touch_session(session, session_id=current_user.session_id, now=now)
        session.commit()
    except OperationalError:
        session.rollback()
    finally:
        session.info.pop("writes", None)

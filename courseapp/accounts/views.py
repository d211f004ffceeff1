"""Signing in and out, the account page, the language."""

from __future__ import annotations

from flask import current_app, request

from courseapp.accounts import account_views, link_views, locale_views, sign_in_views
from courseapp.accounts.blueprint import bp
from courseapp.accounts.signing_in import note_presence
from courseapp.web.now import utc_now
from courseapp.web.policy import policy_of

__all__ = ["account_views", "bp", "link_views", "locale_views", "sign_in_views"]


@bp.before_app_request
def notice_presence() -> None:
    """Someone who uses a page that asks for a sign-in is not idle."""
    from flask_login import current_user

    policy = policy_of(current_app, request.endpoint) if request.endpoint else None
    if policy is not None and not policy.is_public and current_user.is_authenticated:
        note_presence(utc_now())

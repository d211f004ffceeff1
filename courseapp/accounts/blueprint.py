"""The blueprint of signing in and of the own account, with the limits on trying."""

from __future__ import annotations

from datetime import datetime

from flask import jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from courseapp.accounts.services import HashingBusy
from courseapp.accounts.throttle import Throttled, check_throttle, give_back
from courseapp.web.database import db
from courseapp.web.policy import GuardedBlueprint, signed_in, wants_json

bp = GuardedBlueprint("accounts", __name__, policy=signed_in())

WINDOW_SECONDS = 15 * 60
EVERYONE = 3000
"""Tries on one path within a window, from wherever; above it, something is wrong."""
ACCOUNT = {"sign-in": 10, "presence": 10, "link": 5, "reset": 5, "new-email": 5}
ADDRESS = {"sign-in": 100, "link": 300, "reset": 100, "link-use": 300}
"""An office shares one address: tries that turn out right are given back."""


def count_try(path: str, *, account: str, now: datetime) -> None:
    """Count one try for the account, the sender's address and everyone; raises Throttled."""
    for key, limit in _keys(path, account):
        check_throttle(db.session(), key=key, limit=limit, window_seconds=WINDOW_SECONDS, now=now)


def forgive_try(path: str, *, account: str, now: datetime) -> None:
    """Take one counted try off again."""
    for key, _limit in _keys(path, account):
        give_back(db.session(), key=key, window_seconds=WINDOW_SECONDS, now=now)


def is_account_free(path: str, *, account: str, now: datetime) -> bool:
    """Count a try on the account alone; False when it had enough, which the answer never shows."""
    key, limit = f"{path}:account:{account}", ACCOUNT[path]
    try:
        return check_throttle(
            db.session(), key=key, limit=limit, window_seconds=WINDOW_SECONDS, now=now
        )
    except Throttled:
        return False


def _keys(path: str, account: str) -> list[tuple[str, int]]:
    keys = []
    if account and path in ACCOUNT:
        keys.append((f"{path}:account:{account}", ACCOUNT[path]))
    if path in ADDRESS:
        keys.append((f"{path}:address:{request.remote_addr}", ADDRESS[path]))
    return [*keys, (f"{path}:everyone", EVERYONE)]


@bp.app_errorhandler(Throttled)
def answer_throttled(error: Throttled) -> ResponseReturnValue:
    """Say when it can be tried again; the mailed link is never blocked by a flood of passwords."""
    return _wait(429, error.retry_after, "too-many-requests")


@bp.app_errorhandler(HashingBusy)
def answer_busy(_error: HashingBusy) -> ResponseReturnValue:
    """Nothing was compared; the same form works in a moment."""
    return _wait(503, 5, "try-again")


def _wait(code: int, seconds: int, word: str) -> ResponseReturnValue:
    db.session.rollback()
    if wants_json():
        response = jsonify(error=word)
    else:
        page = render_template("accounts/wait.html", minutes=-(-seconds // 60), code=code)
        response = make_response(page)
    response.status_code = code
    response.headers["Retry-After"] = str(seconds)
    return response

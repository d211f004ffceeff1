"""The language of the interface."""

from __future__ import annotations

from flask import current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from courseapp.accounts.blueprint import bp
from courseapp.accounts.models import Person
from courseapp.web.database import db
from courseapp.web.i18n import COOKIE, LOCALES
from courseapp.web.policy import declare, public
from courseapp.web.requests import safe_path

YEAR_SECONDS = 365 * 24 * 3600


@bp.post("/taal")
@declare(public())
def change_locale() -> ResponseReturnValue:
    """Remember the chosen language, in this browser and with the account."""
    locale = request.form.get("locale", "")
    response = redirect(_page(request.form.get("next")), 303)
    if locale not in LOCALES:
        return response
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        COOKIE, locale, max_age=YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax"
    )
    if current_user.is_authenticated:
        db.session.get_one(Person, current_user.person_id).locale = locale
        db.session.commit()
    return response


def _page(wanted: str | None) -> str:
    """The page to go back to; the start when it cannot be opened again."""
    path = safe_path(wanted, default="/")
    try:
        adapter = current_app.url_map.bind("")
        adapter.match(path.partition("?")[0], method="GET")
    except HTTPException:
        return "/"
    return path

"""Signing in and out, the account page, the language."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from courseapp.web.policy import GuardedBlueprint, declare, public, signed_in

bp = GuardedBlueprint("accounts", __name__, policy=signed_in())


@bp.get("/inloggen")
@declare(public())
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    return render_template("web/error.html", code=200, texts=("Inloggen", ""))


@bp.post("/taal")
@declare(public())
def change_locale() -> ResponseReturnValue:
    """Remember the chosen language."""
    return "", 204


@bp.get("/account")
def show_account() -> ResponseReturnValue:
    """The viewer's own account."""
    return "", 204


@bp.post("/uitloggen")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    return "", 204

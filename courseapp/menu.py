"""What the head and the foot of each page offer, by role."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.organisations.models import Role
from courseapp.trainee.plan_pages import count_plans
from courseapp.trainee.review_pages import count_reviews

START = {
    Role.TRAINEE: "trainee.show_path",
    Role.TRAINER: "trainer.show_start",
    Role.HR: "hr.show_start",
    Role.OPERATOR: "operator.show_start",
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One link of a menu; `count` shows as a boxed number when it is not zero."""

    text: str
    url: str
    is_current: bool = False
    is_exact: bool = False
    count: int = 0


def start_page(roles: Collection[str]) -> str:
    """The endpoint where people with these roles begin."""
    return next(
        (endpoint for role, endpoint in START.items() if role in roles), "accounts.show_account"
    )


def main_menu() -> list[Entry]:
    """A link for each role of the viewer; behind the learning path what waits there today."""
    texts = {
        Role.TRAINEE: _("Leerpad"),
        Role.TRAINER: _("Studio"),
        Role.HR: _("Rapport"),
        Role.OPERATOR: _("Beheer"),
    }
    entries = [
        _entry(texts[role], endpoint)
        for role, endpoint in START.items()
        if role in current_user.roles
    ]
    if Role.TRAINEE in current_user.roles:
        entries[1:1] = [_reviews(), _plans()]
    return entries


def _reviews() -> Entry:
    return Entry(
        text=_("Herhalen"),
        url=url_for("trainee.show_reviews"),
        is_current=request.path.startswith("/herhalen"),
        is_exact=request.endpoint == "trainee.show_reviews",
        count=count_reviews(),
    )


def _plans() -> Entry:
    return Entry(
        text=_("Plannen"),
        url=url_for("trainee.show_plans"),
        is_current=request.path.startswith("/plannen"),
        is_exact=request.endpoint == "trainee.show_plans",
        count=count_plans(),
    )


def _entry(text: str, endpoint: str) -> Entry:
    return Entry(
        text=text,
        url=url_for(endpoint),
        is_current=request.blueprint == endpoint.partition(".")[0]
        and not request.path.startswith(("/herhalen", "/plannen")),
        is_exact=request.endpoint == endpoint,
    )


def footer_menu() -> list[Entry]:
    """What everyone may need on any page."""
    texts = {
        "pages.show_privacy": _("Privacy"),
        "pages.show_accessibility": _("Toegankelijkheid"),
        "pages.show_help": _("Hulp"),
    }
    return [Entry(text=text, url=url_for(endpoint)) for endpoint, text in texts.items()]


def init_menu(app: Flask) -> None:
    """Offer the menus to the templates."""
    app.jinja_env.globals.update(main_menu=main_menu, footer_menu=footer_menu)

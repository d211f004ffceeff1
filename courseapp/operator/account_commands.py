"""`courseapp user disable|enable|sign-out|password`: one account from the command line."""

from __future__ import annotations

import sys

import click

from courseapp.accounts.domain.passwords import SHORTEST, Fault, find_fault
from courseapp.accounts.services import (
    enable_person,
    end_all_sessions,
    end_links,
    hash_password,
    set_password,
)
from courseapp.audit.services import NOBODY, record_event
from courseapp.operator.command_support import (
    LAST_OPERATOR,
    Decorator,
    email_option,
    find_named,
    running_settings,
)
from courseapp.organisations.queries import OrganisationNotFound, get_organisation
from courseapp.organisations.services import (
    LastOperator,
    disable_account,
    sign_out_everybody,
    sign_out_organisation,
)
from courseapp.web.database import db
from courseapp.web.now import utc_now

WHY = {
    Fault.TOO_SHORT: f"it needs at least {SHORTEST} characters; four or five words do well",
    Fault.TOO_LONG: "it is longer than 1000 characters",
    Fault.COMMON: "it is made of words or rows that are guessed first; add less obvious words",
    Fault.PERSONAL: "it is hardly more than the name, the address or the organisation",
}


def account_commands(with_app: Decorator) -> tuple[click.Command, ...]:
    """The commands on one account."""
    return _disable(with_app), _enable(with_app), _sign_out(with_app), _password(with_app)


def _disable(with_app: Decorator) -> click.Command:
    @click.command("disable", help="Keep someone out; sessions and links end at once.")
    @email_option
    @with_app
    def run(email: str) -> None:
        person = find_named(db.session(), email)
        try:
            disable_account(db.session(), person=person, now=utc_now(), actor=NOBODY)
        except LastOperator:
            raise click.ClickException(LAST_OPERATOR) from None
        db.session.commit()
        click.echo(f"{email} is kept out.")

    return run


def _enable(with_app: Decorator) -> click.Command:
    @click.command("enable", help="Let someone in again.")
    @email_option
    @with_app
    def run(email: str) -> None:
        person = find_named(db.session(), email)
        enable_person(db.session(), person=person, now=utc_now(), actor=NOBODY)
        db.session.commit()
        click.echo(f"{email} can sign in again.")

    return run


def _sign_out(with_app: Decorator) -> click.Command:
    @click.command("sign-out", help="End sessions and links: of one person, many, or everybody.")
    @click.option("--email", default="", help="Of this person.")
    @click.option("--organisation", "slug", default="", help="Of everyone in this organisation.")
    @click.option("--everybody", is_flag=True, help="Of everyone in this installation.")
    @with_app
    def run(email: str, slug: str, everybody: bool) -> None:
        if [bool(email), bool(slug), everybody].count(True) != 1:
            raise click.UsageError("say who: --email, --organisation or --everybody.")
        text = _sign_out_many(slug) if everybody or slug else _sign_out_one(email)
        db.session.commit()
        click.echo(text)

    return run


def _sign_out_one(email: str) -> str:
    session, now = db.session(), utc_now()
    person = find_named(session, email)
    end_links(session, person_id=person.id, now=now)
    end_all_sessions(session, person_id=person.id, now=now)
    record_event(session, action="sessions-ended", now=now, subject=f"person:{person.id}")
    return f"{email} is signed out everywhere."


def _sign_out_many(slug: str) -> str:
    session, now = db.session(), utc_now()
    if not slug:
        return f"everybody is signed out; {sign_out_everybody(session, now=now)} sessions ended."
    try:
        organisation = get_organisation(session, slug=slug)
    except OrganisationNotFound:
        raise click.ClickException(f"there is no organisation {slug}.") from None
    ended = sign_out_organisation(session, organisation=organisation, now=now)
    return f"everyone of {slug} is signed out; {ended} sessions ended."


def _password(with_app: Decorator) -> click.Command:
    @click.command("password", help="Set a password; it is asked for, or read from a pipe.")
    @email_option
    @with_app
    def run(email: str) -> None:
        person = find_named(db.session(), email)
        password = _read_password()
        personal = (person.name, person.email, running_settings().brand)
        fault = find_fault(password, personal=personal)
        if fault is not None:
            raise click.ClickException(f"this password is refused: {WHY[fault]}.")
        db.session.commit()
        password_hash, now = hash_password(password), utc_now()
        set_password(db.session(), person=person, password_hash=password_hash, now=now)
        record_event(db.session(), action="password-set", now=now, subject=f"person:{person.id}")
        db.session.commit()
        click.echo(f"{email} has a new password and is signed out everywhere.")

    return run


def _read_password() -> str:
    if sys.stdin.isatty():
        return str(click.prompt("New password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")

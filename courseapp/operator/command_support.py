"""What the commands on people share: finding what is named, and saying what is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import click
from flask import current_app
from sqlalchemy.orm import Session

from courseapp.accounts.domain import is_email, normalise_email
from courseapp.accounts.models import Person
from courseapp.accounts.queries import PersonNotFound, get_person
from courseapp.config import Settings
from courseapp.organisations.models import Organisation, Role
from courseapp.organisations.queries import (
    OrganisationNotFound,
    find_bureau,
    get_organisation,
)
from courseapp.organisations.services import create_organisation
from courseapp.organisations.services.inviting import Sender

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
ROLE = click.Choice([role.value for role in Role])
STAFF = (Role.TRAINER.value, Role.OPERATOR.value)
LAST_OPERATOR = "this is the last operator; make another first: courseapp user add --role operator"
KEPT_OUT = "this account is kept out; let it in first: courseapp user enable"
email_option = click.option("--email", required=True, help="The person's e-mail address.")


def read_email(text: str) -> str:
    """The address in its stored spelling, or a usage error."""
    email = normalise_email(text)
    if not is_email(email):
        raise click.BadParameter(f"{text!r} is not an e-mail address.", param_hint="--email")
    return email


def find_named(session: Session, email: str) -> Person:
    """The person with this address, or a readable failure."""
    try:
        return get_person(session, email=read_email(email))
    except PersonNotFound:
        raise click.ClickException(
            f"nobody has the address {email}. courseapp user list shows who there is."
        ) from None


def choose_organisation(session: Session, slug: str, *, role: str, now: datetime) -> Organisation:
    """The named organisation; for staff without a name the bureau, made when there is none."""
    if slug:
        try:
            return get_organisation(session, slug=slug)
        except OrganisationNotFound:
            raise click.ClickException(
                f"there is no organisation {slug}; an operator makes one at /beheer."
            ) from None
    if role not in STAFF:
        raise click.UsageError(f"say where: --organisation SLUG (needed for the role {role}).")
    settings = running_settings()
    return find_bureau(session) or create_organisation(
        session,
        name=settings.brand,
        slug="bureau",
        is_bureau=True,
        time_zone=settings.time_zone,
        now=now,
    )


def running_settings() -> Settings:
    """The settings of the application."""
    found: Settings = current_app.extensions["settings"]
    return found


def make_sender() -> Sender:
    """What invitations say, with links under the configured address."""
    settings = running_settings()
    base = settings.base_url.rstrip("/")
    return Sender(
        brand=settings.brand,
        support=settings.support_address,
        link_to=lambda token: f"{base}/uitnodiging/{token}",
    )


def show_link(person: Person, link: str) -> None:
    """Print an invitation once; it is stored nowhere in the clear after the mail has left."""
    click.echo(f"{person.name} <{person.email}> can begin with this link (once, within 7 days):")
    click.echo(f"  {link}")
    click.echo("The same link is on its way by mail; it leaves while courseapp serve runs.")

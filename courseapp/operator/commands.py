"""`courseapp user …`: people and their roles from the command line, the first operator above all."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.audit.services import NOBODY
from courseapp.operator.account_commands import account_commands
from courseapp.operator.command_support import (
    KEPT_OUT,
    LAST_OPERATOR,
    ROLE,
    Decorator,
    choose_organisation,
    email_option,
    find_named,
    make_sender,
    read_email,
    show_link,
)
from courseapp.organisations.models import Role
from courseapp.organisations.queries import get_organisation, list_people
from courseapp.organisations.services import (
    AccountDisabled,
    LastOperator,
    RoleNotPossible,
    change_role,
    invite_member,
    send_invitation,
)
from courseapp.web.database import db
from courseapp.web.now import utc_now

LONGEST_NAME = 120
NOT_HERE = "operators belong to the bureau: leave out --organisation."


def user_commands(with_app: Decorator) -> click.Group:
    """The group `user`; `with_app` runs a function where the database can be reached."""
    group = click.Group("user", help="People: add, invite, change roles, sign out, keep out.")
    own = (_add(with_app), _invite(with_app), _list(with_app), _set_role(with_app))
    for command in (*own, *account_commands(with_app)):
        group.add_command(command)
    return group


def _add(with_app: Decorator) -> click.Command:
    @click.command("add", help="Add someone with a role and show an invitation link.")
    @email_option
    @click.option("--name", required=True, help="The person's name.")
    @click.option("--role", type=ROLE, required=True, help="What the person may do.")
    @click.option("--organisation", "slug", default="", help="Short name of the organisation.")
    @with_app
    def run(email: str, name: str, role: str, slug: str) -> None:
        if not 0 < len(name.strip()) <= LONGEST_NAME:
            raise click.BadParameter("give a name of at most 120 characters.", param_hint="--name")
        person, link = _add_person(read_email(email), name=name, role=role, slug=slug)
        db.session.commit()
        show_link(person, link)

    return run


def _add_person(email: str, *, name: str, role: str, slug: str) -> tuple[Person, str]:
    session, now = db.session(), utc_now()
    try:
        return invite_member(
            session,
            organisation=choose_organisation(session, slug, role=role, now=now),
            email=email,
            name=name,
            role=Role(role),
            sender=make_sender(),
            now=now,
            actor=NOBODY,
        )
    except RoleNotPossible:
        raise click.ClickException(NOT_HERE) from None
    except AccountDisabled:
        raise click.ClickException(KEPT_OUT) from None


def _invite(with_app: Decorator) -> click.Command:
    @click.command("invite", help="Show and mail a fresh invitation link.")
    @email_option
    @with_app
    def run(email: str) -> None:
        session = db.session()
        person = find_named(session, email)
        if person.disabled_at is not None:
            raise click.ClickException(KEPT_OUT)
        places = _places(session, person)
        if not places:
            raise click.ClickException(f"{email} has no role. courseapp user add gives one.")
        organisation = get_organisation(session, slug=places[0][1])
        link = send_invitation(
            session, organisation=organisation, person=person, sender=make_sender(),
            now=utc_now(), actor=NOBODY,
        )  # fmt: skip
        db.session.commit()
        show_link(person, link)

    return run


def _places(session: Session, person: Person) -> list[tuple[str, str]]:
    """The roles of a person, each with the short name of its organisation."""
    rows = list_people(session)
    return [(r.role, r.organisation) for r in rows if r.email == person.email and r.role]


def _list(with_app: Decorator) -> click.Command:
    @click.command("list", help="List people with their roles.")
    @click.option("--organisation", "slug", default="", help="Only of this organisation.")
    @click.option("--json", "as_json", is_flag=True, help="Answer as JSON, for scripts.")
    @with_app
    def run(slug: str, as_json: bool) -> None:
        people = list_people(db.session(), slug=slug)
        if as_json:
            click.echo(json.dumps([asdict(row) for row in people], ensure_ascii=False, indent=2))
            return
        for row in people:
            kept_out = "  (kept out)" if row.is_disabled else ""
            place = f"{row.role} at {row.organisation}" if row.role else "no role"
            click.echo(f"{row.email}  {row.name}  {place}{kept_out}")
        if not people:
            click.echo("Nobody yet. courseapp user add makes the first operator.", err=True)

    return run


def _set_role(with_app: Decorator) -> click.Command:
    @click.command("set-role", help="Replace a person's role in an organisation by another.")
    @email_option
    @click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
    @click.option("--from", "old", type=ROLE, required=True, help="The role until now.")
    @click.option("--role", "new", type=ROLE, required=True, help="The role from now on.")
    @with_app
    def run(email: str, slug: str, old: str, new: str) -> None:
        person = find_named(db.session(), email)
        if (old, slug) not in _places(db.session(), person):
            raise click.ClickException(f"{email} is not {old} at {slug}; see courseapp user list.")
        _change(person, slug=slug, old=Role(old), new=Role(new))
        db.session.commit()
        click.echo(f"{email} is now {new} at {slug} and signed out everywhere.")

    return run


def _change(person: Person, *, slug: str, old: Role, new: Role) -> None:
    session, now = db.session(), utc_now()
    organisation = get_organisation(session, slug=slug)
    try:
        change_role(
            session, organisation=organisation, person_id=person.id, old=old, new=new,
            now=now, actor=NOBODY,
        )  # fmt: skip
    except RoleNotPossible:
        raise click.ClickException("operators belong to the bureau only.") from None
    except LastOperator:
        raise click.ClickException(LAST_OPERATOR) from None

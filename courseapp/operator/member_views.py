"""One person in one organisation: role, department, invitation, sessions, access."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.accounts.models import Person
from courseapp.accounts.queries import list_live_sessions
from courseapp.accounts.services import enable_person, end_all_sessions
from courseapp.audit.actor import current_actor
from courseapp.audit.services import record_event
from courseapp.operator.blueprint import bp, open_organisation
from courseapp.operator.forms import ROLES, PlaceForm
from courseapp.operator.people_views import fill_choices, invitation_sender, offer_departments
from courseapp.organisations.models import Membership, Organisation, Role
from courseapp.organisations.queries import MemberNotFound, get_member
from courseapp.organisations.services import (
    LastOperator,
    change_role,
    disable_account,
    end_membership,
    move_member,
    send_invitation,
)
from courseapp.web.database import db
from courseapp.web.now import utc_now

PLACE = "/beheer/<slug>/mensen/<int:person_id>"


def open_member(slug: str, person_id: int) -> tuple[Organisation, Person, list[Membership]]:
    """The organisation, the person and the running memberships, or a 404."""
    organisation = open_organisation(slug)
    try:
        person, memberships = get_member(
            db.session(), organisation_id=organisation.id, person_id=person_id
        )
    except MemberNotFound:
        abort(404)
    return organisation, person, memberships


def _back(slug: str, person_id: int) -> ResponseReturnValue:
    return redirect(url_for("operator.show_member", slug=slug, person_id=person_id), 303)


def _refuse_last_operator(slug: str, person_id: int) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("Dit is de laatste beheerder. Geef eerst iemand anders die rol."), "error")
    return _back(slug, person_id)


@bp.get(PLACE)
def show_member(slug: str, person_id: int) -> ResponseReturnValue:
    """The person, with a small form for each thing that can be changed."""
    organisation, person, memberships = open_member(slug, person_id)
    now, departments = utc_now(), offer_departments(organisation)
    forms = []
    for membership in memberships:
        form = PlaceForm(formdata=None, role=membership.role)
        fill_choices(form, organisation, departments=departments)
        form.department_id.data = membership.department_id or 0
        forms.append((membership.role, form))
    return render_template(
        "operator/member.html",
        organisation=organisation,
        person=person,
        forms=forms,
        role_names=dict(ROLES),
        sessions=len(list_live_sessions(db.session(), person_id=person.id, now=now)),
    )


@bp.post(PLACE)
def place_member(slug: str, person_id: int) -> ResponseReturnValue:
    """Give another role or department."""
    organisation, _person, memberships = open_member(slug, person_id)
    old = request.form.get("old_role", "")
    form = PlaceForm()
    fill_choices(form, organisation, departments=offer_departments(organisation))
    if old not in {m.role for m in memberships} or not form.validate():
        abort(400)
    try:
        change_role(
            db.session(),
            organisation=organisation,
            person_id=person_id,
            old=Role(old),
            new=Role(form.role.data),
            now=utc_now(),
            actor=current_actor(),
        )
    except LastOperator:
        return _refuse_last_operator(slug, person_id)
    move_member(
        db.session(),
        organisation_id=organisation.id,
        person_id=person_id,
        department_id=form.department_id.data or None,
    )
    db.session.commit()
    flash(_("De rol en de afdeling zijn bewaard."), "done")
    return _back(slug, person_id)


@bp.post(PLACE + "/rol-beeindigen")
def end_role(slug: str, person_id: int) -> ResponseReturnValue:
    """End one role of the person here; the record stays."""
    organisation, _person, memberships = open_member(slug, person_id)
    role = request.form.get("role", "")
    if role not in {m.role for m in memberships}:
        abort(400)
    try:
        end_membership(
            db.session(),
            organisation=organisation,
            person_id=person_id,
            role=Role(role),
            now=utc_now(),
            actor=current_actor(),
        )
    except LastOperator:
        return _refuse_last_operator(slug, person_id)
    db.session.commit()
    flash(_("De rol is beëindigd."), "done")
    if len(memberships) == 1:
        return redirect(url_for("operator.show_people", slug=slug), 303)
    return _back(slug, person_id)


@bp.post(PLACE + "/uitnodigen")
def invite_again(slug: str, person_id: int) -> ResponseReturnValue:
    """Mail a fresh invitation."""
    organisation, person, _memberships = open_member(slug, person_id)
    if person.disabled_at is not None:
        abort(409)
    send_invitation(
        db.session(),
        organisation=organisation,
        person=person,
        sender=invitation_sender(),
        now=utc_now(),
        actor=current_actor(),
    )
    db.session.commit()
    flash(_("De uitnodiging is onderweg."), "done")
    return _back(slug, person_id)


@bp.post(PLACE + "/uitloggen")
def end_sessions(slug: str, person_id: int) -> ResponseReturnValue:
    """Sign the person out everywhere."""
    organisation, _person, _memberships = open_member(slug, person_id)
    now = utc_now()
    end_all_sessions(db.session(), person_id=person_id, now=now)
    record_event(
        db.session(),
        action="sessions-ended",
        now=now,
        actor=current_actor(),
        scope_id=organisation.id,
        subject=f"person:{person_id}",
    )
    db.session.commit()
    flash(_("Deze persoon is overal uitgelogd."), "done")
    return _back(slug, person_id)


@bp.post(PLACE + "/toegang")
def switch_access(slug: str, person_id: int) -> ResponseReturnValue:
    """Keep the person out, or let the person in again."""
    _organisation, person, _memberships = open_member(slug, person_id)
    now, actor = utc_now(), current_actor()
    if request.form.get("access") == "open":
        enable_person(db.session(), person=person, now=now, actor=actor)
        text = _("Deze persoon kan weer inloggen.")
    else:
        try:
            disable_account(db.session(), person=person, now=now, actor=actor)
        except LastOperator:
            return _refuse_last_operator(slug, person_id)
        text = _("Deze persoon kan niet meer inloggen en is overal uitgelogd.")
    db.session.commit()
    flash(text, "done")
    return _back(slug, person_id)

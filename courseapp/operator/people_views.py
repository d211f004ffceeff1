"""The people of one organisation: search, invite, departments."""

from __future__ import annotations

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.accounts.signing_in import link_address
from courseapp.audit.actor import current_actor
from courseapp.config import Settings
from courseapp.operator.blueprint import bp, open_organisation
from courseapp.operator.forms import ROLES, DepartmentForm, InviteForm, PlaceForm
from courseapp.organisations.domain import is_role_possible
from courseapp.organisations.models import Organisation, Role
from courseapp.organisations.queries import list_departments, list_members
from courseapp.organisations.services import (
    AccountDisabled,
    DepartmentExists,
    add_department,
    invite_member,
)
from courseapp.organisations.services.inviting import Sender
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.paging import read_page


def invitation_sender() -> Sender:
    """What invitations say, with links under the configured address."""
    settings: Settings = current_app.extensions["settings"]
    return Sender(
        brand=settings.brand,
        support=settings.support_address,
        link_to=lambda token: link_address("accounts.accept_invitation", token),
    )


def offer_departments(organisation: Organisation) -> list[tuple[int, str]]:
    """The departments of this organisation as choices, none first."""
    departments = list_departments(db.session(), organisation_id=organisation.id)
    return [(0, _("geen"))] + [(d.id, d.name) for d in departments]


def fill_choices(
    form: PlaceForm, organisation: Organisation, *, departments: list[tuple[int, str]]
) -> None:
    """Offer the roles and departments of this organisation."""
    form.role.choices = [
        (role, text)
        for role, text in ROLES
        if is_role_possible(role, is_bureau=organisation.is_bureau)
    ]
    form.department_id.choices = departments


@bp.get("/beheer/<slug>")
def show_people(slug: str) -> ResponseReturnValue:
    """Search the people; forms to invite and to add a department."""
    return _show(open_organisation(slug), InviteForm(formdata=None), DepartmentForm(formdata=None))


def _show(
    organisation: Organisation, invite: InviteForm, department: DepartmentForm, *, code: int = 200
) -> Response:
    fill_choices(invite, organisation, departments=offer_departments(organisation))
    words, role = (
        request.args.get("q", "").replace("\0", "").strip()[:100],
        request.args.get("rol", ""),
    )
    members = list_members(
        db.session(),
        organisation_id=organisation.id,
        words=words,
        role=role if role in set(Role) else "",
        number=read_page(request.args),
    )
    page = render_template(
        "operator/people.html",
        organisation=organisation,
        members=members,
        words=words,
        role=role,
        roles=ROLES,
        role_names=dict(ROLES),
        invite_form=invite,
        department_form=department,
    )
    return make_response(page, code)


@bp.get("/beheer/<slug>/uitnodigen")
@bp.get("/beheer/<slug>/afdelingen")
def return_to_people(slug: str) -> ResponseReturnValue:
    """For whoever reloads after a typing error."""
    return redirect(url_for("operator.show_people", slug=slug), 303)


@bp.post("/beheer/<slug>/uitnodigen")
def invite(slug: str) -> ResponseReturnValue:
    """Add someone and mail an invitation."""
    organisation, form = open_organisation(slug), InviteForm()
    fill_choices(form, organisation, departments=offer_departments(organisation))
    if not form.validate():
        return _show(organisation, form, DepartmentForm(formdata=None), code=422)
    try:
        name = _invite(organisation, form)
    except AccountDisabled:
        form.email.errors = [_("Het account met dit adres is geblokkeerd.")]
        return _show(organisation, form, DepartmentForm(formdata=None), code=422)
    db.session.commit()
    flash(_("%(name)s is uitgenodigd. De mail is onderweg.", name=name), "done")
    return redirect(url_for("operator.show_people", slug=slug), 303)


def _invite(organisation: Organisation, form: InviteForm) -> str:
    person, _link = invite_member(
        db.session(),
        organisation=organisation,
        email=form.email.data,
        name=form.name.data,
        role=Role(form.role.data),
        department_id=form.department_id.data or None,
        sender=invitation_sender(),
        now=utc_now(),
        actor=current_actor(),
    )
    return person.name


@bp.post("/beheer/<slug>/afdelingen")
def create_department(slug: str) -> ResponseReturnValue:
    """Add a department."""
    organisation, form = open_organisation(slug), DepartmentForm()
    if not form.validate():
        return _show(organisation, InviteForm(formdata=None), form, code=422)
    try:
        add_department(db.session(), organisation_id=organisation.id, name=form.name.data)
    except DepartmentExists:
        form.name.errors = [_("Deze afdeling is er al.")]
        return _show(organisation, InviteForm(formdata=None), form, code=422)
    db.session.commit()
    flash(_("De afdeling is er."), "done")
    return redirect(url_for("operator.show_people", slug=slug), 303)

"""Pages of the operator: the organisations."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.audit.actor import current_actor
from courseapp.operator import member_views, people_views
from courseapp.operator.blueprint import bp
from courseapp.operator.forms import OrganisationForm
from courseapp.organisations.queries import list_organisations
from courseapp.organisations.services import (
    NameNotUsable,
    OrganisationExists,
    create_organisation,
)
from courseapp.web.database import db
from courseapp.web.now import utc_now

__all__ = ["bp", "member_views", "people_views"]


@bp.get("/beheer")
def show_start() -> ResponseReturnValue:
    """All organisations."""
    return _show(OrganisationForm(formdata=None))


def _show(form: OrganisationForm, *, code: int = 200) -> Response:
    organisations = list_organisations(db.session())
    page = render_template("operator/organisations.html", organisations=organisations, form=form)
    return make_response(page, code)


@bp.post("/beheer")
def add_organisation() -> ResponseReturnValue:
    """Create an organisation and go to its people."""
    form = OrganisationForm()
    if not form.validate():
        return _show(form, code=422)
    try:
        organisation = create_organisation(
            db.session(),
            name=form.name.data,
            locale=form.locale.data,
            now=utc_now(),
            actor=current_actor(),
        )
    except OrganisationExists:
        form.name.errors = [_("Er is al een organisatie met deze naam.")]
        return _show(form, code=422)
    except NameNotUsable:
        form.name.errors = [_("Gebruik een naam met letters of cijfers.")]
        return _show(form, code=422)
    slug = organisation.slug
    db.session.commit()
    flash(_("De organisatie is er. Nodig nu de eerste mensen uit."), "done")
    return redirect(url_for("operator.show_people", slug=slug), 303)

"""The trainee's own certificate."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courseapp.catalog.queries import get_revision
from courseapp.certificates.domain import show_code
from courseapp.certificates.queries import find_own_certificate
from courseapp.organisations.models import Role
from courseapp.trainee.arcs import course_curve
from courseapp.trainee.blueprint import bp
from courseapp.web.database import db
from courseapp.web.i18n import current_locale


@bp.get("/certificaat/<int:enrolment_id>")
def show_certificate(enrolment_id: int) -> ResponseReturnValue:
    """The certificate of a finished course, to print or keep, also after the enrolment ended."""
    session = db.session()
    found = find_own_certificate(
        session,
        enrolment_id=enrolment_id,
        person_id=current_user.person_id,
        organisation_ids=current_user.organisation_ids(Role.TRAINEE),
    )
    if found is None:
        abort(404)
    course = get_revision(session, found.certificate.revision_id).course
    return render_template(
        "certificates/certificate.html",
        certificate=found.certificate,
        organisation=found.organisation_name,
        code=show_code(found.certificate.code),
        modules=len(course.modules),
        site=urlsplit(current_app.extensions["settings"].base_url).netloc,
        curve=course_curve(course, locale=current_locale(), here="", is_complete=True),
    )

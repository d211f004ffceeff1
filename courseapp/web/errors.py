"""Error pages; a form that could not be accepted comes back with everything that was typed."""

from __future__ import annotations

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from courseapp.web.database import db
from courseapp.web.logs import log
from courseapp.web.policy import wants_json

SECRET_FIELDS = ("password", "csrf_token")
MACHINERY = ("tab", "sequence", "base", "onto", "key", "turn", "next")
"""Fields that nobody filled in."""


def init_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(CSRFError, _answer_stale_form)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(OperationalError, _answer_database_trouble)
    app.register_error_handler(Exception, _answer_defect)


def _answer_stale_form(error: CSRFError) -> ResponseReturnValue:
    if wants_json():
        return jsonify(error="stale-form", signed_in=bool(current_user.is_authenticated)), 400
    return _give_back_form(400)


def _answer_http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if error.response is not None:
        return error.response
    if wants_json():
        return jsonify(error=error.name.lower().replace(" ", "-")), code
    if code == 401 and request.method == "POST":
        return _give_back_form(401)
    return render_template("web/error.html", code=code, texts=_texts(code)), code


def _answer_database_trouble(error: OperationalError) -> ResponseReturnValue:
    """Full disk, lost connection, lock time-out: nothing was stored; what was typed comes back."""
    db.session.rollback()
    log.error("database-trouble", path=request.path, reason=str(error.orig))
    if "_login_user" not in g:  # asking the database once more who this is would fail as well
        g._login_user = AnonymousUserMixin()
    headers = {"Retry-After": "5"}
    if wants_json():
        return jsonify(error="try-again"), 503, headers
    if request.method == "POST" and request.form:
        return *_give_back_form(503), headers
    return render_template("web/error.html", code=503, texts=_texts(503)), 503, headers


def _answer_defect(error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    if current_app.testing:
        raise error
    log.exception("request-failed", path=request.path)
    if wants_json():
        return jsonify(error="internal"), 500
    return render_template("web/error.html", code=500, texts=_texts(500)), 500


def _give_back_form(code: int) -> tuple[str, int]:
    """The typed fields with a fresh token, to be sent again (after signing in, if need be)."""
    fields = [
        (name, value)
        for name, values in request.form.lists()
        for value in values
        if not any(secret in name.lower() for secret in SECRET_FIELDS)
    ]
    shown = [value for name, value in fields if value.strip() and name not in MACHINERY]
    path = request.full_path.rstrip("?")
    return render_template(
        "web/form_again.html", fields=fields, shown=shown, path=path, code=code
    ), code


def _texts(code: int) -> tuple[str, str]:
    texts = {
        400: (_("Dit verzoek klopt niet"), _("Ga terug en probeer het opnieuw.")),
        401: (_("Log eerst in"), _("Deze pagina is alleen voor wie is ingelogd.")),
        403: (_("Hier kun je niet bij"), _("Deze pagina hoort niet bij jouw rol of organisatie.")),
        404: (_("Deze pagina bestaat niet"), _("Misschien is de link oud of zit er een tikfout in het adres.")),
        405: (_("Dit kan hier niet"), _("Ga terug en gebruik de knop op de pagina.")),
        409: (_("Dit is intussen veranderd"), _("Ververs de pagina om te zien hoe het er nu voor staat.")),
        413: (_("Dit is te groot"), _("Maak de tekst of het bestand kleiner en probeer het opnieuw.")),
        429: (
            _("Even wachten"),
            _("Er kwamen te veel pogingen achter elkaar. Probeer het over een paar minuten opnieuw."),
        ),
        503: (
            _("Even geen verbinding"),
            _("Er is niets bewaard van deze laatste stap. Probeer het over een paar tellen opnieuw."),
        ),
    }  # fmt: skip
    return texts.get(
        code,
        (_("Er ging iets mis bij ons"), _("We hebben de fout vastgelegd. Probeer het zo opnieuw.")),
    )

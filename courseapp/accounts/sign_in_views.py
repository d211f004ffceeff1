"""The sign-in page: a mailed link first, a password second; signing out."""

from __future__ import annotations

from datetime import datetime

import flask
from flask import Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from courseapp.accounts.blueprint import bp, count_try, forgive_try, is_account_free
from courseapp.accounts.domain.passwords import LONGEST
from courseapp.accounts.forms import EmailForm, PasswordForm
from courseapp.accounts.models import Person
from courseapp.accounts.queries import find_person
from courseapp.accounts.services import (
    end_all_sessions,
    end_session,
    hash_password,
    is_password_right,
    needs_rehash,
)
from courseapp.accounts.sign_in_picture import sign_in_curve
from courseapp.accounts.signing_in import mail_link, note_failure, open_browser_session
from courseapp.accounts.texts import wrong_pair
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.policy import declare, public
from courseapp.web.requests import safe_path

UNPROCESSABLE = 422


def wanted_path() -> str:
    """Where the visitor was going, if that is a path of ours."""
    return safe_path(request.values.get("next"), default="")


@bp.get("/inloggen")
@declare(public())
def sign_in() -> ResponseReturnValue:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(wanted_path() or "/", 303)
    return show_sign_in(EmailForm(formdata=None), PasswordForm(formdata=None))


def show_sign_in(
    link_form: EmailForm, password_form: PasswordForm, *, refusal: str = "", code: int = 200
) -> Response:
    """The page with both forms as they are now."""
    page = render_template(
        "accounts/sign_in.html",
        picture=sign_in_curve(),
        link_form=link_form,
        password_form=password_form,
        refusal=refusal,
        next_path=wanted_path(),
    )
    return make_response(page, code)


@bp.get("/inloggen/link")
@declare(public())
def show_link_form() -> ResponseReturnValue:
    """The same page, for whoever reloads after a typing error."""
    return redirect(url_for("accounts.sign_in", next=wanted_path() or None), 303)


@bp.post("/inloggen/link")
@declare(public("everybody; the answer is the same for known and unknown addresses"))
def request_link() -> ResponseReturnValue:
    """Mail a sign-in link, if the address is known; say the same in any case."""
    form = EmailForm()
    if not form.validate():
        return show_sign_in(form, PasswordForm(formdata=None), code=UNPROCESSABLE)
    return answer_mailed(form.email.data, path="link", purpose="sign-in")


def answer_mailed(email: str, *, path: str, purpose: str) -> ResponseReturnValue:
    """Mail a link within the limits and lead to the page that says so."""
    now = utc_now()
    may_mail = is_account_free(path, account=email, now=now)
    count_try(path, account="", now=now)
    if may_mail:
        mail_link(email, purpose=purpose, now=now, next_path=wanted_path())
    db.session.commit()
    flask.session["mailed_to"] = email
    return redirect(url_for("accounts.show_mailed"), 303)


@bp.get("/inloggen/verstuurd")
@declare(public())
def show_mailed() -> ResponseReturnValue:
    """Look into your mail."""
    email = flask.session.get("mailed_to", "")
    return render_template("accounts/mailed.html", picture=sign_in_curve(), email=email)


@bp.post("/inloggen")
@declare(public("everybody; the answer is the same for known and unknown addresses"))
def sign_in_with_password() -> ResponseReturnValue:
    """Sign in with address and password."""
    form = PasswordForm()
    if len(form.password.data or "") > LONGEST:
        abort(400)
    if not form.validate():
        return show_sign_in(EmailForm(formdata=None), form, code=UNPROCESSABLE)
    email, now = form.email.data, utc_now()
    count_try("sign-in", account=email, now=now)
    person = find_person(db.session(), email=email)
    known = person if person is not None and person.disabled_at is None else None
    person_id, password_hash = (known.id, known.password_hash) if known else (None, None)
    db.session.commit()
    if not is_password_right(password_hash, form.password.data):
        note_failure(person_id, way="password", now=now)
        db.session.commit()
        return show_sign_in(
            EmailForm(formdata=None), form, refusal=wrong_pair(), code=UNPROCESSABLE
        )
    admit(person_id, password_hash, password=form.password.data, email=email, now=now)
    return redirect(wanted_path() or "/", 303)


def admit(
    person_id: int | None, password_hash: str | None, *, password: str, email: str, now: datetime
) -> None:
    """Open the session, with a new hash when the old one has other parameters."""
    fresh = hash_password(password) if needs_rehash(password_hash or "") else None
    person = db.session.get_one(Person, person_id)
    if person.disabled_at is not None or person.password_hash != password_hash:
        abort(409)
    if fresh:
        person.password_hash = fresh
    forgive_try("sign-in", account=email, now=now)
    open_browser_session(person, way="password", now=now)
    db.session.commit()


@bp.post("/uitloggen")
def sign_out() -> ResponseReturnValue:
    """End this session, on the server too."""
    end_session(
        db.session(),
        session_id=current_user.session_id,
        person_id=current_user.person_id,
        now=utc_now(),
    )
    return _leave()


@bp.post("/uitloggen/overal")
def sign_out_everywhere() -> ResponseReturnValue:
    """End all sessions of the viewer."""
    end_all_sessions(db.session(), person_id=current_user.person_id, now=utc_now())
    return _leave()


def _leave() -> ResponseReturnValue:
    db.session.commit()
    flask.session.clear()
    return redirect(url_for("accounts.sign_in"), 303)

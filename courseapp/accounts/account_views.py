"""The own account: address, password, where one is signed in; a fresh token for scripts."""

from __future__ import annotations

from flask import Response, flash, jsonify, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from courseapp.accounts.blueprint import bp, count_try, forgive_try, is_account_free
from courseapp.accounts.domain.access import is_recent
from courseapp.accounts.forms import ChangeEmailForm, ChangePasswordForm
from courseapp.accounts.models import Person, UserSession
from courseapp.accounts.queries import find_person, list_live_sessions
from courseapp.accounts.services import end_session, hash_password, is_password_right, set_password
from courseapp.accounts.sign_in_views import UNPROCESSABLE
from courseapp.accounts.signing_in import mail_words, password_fault, send_link
from courseapp.accounts.texts import not_proven
from courseapp.audit.actor import current_actor
from courseapp.audit.services import record_event
from courseapp.mail.services import queue_mail
from courseapp.web.database import db
from courseapp.web.now import utc_now


@bp.get("/account")
def show_account() -> ResponseReturnValue:
    """The viewer's own account."""
    return render_account(
        email_form=ChangeEmailForm(formdata=None), password_form=ChangePasswordForm(formdata=None)
    )


def render_account(
    *, email_form: ChangeEmailForm, password_form: ChangePasswordForm, code: int = 200
) -> Response:
    """The page with both forms as they are now."""
    now = utc_now()
    person = viewer_person()
    sessions = list_live_sessions(db.session(), person_id=person.id, now=now)
    here = next((s for s in sessions if s.id == current_user.session_id), None)
    page = render_template(
        "accounts/account.html",
        person=person,
        sessions=sessions,
        email_form=email_form,
        password_form=password_form,
        must_sign_in_again=person.password_hash is None
        and (here is None or not is_recent(here.created_at, now=now)),
    )
    return make_response(page, code)


def viewer_person() -> Person:
    """The viewer's row."""
    return db.session.get_one(Person, current_user.person_id)


@bp.get("/account/wachtwoord")
@bp.get("/account/adres")
@bp.get("/account/sessies")
def return_to_account() -> ResponseReturnValue:
    """For whoever reloads after a typing error."""
    return redirect(url_for("accounts.show_account"), 303)


@bp.post("/account/wachtwoord")
def change_password() -> ResponseReturnValue:
    """Set a new password; every other session ends."""
    form, now = ChangePasswordForm(), utc_now()
    person = viewer_person()
    if form.validate() and (fault := _own_fault(person, form.password.data)):
        form.password.errors = [fault]
    if not form.errors and not prove_presence(person, form):
        form.password_now.errors = [not_proven(has_password=bool(person.password_hash))]
    if form.errors:
        return render_account(
            email_form=ChangeEmailForm(formdata=None), password_form=form, code=UNPROCESSABLE
        )
    db.session.commit()
    password_hash = hash_password(form.password.data)
    set_password(
        db.session(),
        person=person,
        password_hash=password_hash,
        now=now,
        keep_id=current_user.session_id,
    )
    subject = f"person:{person.id}"
    record_event(
        db.session(), action="password-set", now=now, actor=current_actor(), subject=subject
    )
    _tell(person, "password-changed")
    db.session.commit()
    flash(_("Je wachtwoord is veranderd. Op andere apparaten ben je uitgelogd."), "done")
    return redirect(url_for("accounts.show_account"), 303)


def _own_fault(person: Person, password: str) -> str:
    return password_fault(password, name=person.name, email=person.email, person_id=person.id)


def _tell(person: Person, template: str) -> None:
    now = utc_now()
    queue_mail(
        db.session(),
        unique_key=f"{template}:{person.id}:{now.timestamp()}",
        to=person.email,
        template=template,
        locale=person.locale,
        context=mail_words(person),
        now=now,
    )


def prove_presence(person: Person, form: ChangePasswordForm | ChangeEmailForm) -> bool:
    """Whether the viewer proved to be the owner: by the password, or by a sign-in just now.

    Ends the transaction before the slow comparison; wrong passwords are counted.
    """
    now, account = utc_now(), str(person.id)
    count_try("presence", account=account, now=now)
    password_hash = person.password_hash
    started = db.session.get_one(UserSession, current_user.session_id).created_at
    db.session.commit()
    if password_hash is None:
        is_present = is_recent(started, now=now)
    else:
        is_present = is_password_right(password_hash, form.password_now.data or "")
    if is_present:
        forgive_try("presence", account=account, now=now)
    return is_present


@bp.post("/account/adres")
def request_new_email() -> ResponseReturnValue:
    """Mail a link to the new address; nothing changes before it is used."""
    form, now = ChangeEmailForm(), utc_now()
    person = viewer_person()
    if form.validate() and not prove_presence(person, form):
        form.password_now.errors = [not_proven(has_password=bool(person.password_hash))]
    if form.errors:
        return render_account(
            email_form=form, password_form=ChangePasswordForm(formdata=None), code=UNPROCESSABLE
        )
    email = form.email.data
    may_mail = is_account_free("new-email", account=str(person.id), now=now)
    if may_mail and find_person(db.session(), email=email) is None:
        send_link(person, purpose="new-email", email=email, now=now)
    db.session.commit()
    flash(_("Kijk in de mail van %(email)s en bevestig daar je nieuwe adres.", email=email), "done")
    return redirect(url_for("accounts.show_account"), 303)


@bp.post("/account/sessies/<int:session_id>")
def end_own_session(session_id: int) -> ResponseReturnValue:
    """Sign out one other browser."""
    end_session(
        db.session(), session_id=session_id, person_id=current_user.person_id, now=utc_now()
    )
    db.session.commit()
    flash(_("Dat apparaat is uitgelogd."), "done")
    return redirect(url_for("accounts.show_account"), 303)


@bp.get("/account/token")
def show_token() -> ResponseReturnValue:
    """A fresh form token for a page that was open while its session ended and began again."""
    return jsonify(csrf_token=generate_csrf(), person=current_user.person_id)

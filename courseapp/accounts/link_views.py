"""Pages that a mailed link opens: looking changes nothing (mail scanners look too)."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.accounts.blueprint import bp, count_try
from courseapp.accounts.forms import EmailForm, InvitationForm, NewPasswordForm
from courseapp.accounts.queries import OpenLink, find_open_link
from courseapp.accounts.services import (
    EmailTaken,
    LinkExpired,
    change_email,
    consume_link,
    hash_password,
    set_password,
)
from courseapp.accounts.sign_in_picture import sign_in_curve
from courseapp.accounts.sign_in_views import UNPROCESSABLE, answer_mailed, wanted_path
from courseapp.accounts.signing_in import (
    mail_words,
    open_browser_session,
    password_fault,
    private_page,
)
from courseapp.audit.services import Actor, record_event
from courseapp.mail.services import queue_mail
from courseapp.web.database import db
from courseapp.web.now import utc_now
from courseapp.web.policy import declare, public

GONE = 410
HOLDER = public("whoever holds the mailed link")


def show_expired(purpose: str) -> ResponseReturnValue:
    """The link does not work; what to do instead."""
    picture = sign_in_curve()
    return private_page("accounts/expired.html", code=GONE, picture=picture, purpose=purpose)


def find_link(token: str, purpose: str) -> OpenLink | None:
    """The link, if it still works."""
    return find_open_link(db.session(), token=token, purpose=purpose, now=utc_now())


@bp.get("/inloggen/<token>")
@declare(HOLDER)
def sign_in_with_link(token: str) -> ResponseReturnValue:
    """A button that signs in."""
    link = find_link(token, "sign-in")
    if link is None:
        return show_expired("sign-in")
    picture = sign_in_curve()
    return private_page("accounts/link.html", link=link, picture=picture, next_path=wanted_path())


@bp.post("/inloggen/<token>")
@declare(HOLDER)
def use_sign_in_link(token: str) -> ResponseReturnValue:
    """Use the link and sign in."""
    now = utc_now()
    count_try("link-use", account="", now=now)
    try:
        person, _email = consume_link(db.session(), token=token, purpose="sign-in", now=now)
    except LinkExpired:
        db.session.commit()
        if current_user.is_authenticated:  # a second click on a link that has just been used
            return redirect(wanted_path() or "/", 303)
        return show_expired("sign-in")
    open_browser_session(person, way="link", now=now)
    db.session.commit()
    return redirect(wanted_path() or "/", 303)


@bp.get("/wachtwoord")
@declare(public())
def forget_password() -> ResponseReturnValue:
    """Ask for a link to choose a new password."""
    form = EmailForm(formdata=None)
    return render_template("accounts/forgot.html", form=form, picture=sign_in_curve())


@bp.post("/wachtwoord")
@declare(public("everybody; the answer is the same for known and unknown addresses"))
def request_reset() -> ResponseReturnValue:
    """Mail the link, if the address is known; say the same in any case."""
    form = EmailForm()
    if not form.validate():
        page = render_template("accounts/forgot.html", form=form, picture=sign_in_curve())
        return page, UNPROCESSABLE
    return answer_mailed(form.email.data, path="reset", purpose="reset")


@bp.get("/wachtwoord/<token>")
@declare(HOLDER)
def reset_password(token: str) -> ResponseReturnValue:
    """Choose a new password."""
    link = find_link(token, "reset")
    return _show_reset(link, NewPasswordForm(formdata=None)) if link else show_expired("reset")


def _show_reset(link: OpenLink, form: NewPasswordForm, *, code: int = 200) -> ResponseReturnValue:
    picture = sign_in_curve()
    return private_page("accounts/reset.html", code=code, link=link, form=form, picture=picture)


@bp.post("/wachtwoord/<token>")
@declare(HOLDER)
def use_reset_link(token: str) -> ResponseReturnValue:
    """Set the new password, end every session, sign in here."""
    return _choose_password(token, "reset", NewPasswordForm())


@bp.get("/uitnodiging/<token>")
@declare(HOLDER)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Begin, with or without a password of one's own."""
    link = find_link(token, "invitation")
    if link is None:
        return show_expired("invitation")
    return _show_invitation(link, InvitationForm(formdata=None))


def _show_invitation(
    link: OpenLink, form: InvitationForm, *, code: int = 200
) -> ResponseReturnValue:
    picture = sign_in_curve()
    return private_page(
        "accounts/invitation.html", code=code, link=link, form=form, picture=picture
    )


@bp.post("/uitnodiging/<token>")
@declare(HOLDER)
def use_invitation(token: str) -> ResponseReturnValue:
    """Set the password if one was chosen, and sign in."""
    return _choose_password(token, "invitation", InvitationForm())


def _choose_password(
    token: str, purpose: str, form: NewPasswordForm | InvitationForm
) -> ResponseReturnValue:
    """Check the link and the password, hash outside any transaction, then use the link."""
    now = utc_now()
    count_try("link-use", account="", now=now)
    link = find_link(token, purpose)
    if link is None:
        db.session.commit()
        return show_expired(purpose)
    password = form.password.data or ""
    if form.validate() and password:
        fault = password_fault(
            password, name=link.name, email=link.person_email, person_id=link.person_id
        )
        form.password.errors = [fault] if fault else []
    db.session.commit()
    if form.password.errors:
        show = _show_reset if purpose == "reset" else _show_invitation
        return show(link, form, code=UNPROCESSABLE)
    return _enter(token, purpose, hash_password(password) if password else None, now=now)


def _enter(
    token: str, purpose: str, password_hash: str | None, *, now: datetime
) -> ResponseReturnValue:
    try:
        person, _email = consume_link(db.session(), token=token, purpose=purpose, now=now)
    except LinkExpired:
        db.session.commit()
        return show_expired(purpose)
    if password_hash:
        set_password(db.session(), person=person, password_hash=password_hash, now=now)
        record_event(
            db.session(),
            action="password-set",
            now=now,
            actor=Actor(person_id=person.id),
            subject=f"person:{person.id}",
        )
    open_browser_session(person, way=purpose, now=now)
    db.session.commit()
    return redirect("/", 303)


@bp.get("/account/adres/<token>")
@declare(HOLDER)
def confirm_email(token: str) -> ResponseReturnValue:
    """A button that moves the account to the new address."""
    link = find_link(token, "new-email")
    if link is None:
        return show_expired("new-email")
    return private_page("accounts/confirm_email.html", link=link, picture=sign_in_curve())


@bp.post("/account/adres/<token>")
@declare(HOLDER)
def use_email_link(token: str) -> ResponseReturnValue:
    """Move the account and tell the old address."""
    now = utc_now()
    count_try("link-use", account="", now=now)
    try:
        person, email = consume_link(db.session(), token=token, purpose="new-email", now=now)
        old = person.email
        own = current_user.is_authenticated and current_user.person_id == person.id
        keep_id = current_user.session_id if own else 0
        actor = Actor(person_id=person.id)
        change_email(
            db.session(), person=person, email=email, now=now, actor=actor, keep_id=keep_id
        )
    except (LinkExpired, EmailTaken):
        db.session.commit()
        return show_expired("new-email")
    queue_mail(
        db.session(),
        unique_key=f"email-changed:{person.id}:{now.timestamp()}",
        to=old,
        template="email-changed",
        locale=person.locale,
        context=mail_words(person),
        now=now,
    )
    db.session.commit()
    flash(_("Je e-mailadres is veranderd."), "done")
    return redirect("/account" if keep_id else "/inloggen", 303)

"""Opening and closing sessions in the browser at hand, and mailing links."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

import flask
from flask import Response, current_app, g, make_response, render_template, request, url_for
from flask_login import current_user

from courseapp.accounts.domain import hash_token, new_token
from courseapp.accounts.domain.access import Belonging, SessionLimits, strictest_limits
from courseapp.accounts.domain.devices import describe_device
from courseapp.accounts.domain.passwords import find_fault
from courseapp.accounts.models import Person
from courseapp.accounts.queries import find_person
from courseapp.accounts.services import (
    end_session,
    issue_link,
    start_session,
)
from courseapp.accounts.services.links import LIFETIMES
from courseapp.accounts.texts import fault_text
from courseapp.audit.services import Actor, record_event
from courseapp.config import Settings
from courseapp.mail.services import queue_mail
from courseapp.web.database import db

TEMPLATES = {
    "sign-in": "sign_in_with_link",
    "reset": "reset_password",
    "new-email": "confirm_email",
}


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def belonging_of(person_id: int) -> Belonging:
    """Roles and organisations of a person; `app.py` says who knows them."""
    found: Belonging = current_app.extensions["belonging_of"](db.session(), person_id=person_id)
    return found


def open_browser_session(person: Person, *, way: str, now: datetime) -> None:
    """Sign the person in: a new token in an emptied cookie; this browser's old session ends."""
    if current_user.is_authenticated:
        end_session(
            db.session(),
            session_id=current_user.session_id,
            person_id=current_user.person_id,
            now=now,
        )
    limits = limits_for(person.id)
    token = start_session(
        db.session(),
        person_id=person.id,
        now=now,
        idle_minutes=limits.idle_minutes,
        hours=limits.hours,
        device=describe_device(request.user_agent.string),
    )
    note_sign_in(person.id, way=way, now=now)
    enter_cookie(token)


def enter_cookie(token: str) -> None:
    """Empty the cookie, also of keys planted before, and put the token in."""
    flask.session.clear()
    flask.session["_user_id"] = token
    flask.session.permanent = True
    g.pop("csrf_token", None)


def limits_for(person_id: int) -> SessionLimits:
    """The strictest limits of the person's roles."""
    chosen = settings()
    return strictest_limits(
        belonging_of(person_id).roles,
        trainee=SessionLimits(
            idle_minutes=chosen.trainee_idle_minutes, hours=chosen.trainee_session_hours
        ),
        staff=SessionLimits(
            idle_minutes=chosen.staff_idle_minutes, hours=chosen.staff_session_hours
        ),
    )


def note_sign_in(person_id: int, *, way: str, now: datetime) -> None:
    """One audit row for a sign-in: who, when, which way."""
    actor = Actor(person_id=person_id, request_id=g.get("request_id", ""))
    record_event(
        db.session(),
        action="signed-in",
        now=now,
        actor=actor,
        subject=f"person:{person_id}",
        way=way,
    )


def note_failure(person_id: int | None, *, way: str, now: datetime) -> None:
    """One audit row for a failed sign-in; what was typed is not kept."""
    record_event(
        db.session(),
        action="sign-in-failed",
        now=now,
        actor=Actor(request_id=g.get("request_id", "")),
        subject=f"person:{person_id}" if person_id else "",
        way=way,
        address=request.remote_addr or "",
    )


def mail_link(email: str, *, purpose: str, now: datetime, next_path: str = "") -> None:
    """Mail a link to sign in or for a new password if the address is known; else do such work."""
    person = find_person(db.session(), email=email)
    if person is None or person.disabled_at is not None:
        _pretend(email, purpose=purpose, now=now, next_path=next_path)
        return
    send_link(person, purpose=purpose, email=person.email, now=now, next_path=next_path)


def _pretend(email: str, *, purpose: str, now: datetime, next_path: str) -> None:
    """Queue a mail to nobody and undo it, so that the answer takes as long as for an account."""
    undone = db.session.begin_nested()
    stranger, token = Person(email=email, name="?", created_at=now), new_token()
    _queue_link(stranger, purpose=purpose, email=email, token=token, now=now, next_path=next_path)
    undone.rollback()


def send_link(
    person: Person, *, purpose: str, email: str, now: datetime, next_path: str = ""
) -> None:
    """Issue a link for a known person and queue its mail."""
    token = issue_link(db.session(), person_id=person.id, purpose=purpose, email=email, now=now)
    _queue_link(person, purpose=purpose, email=email, token=token, now=now, next_path=next_path)


def _queue_link(
    person: Person, *, purpose: str, email: str, token: str, now: datetime, next_path: str
) -> None:
    queue_mail(
        db.session(),
        unique_key=f"{purpose}:{hash_token(token)[:40]}",
        to=email,
        template=purpose,
        locale=person.locale,
        context=_mail_context(person, purpose, token, next_path),
        now=now,
    )


def _mail_context(person: Person, purpose: str, token: str, next_path: str) -> dict[str, object]:
    minutes = int(LIFETIMES[purpose].total_seconds() // 60)
    return mail_words(person) | {
        "link": link_address(f"accounts.{TEMPLATES[purpose]}", token, next_path=next_path),
        "minutes": minutes,
        "hours": minutes // 60,
    }


def mail_words(person: Person) -> dict[str, object]:
    """What every mail says."""
    chosen = settings()
    return {"name": person.name, "brand": chosen.brand, "support": chosen.support_address}


def link_address(endpoint: str, token: str, *, next_path: str = "") -> str:
    """A full address under the configured base, whatever host the request claims."""
    path = url_for(endpoint, token=token)
    query = f"?next={quote(next_path, safe='/')}" if next_path not in ("", "/") else ""
    return settings().base_url.rstrip("/") + path + query


def password_fault(password: str, *, name: str, email: str, person_id: int) -> str:
    """Why this password cannot be used, in words; "" when it can."""
    personal = (name, email, settings().brand, *belonging_of(person_id).organisations)
    fault = find_fault(password, personal=personal)
    return fault_text(fault) if fault else ""


def private_page(template: str, *, code: int = 200, **context: object) -> Response:
    """A page whose address holds a secret: it never leaks through the referrer."""
    response = make_response(render_template(template, **context), code)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response

"""A buddy looks at one plan and one question: ask, accept or decline, reply, and stop at any time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.accounts.domain import is_email, normalise_email
from courseapp.accounts.models import Person
from courseapp.audit.services import Actor, record_event
from courseapp.mail.services import queue_mail
from courseapp.organisations.models import Membership, Role
from courseapp.plans.models import Buddy, Plan
from courseapp.reflections.services import TextsMissing, check_length

MAX_QUESTION = 300
MAX_REPLY = 500


class OwnAddress(Exception):
    """Nobody is their own buddy."""


class BuddyRunning(Exception):
    """This plan has been sent to somebody already."""


@dataclass(frozen=True, kw_only=True)
class Sender:
    """What the mail says besides its link; `link_to` makes an address of a buddy's id."""

    brand: str
    support: str
    link_to: Callable[[int], str]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What the writer fills in: a colleague's address and one question."""

    email: str
    question: str


def ask_buddy(
    session: Session,
    *,
    plan: Plan,
    writer: Person,
    request: Request,
    sender: Sender,
    now: datetime,
    actor: Actor,
) -> Buddy:
    """Ask a colleague; whether the address is one's own organisation's shows nowhere.

    Raises TextsMissing ("email", "question"), TextTooLong, OwnAddress, BuddyRunning.
    """
    email, question = normalise_email(request.email), request.question.strip()
    given = {"email": is_email(email), "question": bool(question)}
    if missing := tuple(name for name, is_there in given.items() if not is_there):
        raise TextsMissing(missing)
    check_length("question", question, MAX_QUESTION)
    if email == writer.email:
        raise OwnAddress
    colleague = _find_colleague(session, organisation_id=plan.organisation_id, email=email)
    buddy = _add(session, plan, email=email, question=question, colleague=colleague, now=now)
    if colleague is not None:
        _send(session, buddy, writer=writer, colleague=colleague, sender=sender, now=now)
    _record(session, "buddy-asked", buddy, now=now, actor=actor)
    return buddy


def _find_colleague(session: Session, *, organisation_id: int, email: str) -> Person | None:
    return session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.role == Role.TRAINEE.value,
            Membership.ended_at.is_(None),
            Person.email == email,
            Person.disabled_at.is_(None),
        )
    ).one_or_none()


def _add(
    session: Session,
    plan: Plan,
    *,
    email: str,
    question: str,
    colleague: Person | None,
    now: datetime,
) -> Buddy:
    buddy = Buddy(
        organisation_id=plan.organisation_id,
        plan_id=plan.id,
        email=email,
        question=question,
        asked_at=now,
        person_id=colleague.id if colleague else None,
    )
    try:
        with session.begin_nested():
            session.add(buddy)
    except IntegrityError:
        raise BuddyRunning from None
    return buddy


def _send(
    session: Session,
    buddy: Buddy,
    *,
    writer: Person,
    colleague: Person,
    sender: Sender,
    now: datetime,
) -> None:
    context = {
        "name": colleague.name,
        "writer": writer.name,
        "brand": sender.brand,
        "support": sender.support,
        "link": sender.link_to(buddy.id),
    }
    queue_mail(
        session,
        unique_key=f"buddy:{buddy.id}",
        to=colleague.email,
        template="buddy",
        locale=colleague.locale,
        context=context,
        now=now,
    )


def accept_request(session: Session, *, buddy: Buddy, now: datetime, actor: Actor) -> None:
    """Become the buddy of this plan."""
    if buddy.accepted_at is None:
        buddy.accepted_at = now
        _record(session, "buddy-accepted", buddy, now=now, actor=actor)
    session.flush()


def decline_request(session: Session, *, buddy: Buddy, now: datetime, actor: Actor) -> None:
    """Say no; to the writer that looks like no answer."""
    if buddy.declined_at is None:
        buddy.declined_at = now
        _record(session, "buddy-declined", buddy, now=now, actor=actor)
    session.flush()


def reply_to_question(session: Session, *, buddy: Buddy, reply: str, now: datetime) -> None:
    """Answer the question in a line; a later reply replaces it. Raises TextsMissing ("reply")."""
    text = reply.strip()
    if not text:
        raise TextsMissing(("reply",))
    check_length("reply", text, MAX_REPLY)
    buddy.reply, buddy.replied_at = text, now
    session.flush()


def end_buddy(session: Session, *, buddy: Buddy, now: datetime, actor: Actor) -> None:
    """Stop, by either side: from now on the buddy sees nothing of it."""
    if buddy.ended_at is None:
        buddy.ended_at = now
        _record(session, "buddy-ended", buddy, now=now, actor=actor)
    session.flush()


def _record(session: Session, action: str, buddy: Buddy, *, now: datetime, actor: Actor) -> None:
    scope, subject = buddy.organisation_id, f"plan-buddy:{buddy.id}"
    record_event(session, action=action, now=now, actor=actor, scope_id=scope, subject=subject)

"""Send what is in the outbox: claim one mail, send it outside any transaction, note how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courseapp.mail.domain import find_wait
from courseapp.mail.models import OutgoingMail
from courseapp.mail.transport import Transport, build_message

CLAIMED_FOR = timedelta(minutes=5)
LOOK_AHEAD = 20
LONGEST_ERROR = 200


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One mail that this process alone is sending; `tries` counts this one."""

    id: int
    tries: int
    to: str
    subject: str
    body: str


def claim_mail(session: Session, *, now: datetime) -> Claim | None:
    """Claim one mail that is due, also one whose sender died: whoever moves the row has it.

    One at a time: with a slow server, a claim on a whole batch would lapse before its last mail.
    """
    due = session.execute(
        select(OutgoingMail)
        .where(OutgoingMail.state.in_(("queued", "sending")), OutgoingMail.not_before <= now)
        .order_by(OutgoingMail.id)
        .limit(LOOK_AHEAD)
    ).scalars()
    found = [
        Claim(id=m.id, tries=m.tries + 1, to=m.to_address, subject=m.subject, body=m.body)
        for m in due
    ]
    return next((claim for claim in found if _claim(session, claim, now=now)), None)


def _claim(session: Session, claim: Claim, *, now: datetime) -> bool:
    moved = session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.id == claim.id,
            OutgoingMail.tries == claim.tries - 1,
            OutgoingMail.state.in_(("queued", "sending")),
            OutgoingMail.not_before <= now,
        )
        .values(state="sending", tries=claim.tries, not_before=now + CLAIMED_FOR)
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount == 1)  # type: ignore[attr-defined]


def note_sent(session: Session, claim: Claim, *, now: datetime) -> None:
    """The mail left; its text goes, because it may hold a link that lets someone in."""
    _note(session, claim, state="sent", sent_at=now, body="", last_error="")


def note_failure(session: Session, claim: Claim, *, error: str, now: datetime) -> None:
    """The mail did not leave: later again, or given up."""
    wait = find_wait(claim.tries)
    text = error[:LONGEST_ERROR]
    if wait is None:
        _note(session, claim, state="failed", body="", last_error=text)
    else:
        _note(session, claim, state="queued", not_before=now + wait, last_error=text)


def _note(session: Session, claim: Claim, **values: object) -> None:
    session.execute(
        update(OutgoingMail)
        .where(
            OutgoingMail.id == claim.id,
            OutgoingMail.tries == claim.tries,
            OutgoingMail.state == "sending",
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def send_claim(claim: Claim, *, transport: Transport, sender: str) -> str:
    """Send one mail; "" or what went wrong, without the text of the mail."""
    try:
        transport.send(_message(claim, sender=sender))
    except Exception as error:  # whatever the server or the network does, the row remembers it
        return f"{type(error).__name__}: {error}"
    return ""


def _message(claim: Claim, *, sender: str) -> EmailMessage:
    return build_message(sender=sender, to=claim.to, subject=claim.subject, body=claim.body)

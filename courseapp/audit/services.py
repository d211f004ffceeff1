"""Write the audit trail, in the transaction of the act itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who does something, and in which request; nobody in particular at the command line."""

    person_id: int | None = None
    request_id: str = ""


NOBODY = Actor()


def record_event(
    session: Session,
    *,
    action: str,
    now: datetime,
    actor: Actor = NOBODY,
    actor_id: int | None = None,
    scope_id: int | None = None,
    subject: str = "",
    request_id: str = "",
    **details: Any,
) -> AuditEvent:
    """Add one event; `details` are plain JSON values, never what people wrote and never secrets."""
    event = AuditEvent(
        at=now,
        action=action,
        actor_id=actor.person_id if actor_id is None else actor_id,
        scope_id=scope_id,
        subject=subject,
        request_id=request_id or actor.request_id,
        details=details,
    )
    session.add(event)
    return event

"""Write the audit trail, in the transaction of the act itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent


def record_event(
    session: Session,
    *,
    action: str,
    now: datetime,
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
        actor_id=actor_id,
        scope_id=scope_id,
        subject=subject,
        request_id=request_id,
        details=details,
    )
    session.add(event)
    return event

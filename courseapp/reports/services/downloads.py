"""Who took which rows out of the house."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from courseapp.audit.services import NOBODY, Actor, record_event
from courseapp.reports.domain.selection import Selection


def record_download(
    session: Session,
    *,
    selection: Selection,
    file_format: str,
    actor: Actor = NOBODY,
    now: datetime,
) -> None:
    """Note a download with its filters; of a search only that there was one, not for whom."""
    record_event(
        session,
        action="report.downloaded",
        now=now,
        actor=actor,
        scope_id=selection.organisation_id,
        subject=f"run:{selection.run_id}" if selection.run_id else "",
        format=file_format,
        department_id=selection.department_id,
        status=selection.status.value if selection.status else None,
        completed_from=selection.completed_from and selection.completed_from.isoformat(),
        completed_until=selection.completed_until and selection.completed_until.isoformat(),
        has_search=bool(selection.search),
    )

"""Who did what to whom: append-only, without anything anyone wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base


class AuditEvent(Base):
    """One act; `scope_id` is the organisation concerned, if any (operators read all)."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "scope_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    at: Mapped[datetime]
    action: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), default=None
    )
    scope_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), default=None)
    subject: Mapped[str] = mapped_column(String(80), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    request_id: Mapped[str] = mapped_column(String(36), default="")

"""The dialogue that someone wrote: private, unless its writer shares it with the trainer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Scenario(Tenant, Base, kw_only=True):
    """A scenario: `draft` is the sheet that is being typed, `script` the one that is played.

    `script` is empty until the sheet was complete for the first time; `sequence` orders the saves.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    updated_at: Mapped[datetime]
    draft: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    script: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    ready_at: Mapped[datetime | None] = mapped_column(default=None)
    """When `script` was last replaced."""
    sequence: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[str] = mapped_column(String(36), default="")
    shared_at: Mapped[datetime | None] = mapped_column(default=None)

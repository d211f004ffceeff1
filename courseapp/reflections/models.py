"""What someone wrote at a reflection: private, unless its writer shares it with the trainer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Reflection(Tenant, Base):
    """The writer's texts per prompt and the if-then plan; `sequence` orders the saves."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    texts: Mapped[dict[str, Any]] = mapped_column(repr=False)
    updated_at: Mapped[datetime]
    cue: Mapped[str] = mapped_column(Text, default="", repr=False)
    action: Mapped[str] = mapped_column(Text, default="", repr=False)
    follow_up_days: Mapped[int | None] = mapped_column(default=None)
    sequence: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[str] = mapped_column(String(36), default="")
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    shared_at: Mapped[datetime | None] = mapped_column(default=None)


class WorkTask(Tenant, Base, kw_only=True):
    """What someone did at work for a task: private too, until its writer shares it."""

    __tablename__ = "work_task"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    updated_at: Mapped[datetime]
    is_ticked: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str] = mapped_column(Text, default="", repr=False)
    noticed: Mapped[str] = mapped_column(Text, default="", repr=False)
    """What the learner saw the customer do or say."""
    sequence: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[str] = mapped_column(String(36), default="")
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    shared_at: Mapped[datetime | None] = mapped_column(default=None)

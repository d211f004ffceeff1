"""What someone wrote in a course: private, unless its writer shares it with the trainer."""

from __future__ import annotations

from abc import abstractmethod
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class PrivateWork(Tenant, kw_only=True):
    """Something written at a step; `sequence` orders the saves, `last_key` names the newest's page."""

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    updated_at: Mapped[datetime]
    sequence: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[str] = mapped_column(String(36), default="")
    shared_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def saved_at(self) -> datetime:
        """When a draft or the finished work was stored last."""
        return self.updated_at

    @property
    @abstractmethod
    def is_shareable(self) -> bool:
        """Whether it is far enough for a trainer to read."""


class Reflection(PrivateWork, Base, kw_only=True):
    """The writer's texts per prompt and the if-then plan."""

    __tablename__ = "reflection"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    texts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    cue: Mapped[str] = mapped_column(Text, default="", repr=False)
    action: Mapped[str] = mapped_column(Text, default="", repr=False)
    follow_up_days: Mapped[int | None] = mapped_column(default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_shareable(self) -> bool:
        """Once it was handed in."""
        return self.submitted_at is not None


class WorkTask(PrivateWork, Base, kw_only=True):
    """What someone did at work for a task."""

    __tablename__ = "work_task"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    is_ticked: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str] = mapped_column(Text, default="", repr=False)
    noticed: Mapped[str] = mapped_column(Text, default="", repr=False)
    """What the learner saw the customer do or say."""
    done_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_shareable(self) -> bool:
        """Once it was done."""
        return self.done_at is not None

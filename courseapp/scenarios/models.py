"""The dialogue that someone wrote: private, unless its writer shares it with the trainer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base
from courseapp.reflections.models import PrivateWork


class Scenario(PrivateWork, Base, kw_only=True):
    """A scenario: `draft` is the sheet that is being typed, `script` the one that is played.

    `script` is empty until the sheet was complete for the first time.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"),)

    draft: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    script: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    ready_at: Mapped[datetime | None] = mapped_column(default=None)
    """When `script` was last replaced."""

    @property
    def is_shareable(self) -> bool:
        """Once it can be played."""
        return self.ready_at is not None

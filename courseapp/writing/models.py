"""What someone wrote at a free text: private, unless its writer shares it with the trainer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base
from courseapp.reflections.models import PrivateWork
from courseapp.writing.domain.phases import Phase


class Writing(PrivateWork, Base, kw_only=True):
    """A free text in its versions; `draft` is what is being typed."""

    __tablename__ = "writing"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)

    item_id: Mapped[str] = mapped_column(String(80))
    draft: Mapped[str] = mapped_column(Text, default="", repr=False)
    first_text: Mapped[str] = mapped_column(Text, default="", repr=False)
    first_at: Mapped[datetime | None] = mapped_column(default=None)
    revised_text: Mapped[str] = mapped_column(Text, default="", repr=False)
    revised_at: Mapped[datetime | None] = mapped_column(default=None)
    scores: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    """The points that the writer gave, by criterion."""
    scored_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_shareable(self) -> bool:
        """Once its revision was handed in."""
        return self.revised_at is not None

    @property
    def phase(self) -> Phase:
        """What comes next."""
        if self.scored_at is not None:
            return "done"
        if self.revised_at is not None:
            return "score"
        return "write" if self.first_at is None else "revise"

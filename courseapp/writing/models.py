"""What someone wrote at a free text: private, unless its writer shares it with the trainer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant
from courseapp.writing.domain.phases import Phase


class Writing(Tenant, Base, kw_only=True):
    """A free text in its versions; `draft` is what is being typed, `sequence` orders the saves."""

    __tablename__ = "writing"
    __table_args__ = (UniqueConstraint("enrolment_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    item_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    updated_at: Mapped[datetime]
    draft: Mapped[str] = mapped_column(Text, default="", repr=False)
    first_text: Mapped[str] = mapped_column(Text, default="", repr=False)
    first_at: Mapped[datetime | None] = mapped_column(default=None)
    revised_text: Mapped[str] = mapped_column(Text, default="", repr=False)
    revised_at: Mapped[datetime | None] = mapped_column(default=None)
    scores: Mapped[dict[str, Any]] = mapped_column(default_factory=dict, repr=False)
    """The points that the writer gave, by criterion."""
    scored_at: Mapped[datetime | None] = mapped_column(default=None)
    sequence: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[str] = mapped_column(String(36), default="")
    shared_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def phase(self) -> Phase:
        """What comes next."""
        if self.scored_at is not None:
            return "done"
        if self.revised_at is not None:
            return "score"
        return "write" if self.first_at is None else "revise"

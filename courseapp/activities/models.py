"""The completion ledger: append-only, one row for each step that someone has completed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Completion(Tenant, Base, kw_only=True):
    """Who completed which step on which revision by which rule and route, and when."""

    __tablename__ = "completion"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "step_id"),
        CheckConstraint("route IN ('earned','override','import')", name="route"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    rule: Mapped[str] = mapped_column(String(40))
    """`read`, `passed`, `submitted`, `end-reached`, `plan-made`, `task-done`,
    `scenario-played`."""
    route: Mapped[str] = mapped_column(String(10), default="earned")
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    reason: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime]

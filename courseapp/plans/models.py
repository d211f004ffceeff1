"""If-then plans and the moments to look back at them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Plan(Tenant, Base):
    """If (cue) then (action), made at a reflection; the writer's own."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("enrolment_id", "step_id"), Index(None, "person_id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    cue: Mapped[str] = mapped_column(Text, repr=False)
    action: Mapped[str] = mapped_column(Text, repr=False)
    made_at: Mapped[datetime]


class FollowUp(Tenant, Base):
    """A day to look back at a plan."""

    __tablename__ = "plan_follow_up"
    __table_args__ = (UniqueConstraint("plan_id", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    due_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    note: Mapped[str] = mapped_column(Text, default="", repr=False)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)

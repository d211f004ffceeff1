"""If-then plans and the moments to look back at them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
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
    cue: Mapped[str] = mapped_column(Text, default="", repr=False)
    action: Mapped[str] = mapped_column(Text, default="", repr=False)
    """The wording that is typed here; it becomes the plan's when the follow-up is answered."""
    sequence: Mapped[int] = mapped_column(default=0)
    last_key: Mapped[str] = mapped_column(String(36), default="")
    saved_at: Mapped[datetime | None] = mapped_column(default=None)


class Wording(Tenant, Base, kw_only=True):
    """How a plan read before it was rewritten."""

    __tablename__ = "plan_wording"
    __table_args__ = (Index(None, "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    cue: Mapped[str] = mapped_column(Text, repr=False)
    action: Mapped[str] = mapped_column(Text, repr=False)
    replaced_at: Mapped[datetime]


class Buddy(Tenant, Base, kw_only=True):
    """A colleague who is asked to look at one plan and one question.

    The typed address stands here whether or not a colleague has it: the two look alike to the
    writer. `person_id` is the colleague, None when there is none.
    """

    __tablename__ = "plan_buddy"
    __table_args__ = (
        Index(
            "uq_plan_buddy_one_running",
            "plan_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    email: Mapped[str] = mapped_column(String(254), repr=False)
    question: Mapped[str] = mapped_column(Text, repr=False)
    asked_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    declined_at: Mapped[datetime | None] = mapped_column(default=None)
    reply: Mapped[str] = mapped_column(Text, default="", repr=False)
    replied_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)

"""Cards, the answers given in review, and when someone wants to be reminded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class ReviewCard(Tenant, Base):
    """What someone's answers on one objective led to; can be made again from the answers.

    `revision_id` is the revision that it was last worked out on.
    """

    __tablename__ = "review_card"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "objective_id"),
        Index(None, "person_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    objective_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    due_at: Mapped[datetime]
    last_at: Mapped[datetime]
    stability: Mapped[float | None] = mapped_column(Float)
    difficulty: Mapped[float | None] = mapped_column(Float)
    reviews: Mapped[int]
    right_in_a_row: Mapped[int]
    is_sure_wrong: Mapped[bool]


class ReviewAnswer(Tenant, Base):
    """One answer in a review session; `confidence` is guess, think, sure or none.

    `days_since` counts the days since the objective was first asked in a quiz.
    """

    __tablename__ = "review_answer"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "client_key"),
        Index(None, "person_id", "at"),
        Index(None, "revision_id", "objective_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    objective_id: Mapped[str] = mapped_column(String(80))
    item_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    client_key: Mapped[str] = mapped_column(String(36))
    response: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    confidence: Mapped[str | None] = mapped_column(String(5), default=None)
    is_hinted: Mapped[bool] = mapped_column(default=False)
    is_known: Mapped[bool] = mapped_column(default=False)
    days_since: Mapped[int | None] = mapped_column(default=None)


class ReviewReminder(Base):
    """The days (a bit each, Monday first) and the hour at which someone asked to be reminded."""

    __tablename__ = "review_reminder"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    weekdays: Mapped[int]
    hour: Mapped[int]
    last_on: Mapped[date | None] = mapped_column(default=None)

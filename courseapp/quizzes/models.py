"""Attempts at quizzes, answers as they are given, and what grading made of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Attempt(Tenant, Base):
    """One attempt at a quiz, from the moment it starts; `items` are the drawn ones as asked."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "step_id", "number"),
        Index(
            "uq_attempt_one_open",
            "enrolment_id",
            "step_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("state IN ('open','submitted')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    items: Mapped[list[Any]]
    started_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open")
    submitted_at: Mapped[datetime | None] = mapped_column(default=None)
    points: Mapped[float | None] = mapped_column(Float, default=None)
    """While open: what the items checked one by one have earned; None before the first."""
    max_points: Mapped[float | None] = mapped_column(Float, default=None)
    is_passed: Mapped[bool | None] = mapped_column(default=None)


class Answer(Tenant, Base):
    """One save of one answer; the row with the highest sequence per item is the answer."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("attempt_id", "client_key"),
        UniqueConstraint("attempt_id", "item_id", "sequence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    item_id: Mapped[str] = mapped_column(String(80))
    sequence: Mapped[int]
    client_key: Mapped[str] = mapped_column(String(36))
    response: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]
    confidence: Mapped[str | None] = mapped_column(String(5), default=None)
    """How sure the learner was: `guess`, `think` or `sure`; None where that was not said."""


class GradedItem(Tenant, Base):
    """What grading made of one drawn item at submission; `verdict` as in quizzes.domain."""

    __tablename__ = "graded_item"
    __table_args__ = (UniqueConstraint("attempt_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    response: Mapped[dict[str, Any]]
    points: Mapped[float] = mapped_column(Float)
    max_points: Mapped[float] = mapped_column(Float)
    verdict: Mapped[str] = mapped_column(String(12))
    marks: Mapped[dict[str, Any]]
    objective_id: Mapped[str] = mapped_column(String(80), default="")
    confidence: Mapped[str | None] = mapped_column(String(5), default=None)


class PracticeAnswer(Tenant, Base):
    """An answer to an unscored question inside a lesson."""

    __tablename__ = "practice_answer"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "client_key"),
        Index(None, "enrolment_id", "step_id", "item_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    item_id: Mapped[str] = mapped_column(String(80), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    client_key: Mapped[str] = mapped_column(String(36))
    response: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime]
    confidence: Mapped[str | None] = mapped_column(String(5), default=None)

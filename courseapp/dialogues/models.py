"""Walks through a customer dialogue and the choices made on the way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Walk(Tenant, Base):
    """One walk through a dialogue on one revision; resumed where it stopped."""

    __tablename__ = "dialogue_walk"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "step_id", "number"),
        Index(
            "uq_dialogue_walk_one_open",
            "enrolment_id",
            "step_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint("state IN ('open','ended')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    step_id: Mapped[str] = mapped_column(String(80))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    number: Mapped[int]
    seed: Mapped[str] = mapped_column(String(32))
    started_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10), default="open")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    end_id: Mapped[str] = mapped_column(String(80), default="")


class Choice(Tenant, Base):
    """The reply chosen at one turn of a walk; `turn` counts from 1."""

    __tablename__ = "dialogue_choice"
    __table_args__ = (
        UniqueConstraint("walk_id", "turn"),
        UniqueConstraint("walk_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    walk_id: Mapped[int] = mapped_column(ForeignKey("dialogue_walk.id"))
    turn: Mapped[int]
    passage_id: Mapped[str] = mapped_column(String(80))
    reply_id: Mapped[str] = mapped_column(String(80))
    client_key: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]

"""Certificates, with the code under which anyone can check one."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base, Tenant


class Certificate(Tenant, Base, kw_only=True):
    """Issued in the transaction that completes an enrolment; keeps the words of that day."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"), unique=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    holder_name: Mapped[str] = mapped_column(String(120))
    course_title: Mapped[str] = mapped_column(String(200))
    minutes: Mapped[int]
    completed_on: Mapped[date]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_reason: Mapped[str] = mapped_column(String(200), default="")

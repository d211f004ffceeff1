"""Client organisations, their departments and who belongs to them in which role."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courseapp.accounts.models import Person
from courseapp.database import Base, Tenant


class Role(enum.StrEnum):
    """What a member may do within the organisation of the membership."""

    TRAINEE = "trainee"
    TRAINER = "trainer"
    HR = "hr"
    OPERATOR = "operator"


class Organisation(Base):
    """A client organisation, or the bureau (`is_bureau`), where trainers and operators belong."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    is_bureau: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(5), default="nl")
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Amsterdam")


class Department(Tenant, Base):
    """A department of an organisation, for the filter of the report."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(120))


class Membership(Tenant, Base):
    """A person's role in an organisation; ended memberships stay for the record."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id", "role"),
        CheckConstraint("role IN ('trainee','trainer','hr','operator')", name="role"),
        Index(None, "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), default=None)
    personnel_number: Mapped[str] = mapped_column(String(40), default="")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    person: Mapped[Person] = relationship(init=False, lazy="raise")
    organisation: Mapped[Organisation] = relationship(init=False, lazy="raise")
    department: Mapped[Department | None] = relationship(init=False, lazy="raise")

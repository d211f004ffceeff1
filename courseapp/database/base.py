"""The declarative base: naming convention, 64-bit keys and moments that always carry UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Integer, MetaData
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigKey = BigInteger().with_variant(Integer, "sqlite")
Document = JSON().with_variant(JSONB, "postgresql")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC: refuses naive values and gives aware ones back on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """All tables derive from this class; rows are dataclasses with keyword arguments."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        int: BigKey,
        datetime: Moment,
        dict[str, Any]: Document,
        list[Any]: Document,
    }


class Tenant(MappedAsDataclass, kw_only=True):
    """A row that belongs to one organisation; the tenant guard insists on a filter on it.

    No index by itself: SQLite would take it for every query that names the organisation as well, and
    read all of an organisation's answers to find those of one attempt.
    """

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    """The organisation that owns the row."""

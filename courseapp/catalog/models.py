"""Courses, their immutable revisions with sources, and the studio's drafts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseapp.database import Base


class Course(Base, kw_only=True):
    """A course of the bureau; the pointer to its current revision is all that changes."""

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    created_at: Mapped[datetime]
    current_revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id", use_alter=True), default=None
    )
    files_base_id: Mapped[int | None] = mapped_column(
        ForeignKey("revision.id", use_alter=True), default=None
    )
    """The revision that the files on disk last held; guards against silent overwriting."""


class Revision(Base, kw_only=True):
    """A published state of a course, named by the hash of its sources; never changes."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"), default=None)
    origin: Mapped[str] = mapped_column(String(10))
    """`files` or `studio`: the door through which it came."""
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)
    message: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    compiled: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    keys: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    """JSON rather than JSONB: the order of locales, passages and sources is the author's."""


class SourceBlob(Base, kw_only=True):
    """The bytes of a source or media file, stored once under their SHA-256."""

    __tablename__ = "source_blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, repr=False)


class RevisionFile(Base, kw_only=True):
    """Which file a revision holds under which path."""

    __tablename__ = "revision_file"

    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), primary_key=True)
    path: Mapped[str] = mapped_column(String(300), primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("source_blob.sha256"), index=True)


class Draft(Base, kw_only=True):
    """Unpublished text of one file of a course; `version` is the optimistic lock."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("course_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    path: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    base_revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    updated_at: Mapped[datetime]
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), default=None)

"""Courses as the studio and the command line list them, and the history of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course, Draft, Revision
from courseapp.catalog.queries.revisions import CourseNotFound

_HASH = re.compile(r"[0-9a-f]{6,64}\Z")


@dataclass(frozen=True, kw_only=True)
class RevisionRow:
    """One line of a course's history; `author` is "" when a command published it."""

    id: int
    number: int
    content_hash: str
    origin: str
    author_id: int | None
    author: str
    message: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CourseState:
    """A course, its current revision and how many files have an unpublished draft."""

    id: int
    slug: str
    files_base_id: int | None
    current: RevisionRow
    drafts: int


def list_courses(session: Session) -> list[CourseState]:
    """All published courses by slug."""
    return [_state(row) for row in session.execute(_states().order_by(Course.slug))]


def find_course(session: Session, slug: str) -> CourseState | None:
    """The published course with this slug."""
    row = session.execute(_states().where(Course.slug == slug)).one_or_none()
    return None if row is None else _state(row)


def get_course(session: Session, slug: str) -> CourseState:
    """The published course with this slug, or CourseNotFound."""
    state = find_course(session, slug)
    if state is None:
        raise CourseNotFound(slug)
    return state


def list_revisions(session: Session, course_id: int) -> list[RevisionRow]:
    """The history of a course, newest first."""
    rows = session.execute(
        _revisions().where(Revision.course_id == course_id).order_by(Revision.number.desc())
    )
    return [_revision(row) for row in rows]


def find_revision(session: Session, *, course_id: int, name: str) -> RevisionRow | None:
    """A revision of a course by its number or by the first digits (six or more) of its hash."""
    named = _revisions().where(Revision.course_id == course_id)
    if name.isascii() and name.isdigit() and len(name) < 6:
        found = named.where(Revision.number == int(name))
    elif _HASH.match(name):
        found = named.where(Revision.content_hash >= name, Revision.content_hash < f"{name}g")
    else:
        return None
    row = session.execute(found.order_by(Revision.number.desc()).limit(1)).one_or_none()
    return None if row is None else _revision(row)


_COLUMNS = (
    Revision.id,
    Revision.number,
    Revision.content_hash,
    Revision.origin,
    Revision.author_id,
    func.coalesce(Person.name, "").label("author"),
    Revision.message,
    Revision.created_at,
)


def _revisions() -> Select[Any]:
    return select(*_COLUMNS).outerjoin(Person, Person.id == Revision.author_id)


def _states() -> Select[Any]:
    drafts = select(func.count()).where(Draft.course_id == Course.id).scalar_subquery()
    columns = (
        Course.id.label("course_id"),
        Course.slug,
        Course.files_base_id,
        drafts.label("drafts"),
    )
    return (
        select(*_COLUMNS, *columns)
        .join(Course, Course.current_revision_id == Revision.id)
        .outerjoin(Person, Person.id == Revision.author_id)
    )


def _revision(row: Row[Any]) -> RevisionRow:
    return RevisionRow(**{name: getattr(row, name) for name in RevisionRow.__dataclass_fields__})


def _state(row: Row[Any]) -> CourseState:
    return CourseState(
        id=row.course_id,
        slug=row.slug,
        files_base_id=row.files_base_id,
        current=_revision(row),
        drafts=row.drafts,
    )

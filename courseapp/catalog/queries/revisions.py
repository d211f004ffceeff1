"""Published courses, parsed once per process and revision: a revision never changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from courseapp.catalog.domain.compiled import AnswerKeys, CompiledCourse, course_from_json
from courseapp.catalog.models import Course, Revision

KEPT = 64


class CourseNotFound(LookupError):
    """There is no such course, or it was never published."""


@dataclass(frozen=True, kw_only=True)
class Published:
    """A revision, ready to serve; `keys` (answers, feedback) must stay on the server."""

    revision_id: int
    course_id: int
    content_hash: str
    course: CompiledCourse
    keys: AnswerKeys

    def key(self, item_id: str, locale: str) -> dict[str, object]:
        """The answer key of an item (or dialogue step) in `locale`, else in the source language."""
        by_item = self.keys.get(locale) or {}
        found = by_item.get(item_id) or self.keys[self.course.locales[0]][item_id]
        return dict(found)


class _Cache:
    """The most recently used revisions of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], Published] = OrderedDict()

    def find(self, key: tuple[int, str]) -> Published | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: tuple[int, str], published: Published) -> None:
        with self._lock:
            self._kept[key] = published
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


_cache = _Cache()


def get_revision(session: Session, revision_id: int, *, content_hash: str = "") -> Published:
    """The revision with this id; given its hash (from a join) no query is needed once cached."""
    if content_hash and (kept := _cache.find((revision_id, content_hash))):
        return kept
    row = session.execute(
        select(Revision)
        .where(Revision.id == revision_id)
        .options(undefer(Revision.compiled), undefer(Revision.keys))
    ).scalar_one_or_none()
    if row is None:
        raise CourseNotFound(f"no revision {revision_id}")
    published = Published(
        revision_id=row.id,
        course_id=row.course_id,
        content_hash=row.content_hash,
        course=course_from_json(row.compiled),
        keys=row.keys,
    )
    _cache.keep((row.id, row.content_hash), published)
    return published


def get_revisions(session: Session, ids: Iterable[int]) -> dict[int, Published]:
    """Revisions by id; one small query for all that are cached."""
    rows = session.execute(
        select(Revision.id, Revision.content_hash).where(Revision.id.in_(set(ids)))
    ).tuples()
    return {number: get_revision(session, number, content_hash=name) for number, name in rows.all()}


def get_current(session: Session, course_id: int) -> Published:
    """The current revision of a course; one small query once the revision is cached."""
    row = session.execute(
        select(Revision.id, Revision.content_hash)
        .join(Course, Course.current_revision_id == Revision.id)
        .where(Course.id == course_id)
    ).one_or_none()
    if row is None:
        raise CourseNotFound(f"course {course_id} is not published")
    return get_revision(session, row.id, content_hash=row.content_hash)

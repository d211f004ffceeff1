"""Publishing: a checked course becomes an immutable revision, and the course points at it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Table, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, undefer

from courseapp.audit.services import record_event
from courseapp.catalog.domain.compiled import AnswerKeys, CompiledCourse, course_to_json
from courseapp.catalog.domain.findings import Finding
from courseapp.catalog.domain.media import is_media
from courseapp.catalog.domain.source import content_hash
from courseapp.catalog.models import Course, Revision, RevisionFile, SourceBlob
from courseapp.catalog.queries.answered import AnsweredIn, KindChange, list_kind_changes

MESSAGE_CHARACTERS = 200


class CheckedCourse(Protocol):
    """What the checker hands over; `course` is None when there is nothing to publish."""

    @property
    def findings(self) -> Iterable[Finding]: ...

    @property
    def course(self) -> CompiledCourse | None: ...

    @property
    def keys(self) -> AnswerKeys: ...


class CourseHasErrors(Exception):
    """The sources have errors; `findings` holds them all, nothing was published."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(f for f in findings if f.is_error)
        super().__init__(f"{len(self.findings)} errors")


class KindChanged(Exception):
    """Questions with answers would become of another kind; `changes` names them."""

    def __init__(self, changes: tuple[KindChange, ...]) -> None:
        self.changes = changes
        super().__init__(
            "; ".join(
                f"question {c.item_id} has answers as {c.was}: give the {c.now} question a new id"
                for c in changes
            )
        )


class StaleBase(Exception):
    """Someone published since the text was begun; `number` is the revision that now counts."""

    def __init__(self, *, number: int, origin: str) -> None:
        self.number, self.origin = number, origin
        super().__init__(f"revision {number} was published since")


@dataclass(frozen=True, kw_only=True)
class Publication:
    """The revision that now counts; `is_new` is False when these very sources already did."""

    revision_id: int
    number: int
    content_hash: str
    is_new: bool


def publish(
    session: Session,
    *,
    files: Mapping[str, bytes],
    checked: CheckedCourse,
    origin: str,
    author_id: int | None,
    base_revision_id: int | None,
    message: str,
    now: datetime,
    answered_in: AnsweredIn | None = None,
) -> Publication:
    """Make `files` the next revision, or raise CourseHasErrors, KindChanged or StaleBase."""
    if checked.course is None or any(f.is_error for f in checked.findings):
        raise CourseHasErrors(checked.findings)
    files = {path: data for path, data in files.items() if is_course_file(path)}
    course = _lock_course(session, slug=checked.course.slug, now=now)
    current = _load_revision(session, course.current_revision_id)
    made = _make_revision(
        session, course, files=files, compiled=course_to_json(checked.course), keys=checked.keys,
        parent_id=base_revision_id, origin=origin, author_id=author_id, message=message, now=now,
    )  # fmt: skip
    if current and _is_same(current, made):
        return _finish(session, course, current, origin=origin, is_new=False)
    _refuse_stale(session, current=current, base_revision_id=base_revision_id)
    _refuse_changed_kinds(session, checked.course, answered_in)
    _store(session, revision=made, files=files)
    _move_pointer(session, course, expected=current, revision=made)
    return _finish(session, course, made, origin=origin, is_new=True)


def _refuse_changed_kinds(
    session: Session, course: CompiledCourse, answered_in: AnsweredIn | None
) -> None:
    if answered_in is None:
        return
    if changes := list_kind_changes(session, course=course, answered_in=answered_in):
        raise KindChanged(changes)


def _make_revision(
    session: Session,
    course: Course,
    *,
    files: Mapping[str, bytes],
    compiled: object,
    keys: object,
    message: str,
    now: datetime,
    **values: Any,
) -> Revision:
    return Revision(
        course_id=course.id,
        number=_next_number(session, course),
        content_hash=content_hash(files),
        message=message.strip()[:MESSAGE_CHARACTERS],
        created_at=now,
        compiled=_as_json(compiled),
        keys=_as_json(keys),
        **values,
    )


def _is_same(one: Revision, other: Revision) -> bool:
    """Same sources, compiled to the same; a newer compiler makes another revision of them."""
    return (one.content_hash, one.compiled, one.keys) == (
        other.content_hash,
        other.compiled,
        other.keys,
    )


def is_course_file(path: str) -> bool:
    """Whether a file is kept with a revision: texts and media, nothing else that lies about."""
    return path.endswith((".md", ".yml")) or is_media(path)


def _lock_course(session: Session, *, slug: str, now: datetime) -> Course:
    """The course's row, made when it is new; PostgreSQL lets one publisher at a time past this."""
    insert_if_absent(session, Course, [{"slug": slug, "created_at": now}])
    return session.execute(
        select(Course)
        .where(Course.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one()


def _load_revision(session: Session, revision_id: int | None) -> Revision | None:
    return session.execute(
        select(Revision)
        .where(Revision.id == revision_id)
        .options(undefer(Revision.compiled), undefer(Revision.keys))
    ).scalar_one_or_none()


def _as_json(document: object) -> Any:
    """The document as it comes back from the database: lists instead of tuples."""
    return json.loads(json.dumps(document))


def _refuse_stale(
    session: Session, *, current: Revision | None, base_revision_id: int | None
) -> None:
    """Compare by content: a restored revision holds what its original held."""
    if current is None or current.id == base_revision_id:
        return
    base_hash = session.execute(
        select(Revision.content_hash).where(
            Revision.id == base_revision_id, Revision.course_id == current.course_id
        )
    ).scalar_one_or_none()
    if base_hash != current.content_hash:
        raise StaleBase(number=current.number, origin=current.origin)


def _next_number(session: Session, course: Course) -> int:
    last = select(func.max(Revision.number)).where(Revision.course_id == course.id)
    return (session.execute(last).scalar_one() or 0) + 1


def _store(session: Session, *, revision: Revision, files: Mapping[str, bytes]) -> None:
    """Each file's bytes once under their digest, in one order: two publishers cannot deadlock."""
    session.add(revision)
    session.flush()
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    contents = {digests[path]: data for path, data in files.items()}
    known = set(
        session.execute(select(SourceBlob.sha256).where(SourceBlob.sha256.in_(contents))).scalars()
    )
    for digest in sorted(set(contents) - known):
        insert_if_absent(session, SourceBlob, [{"sha256": digest, "content": contents[digest]}])
    session.add_all(
        RevisionFile(revision_id=revision.id, path=path, sha256=digest)
        for path, digest in sorted(digests.items())
    )
    session.flush()


def insert_if_absent(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> int:
    """Insert rows whose unique key is not taken yet; the number that went in."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    target: Table = table.__table__
    insert = dialect.insert(target).values(rows).on_conflict_do_nothing()
    return len(session.execute(insert.returning(*target.primary_key)).all())


def _move_pointer(
    session: Session, course: Course, *, expected: Revision | None, revision: Revision
) -> None:
    """Compare and set: what counted at the start must still count."""
    moved = session.execute(
        update(Course)
        .where(
            Course.id == course.id,
            Course.current_revision_id.is_not_distinct_from(expected.id if expected else None),
        )
        .values(current_revision_id=revision.id)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise StaleBase(number=revision.number, origin=revision.origin)
    session.refresh(course)


def _finish(
    session: Session, course: Course, revision: Revision, *, origin: str, is_new: bool
) -> Publication:
    if origin == "files":
        course.files_base_id = revision.id
    if is_new:
        record_event(
            session,
            action="course.published",
            now=revision.created_at,
            actor_id=revision.author_id,
            subject=course.slug,
            number=revision.number,
            content_hash=revision.content_hash,
            origin=origin,
        )
    session.flush()
    return Publication(
        revision_id=revision.id,
        number=revision.number,
        content_hash=revision.content_hash,
        is_new=is_new,
    )

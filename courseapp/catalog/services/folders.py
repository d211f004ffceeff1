"""The files' door: publishing a folder of files, and bringing the folder up to date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course
from courseapp.catalog.queries.answered import AnsweredIn
from courseapp.catalog.queries.courses import CourseState, find_course, find_revision
from courseapp.catalog.queries.files import get_files
from courseapp.catalog.services.publishing import CheckedCourse, Publication, publish


class UnknownBase(LookupError):
    """The course has no revision of this name."""


@dataclass(frozen=True, kw_only=True)
class Pull:
    """What a folder lacks: files to `write` and to `remove`; `clashes` changed on both sides."""

    course: CourseState
    write: Mapping[str, bytes]
    remove: tuple[str, ...]
    clashes: tuple[str, ...]


def publish_folder(
    session: Session,
    *,
    files: Mapping[str, bytes],
    checked: CheckedCourse,
    base: str = "",
    message: str = "",
    now: datetime,
    answered_in: AnsweredIn | None = None,
) -> Publication:
    """Publish files on what they last held, or on the revision named `base` (number or hash)."""
    course = find_course(session, checked.course.slug) if checked.course else None
    base_id = course.files_base_id if course else None
    if base and course:
        named = find_revision(session, course_id=course.id, name=base)
        if named is None:
            raise UnknownBase(base)
        base_id = named.id
    return publish(
        session,
        files=files,
        checked=checked,
        origin="files",
        author_id=None,
        base_revision_id=base_id,
        message=message,
        now=now,
        answered_in=answered_in,
    )


def plan_pull(session: Session, *, course: CourseState, local: Mapping[str, bytes]) -> Pull:
    """What brings a folder to the current revision; what only the folder changed stays.

    An empty folder held nothing, whatever the files elsewhere hold.
    """
    current = get_files(session, course.current.id)
    base = get_files(session, course.files_base_id) if course.files_base_id and local else {}
    changed = [p for p in sorted({*current, *base}) if current.get(p) != base.get(p)]
    open_paths = [p for p in changed if local.get(p) != current.get(p)]
    return Pull(
        course=course,
        write={p: current[p] for p in open_paths if p in current},
        remove=tuple(p for p in open_paths if p not in current),
        clashes=tuple(p for p in open_paths if local.get(p) != base.get(p)),
    )


def note_pulled(session: Session, course: CourseState) -> None:
    """Remember that the files hold the current revision now."""
    session.execute(
        update(Course)
        .where(Course.id == course.id)
        .values(files_base_id=course.current.id)
        .execution_options(synchronize_session=False)
    )

"""The studio's view of a course: the current revision with the drafts laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from courseapp.accounts.models import Person
from courseapp.catalog.models import Draft, RevisionFile
from courseapp.catalog.queries.courses import CourseState, get_course
from courseapp.catalog.queries.files import get_files


@dataclass(frozen=True, kw_only=True)
class DraftState:
    """Unpublished text of one file; `is_stale`: the published text changed since it was begun."""

    path: str
    text: str
    version: int
    base_revision_id: int
    updated_at: datetime
    updated_by_id: int | None
    editor: str
    is_stale: bool


@dataclass(frozen=True, kw_only=True)
class WorkingCopy:
    """`published` are the files of the current revision, `files` the same with the drafts."""

    course: CourseState
    published: Mapping[str, bytes]
    files: Mapping[str, bytes]
    drafts: Mapping[str, DraftState]

    @property
    def stale(self) -> tuple[DraftState, ...]:
        """The drafts whose published text is another than the one they were begun on."""
        return tuple(draft for draft in self.drafts.values() if draft.is_stale)


def list_drafts(session: Session, course: CourseState) -> dict[str, DraftState]:
    """The drafts of a course by path."""
    begun, current = aliased(RevisionFile), aliased(RevisionFile)
    rows = session.execute(
        select(Draft, Person.name, begun.sha256, current.sha256)
        .outerjoin(Person, Person.id == Draft.updated_by_id)
        .outerjoin(
            begun, (begun.revision_id == Draft.base_revision_id) & (begun.path == Draft.path)
        )
        .outerjoin(
            current, (current.revision_id == course.current.id) & (current.path == Draft.path)
        )
        .where(Draft.course_id == course.id)
        .order_by(Draft.path)
        .execution_options(populate_existing=True)
    ).tuples()
    return {
        draft.path: DraftState(
            path=draft.path,
            text=draft.text,
            version=draft.version,
            base_revision_id=draft.base_revision_id,
            updated_at=draft.updated_at,
            updated_by_id=draft.updated_by_id,
            editor=name or "",
            is_stale=was != now,
        )
        for draft, name, was, now in rows
    }


def find_draft(session: Session, *, course: CourseState, path: str) -> DraftState | None:
    """The draft of one file."""
    return list_drafts(session, course).get(path)


def get_working_copy(session: Session, slug: str) -> WorkingCopy:
    """The course with this slug as it would be published now, or CourseNotFound."""
    course = get_course(session, slug)
    published = get_files(session, course.current.id)
    drafts = list_drafts(session, course)
    texts = {path: draft.text.encode() for path, draft in drafts.items()}
    return WorkingCopy(
        course=course, published=published, files={**published, **texts}, drafts=drafts
    )

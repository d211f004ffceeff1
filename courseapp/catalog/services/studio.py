"""Publishing from the studio: all drafts of a course, or the files of an earlier revision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.audit.services import record_event
from courseapp.catalog.domain.source import content_hash
from courseapp.catalog.models import Course, Draft
from courseapp.catalog.queries.answered import AnsweredIn
from courseapp.catalog.queries.working_copy import get_working_copy
from courseapp.catalog.services.drafts import discard_draft
from courseapp.catalog.services.publishing import CheckedCourse, Publication, StaleBase, publish


class DraftsChanged(Exception):
    """A draft changed after the differences were shown; look again before publishing."""


def publish_drafts(
    session: Session,
    *,
    slug: str,
    checked: CheckedCourse,
    checked_hash: str,
    base_revision_id: int,
    author_id: int,
    message: str,
    now: datetime,
    answered_in: AnsweredIn | None = None,
) -> Publication:
    """Publish the working copy that was checked under `checked_hash`, and end its drafts.

    Raises StaleBase when a draft was begun on another published text, DraftsChanged when the
    working copy is no longer the one that was checked.
    """
    _lock(session, slug)
    copy = get_working_copy(session, slug)
    if copy.stale or copy.course.current.id != base_revision_id:
        raise StaleBase(number=copy.course.current.number, origin=copy.course.current.origin)
    if content_hash(copy.files) != checked_hash:
        raise DraftsChanged(slug)
    publication = publish(
        session, files=copy.files, checked=checked, origin="studio", author_id=author_id,
        base_revision_id=base_revision_id, message=message, now=now, answered_in=answered_in,
    )  # fmt: skip
    for draft in copy.drafts.values():
        discard_draft(session, course_id=copy.course.id, path=draft.path, version=draft.version)
    return publication


def _lock(session: Session, slug: str) -> None:
    """Hold the course and its drafts until the end of the transaction; savers wait."""
    course_id = session.execute(
        select(Course.id).where(Course.slug == slug).with_for_update()
    ).scalar_one_or_none()
    session.execute(select(Draft.id).where(Draft.course_id == course_id).with_for_update())


def restore_revision(
    session: Session,
    *,
    number: int,
    files: Mapping[str, bytes],
    checked: CheckedCourse,
    base_revision_id: int,
    author_id: int,
    message: str,
    now: datetime,
    answered_in: AnsweredIn | None = None,
) -> Publication:
    """Publish the files of revision `number` as the newest one; drafts stay as they are."""
    publication = publish(
        session, files=files, checked=checked, origin="studio", author_id=author_id,
        base_revision_id=base_revision_id, message=message, now=now, answered_in=answered_in,
    )  # fmt: skip
    if publication.is_new and checked.course:
        record_event(
            session, action="course.restored", now=now, actor_id=author_id,
            subject=checked.course.slug, restored=number, number=publication.number,
        )  # fmt: skip
    return publication

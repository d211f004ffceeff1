"""Drafts: the studio's unpublished texts, each under an optimistic lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from courseapp.catalog.models import Draft
from courseapp.catalog.services.publishing import insert_if_absent


class DraftConflict(Exception):
    """Someone else saved, discarded or published this draft since `version` was read."""


@dataclass(frozen=True, kw_only=True)
class SavedDraft:
    """What the next save has to name: `version` is the lock."""

    version: int
    updated_at: datetime


def save_draft(
    session: Session,
    *,
    course_id: int,
    path: str,
    text: str,
    version: int,
    base_revision_id: int,
    author_id: int,
    now: datetime,
) -> SavedDraft:
    """Keep `text` if `version` (0: there was no draft) is still the latest, else DraftConflict.

    What the same author saved already is acknowledged again: the first answer may have been lost.
    Versions start at the clock, so that a draft made after another was thrown away differs from it.
    """
    own = {"text": text, "base_revision_id": base_revision_id, "updated_by_id": author_id}
    following = version + 1 if version else int(now.timestamp() * 1000)
    values = {**own, "version": following, "updated_at": now}
    if version:
        written = _update_draft(session, (course_id, path, version), values)
    else:
        row = {"course_id": course_id, "path": path, **values}
        written = insert_if_absent(session, Draft, [row])
    if written == 1:
        return SavedDraft(version=following, updated_at=now)
    if stored := _find_draft(session, course_id=course_id, path=path, **own):
        return SavedDraft(version=stored.version, updated_at=stored.updated_at)
    raise DraftConflict(path)


def _find_draft(session: Session, **values: object) -> Draft | None:
    latest = select(Draft).filter_by(**values).execution_options(populate_existing=True)
    return session.scalars(latest).one_or_none()


def _update_draft(session: Session, key: tuple[int, str, int], values: dict[str, object]) -> int:
    course_id, path, version = key
    result = session.execute(
        update(Draft)
        .where(Draft.course_id == course_id, Draft.path == path, Draft.version == version)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def discard_draft(session: Session, *, course_id: int, path: str, version: int) -> None:
    """Throw a draft away, if `version` is still the latest, else DraftConflict."""
    result = session.execute(
        delete(Draft)
        .where(Draft.course_id == course_id, Draft.path == path, Draft.version == version)
        .execution_options(synchronize_session=False)
    )
    if result.rowcount != 1:  # type: ignore[attr-defined]
        raise DraftConflict(path)

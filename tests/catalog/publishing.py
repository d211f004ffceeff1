"""Publishing for tests: the small course of `courses.py`, changed a little each time."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from courseapp.catalog.services import Publication, publish, publish_folder
from courseapp.web.now import utc_now
from tests.catalog.courses import LESSON, base_course, check

SLUG = "proef"


def course_files(word: str = "eerst") -> dict[str, bytes]:
    """The small course; `word` makes the lesson another one."""
    files = base_course()
    files[LESSON] = files[LESSON].replace(b"Luister eerst.", f"Luister {word}.".encode())
    return files


def publish_files(session: Session, word: str = "eerst", **more: Any) -> Publication:
    """Publish through the files' door."""
    files = course_files(word)
    return publish_folder(session, files=files, checked=check(files), now=utc_now(), **more)


def publish_in_studio(
    session: Session, word: str, *, base: int | None, author_id: int | None = None
) -> Publication:
    """Publish as the studio does."""
    files = course_files(word)
    return publish(
        session,
        files=files,
        checked=check(files),
        origin="studio",
        author_id=author_id,
        base_revision_id=base,
        message="",
        now=utc_now(),
    )

"""What `courseapp init` puts into a fresh installation: the course that comes along, and demo people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from courseapp.catalog.domain.folder import read_course_folder
from courseapp.catalog.services import CourseHasErrors, KindChanged, StaleBase, publish_folder
from courseapp.catalog.watch import course_folders
from courseapp.kinds import COURSE_KINDS
from courseapp.web.now import utc_now


def prepare_content(session: Session, folder: Path) -> Iterator[str]:
    """Publish each course in `folder` that is not published as it stands; yields what happened."""
    for course in course_folders(folder):
        files = read_course_folder(course)
        try:
            done = publish_folder(
                session,
                files=files,
                checked=COURSE_KINDS.check(files),
                now=utc_now(),
                answered_in=COURSE_KINDS.answered_in,
            )
        except StaleBase as stale:
            session.rollback()
            yield f"Course {course.name}: the studio published revision {stale.number}; it stays as it is."
        except (CourseHasErrors, KindChanged) as refused:
            session.rollback()
            yield f"Course {course.name}: {refused}; see: courseapp check {course}"
        else:
            session.commit()
            if done.is_new:
                yield f"Course {course.name}: revision {done.number} published."

"""Publishing a course again whenever one of its files changes, for authors at work."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from courseapp.catalog.checking import CourseKinds
from courseapp.catalog.domain.findings import format_finding
from courseapp.catalog.domain.folder import read_course_folder
from courseapp.catalog.services import CourseHasErrors, KindChanged, StaleBase, publish_folder
from courseapp.web.database import db
from courseapp.web.logs import log
from courseapp.web.now import utc_now

SECONDS = 1.0
STALE_REMEDY = "Run: courseapp pull PATH"

Signature = frozenset[tuple[str, int, int]]


class ContentWatcher:
    """A thread that looks at the files each second; it publishes what has settled."""

    def __init__(self, app: Flask, folder: Path, *, seconds: float = SECONDS) -> None:
        self._app = app
        self._folder = folder
        self._seconds = seconds
        self._kinds: CourseKinds = app.extensions["course_kinds"]
        self._published: dict[Path, Signature] = {}
        self._seen: dict[Path, Signature] = {}
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="content-watcher", daemon=True)

    def start(self) -> None:
        """Begin to watch; a course that changed while nobody watched is published too."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait until a publication that is under way has ended."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self.look()
            self._stop.wait(self._seconds)

    def look(self) -> None:
        """Publish each course whose files differ from the last time and have stopped changing."""
        try:
            for course in course_folders(self._folder):
                signature = sign(course)
                settled = self._seen.get(course) == signature
                self._seen[course] = signature
                if settled and self._published.get(course) != signature:
                    self._published[course] = signature
                    self._publish(course)
        except Exception:
            log.exception("watch-failed", folder=str(self._folder))

    def _publish(self, course: Path) -> None:
        files = read_course_folder(course)
        checked = self._kinds.check(files)
        with self._app.app_context():
            try:
                publication = publish_folder(
                    db.session(),
                    files=files,
                    checked=checked,
                    now=utc_now(),
                    answered_in=self._kinds.answered_in,
                )
                db.session.commit()
            except CourseHasErrors as refused:
                db.session.rollback()
                lines = [format_finding(finding, "nl") for finding in refused.findings]
                log.warning("course-has-errors", folder=str(course), findings=lines)
            except (StaleBase, KindChanged) as refused:
                db.session.rollback()
                remedy = STALE_REMEDY if isinstance(refused, StaleBase) else ""
                log.warning("course-not-published", folder=str(course), why=str(refused), do=remedy)
            else:
                if publication.is_new:
                    log.info("course-published", folder=str(course), number=publication.number)


def course_folders(folder: Path) -> list[Path]:
    """`folder` itself when it is a course, else the courses right below it."""
    if (folder / "course.md").is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob("*/course.md"))


def sign(folder: Path) -> Signature:
    """Path, size and time of change of every file under `folder`."""
    return frozenset(_entries(folder))


def _entries(folder: Path) -> Iterator[tuple[str, int, int]]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(where, name)
            try:
                status = path.lstat()
            except OSError:
                continue
            yield str(path), status.st_size, status.st_mtime_ns

"""Saving a file publishes it, and nothing that goes wrong ends the watching."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from courseapp.catalog.queries import find_course, get_course, get_files
from courseapp.catalog.watch import ContentWatcher
from courseapp.catalog.writing import write_files
from courseapp.web.database import db
from tests.catalog.courses import LESSON
from tests.catalog.publishing import SLUG, course_files, publish_in_studio


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "proef"
    folder.mkdir(parents=True)
    write_files(folder, write=course_files())
    return folder.parent


def number(app) -> int:
    with app.app_context():
        course = find_course(db.session(), SLUG)
        return course.current.number if course else 0


def look(watcher: ContentWatcher) -> None:
    """Twice: the first look sees the change, the second that it has settled."""
    watcher.look()
    watcher.look()


def test_a_saved_file_is_published(committed_app, content: Path) -> None:
    watcher = ContentWatcher(committed_app, content)
    look(watcher)
    assert number(committed_app) == 1
    look(watcher)
    write_files(content / "proef", write={LESSON: course_files("beter")[LESSON]})
    look(watcher)
    assert number(committed_app) == 2
    with committed_app.app_context():
        current = get_course(db.session(), SLUG).current
        assert get_files(db.session(), current.id) == course_files("beter")


def test_a_file_that_still_changes_is_not_published_yet(committed_app, content: Path) -> None:
    watcher = ContentWatcher(committed_app, content)
    watcher.look()
    assert number(committed_app) == 0
    write_files(content / "proef", write={LESSON: course_files("half")[LESSON]})
    watcher.look()
    assert number(committed_app) == 0


def test_a_broken_file_leaves_the_last_good_revision_and_mending_it_publishes(
    committed_app, content: Path
) -> None:
    watcher = ContentWatcher(committed_app, content)
    look(watcher)
    write_files(content / "proef", write={LESSON: b"---\nkapot"})
    look(watcher)
    assert number(committed_app) == 1
    write_files(content / "proef", write={LESSON: course_files("heel")[LESSON]})
    look(watcher)
    assert number(committed_app) == 2


def test_what_the_studio_published_is_not_overwritten(committed_app, content: Path) -> None:
    watcher = ContentWatcher(committed_app, content)
    look(watcher)
    with committed_app.app_context():
        base = get_course(db.session(), SLUG).current.id
        publish_in_studio(db.session(), "studio", base=base)
        db.session.commit()
    write_files(content / "proef", write={LESSON: course_files("bestand")[LESSON]})
    look(watcher)
    with committed_app.app_context():
        current = get_course(db.session(), SLUG).current
        assert get_files(db.session(), current.id) == course_files("studio")


def test_a_folder_that_vanishes_does_not_end_the_watching(committed_app, content: Path) -> None:
    watcher = ContentWatcher(committed_app, content / "weg")
    look(watcher)
    watcher = ContentWatcher(committed_app, content / "proef")
    look(watcher)
    assert number(committed_app) == 1


def test_the_thread_publishes_by_itself_and_stops_when_asked(committed_app, content: Path) -> None:
    watcher = ContentWatcher(committed_app, content, seconds=0.05)
    watcher.start()
    try:
        deadline = time.monotonic() + 20
        while number(committed_app) == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        watcher.stop()
    assert number(committed_app) == 1

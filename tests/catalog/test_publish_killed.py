"""A publisher that dies at any point before its commit leaves the course as it was (REL-36)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from courseapp.catalog.queries import get_course, get_current, get_files, list_revisions
from courseapp.web.database import db
from tests.catalog.publishing import SLUG, course_files, publish_files

ROOT = Path(__file__).parents[2]
DYING = """
import os, signal, sys
from sqlalchemy import event
from courseapp.app import create_app
from courseapp.web.database import db
from tests.catalog.publishing import publish_files
from tests.conftest import settings_for_tests

app = create_app(settings_for_tests(database_url=sys.argv[1]))
with app.app_context():
    db.session.connection()
    seen = [0]
    def die(*_):
        seen[0] += 1
        if seen[0] == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(db.engine, "after_cursor_execute", die)
    publish_files(db.session(), "half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("statement", [1, 6, 9, 12, 1000])
def test_a_publisher_killed_after_any_statement_changes_nothing(committed_app, statement) -> None:
    with committed_app.app_context():
        publish_files(db.session())
        db.session.commit()
        url = db.engine.url.render_as_string(hide_password=False)
    child = subprocess.run(
        [sys.executable, "-c", DYING, url, str(statement)], cwd=ROOT, check=False, timeout=60
    )
    assert child.returncode == -signal.SIGKILL
    with committed_app.app_context():
        course = get_course(db.session(), SLUG)
        assert course.current.number == 1
        assert get_files(db.session(), course.current.id) == course_files()
        assert get_current(db.session(), course.id).course.steps_by_id["les"]
        db.session.rollback()
        assert publish_files(db.session(), "half").number == 2
        db.session.commit()
        assert len(list_revisions(db.session(), course.id)) == 2

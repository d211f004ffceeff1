"""The trainer's blueprint, and what every studio page starts from."""

from __future__ import annotations

from flask import abort, current_app
from flask_login import current_user

from courseapp.catalog.checking import CourseKinds
from courseapp.catalog.queries import (
    CourseNotFound,
    CourseState,
    WorkingCopy,
    get_course,
    get_working_copy,
)
from courseapp.organisations.models import Role
from courseapp.web.database import db
from courseapp.web.policy import GuardedBlueprint, requires

bp = GuardedBlueprint(
    "trainer", __name__, policy=requires(Role.TRAINER, scope="all courses of the bureau")
)


def course_kinds() -> CourseKinds:
    """The checker of this application."""
    kinds: CourseKinds = current_app.extensions["course_kinds"]
    return kinds


def open_course(slug: str) -> CourseState:
    """The course with this slug, or a 404."""
    try:
        return get_course(db.session(), slug)
    except CourseNotFound:
        abort(404)


def open_copy(slug: str) -> WorkingCopy:
    """The working copy of the course with this slug, or a 404."""
    try:
        return get_working_copy(db.session(), slug)
    except CourseNotFound:
        abort(404)


def viewer_id() -> int:
    """The person at the keyboard."""
    person_id: int = current_user.person_id
    return person_id


def let_others_write() -> None:
    """End the transaction before slow work that only reads: SQLite has one writer at a time."""
    db.session.rollback()

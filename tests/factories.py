"""People, organisations, courses and enrolments for tests, each with sensible defaults."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course, Revision
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Membership, Organisation, Role
from courseapp.web.now import utc_now
from tests.sample_course import COMPILED, KEYS

_numbers = itertools.count(1)


def make_organisation(session: Session, *, name: str = "Lindekroon", **values: Any) -> Organisation:
    organisation = Organisation(
        slug=values.pop("slug", f"org-{next(_numbers)}"), name=name, created_at=utc_now(), **values
    )
    session.add(organisation)
    session.flush()
    return organisation


def make_person(
    session: Session,
    *,
    organisation: Organisation | None = None,
    role: Role = Role.TRAINEE,
    name: str = "Samira Haddou",
    **values: Any,
) -> Person:
    email = values.pop("email", f"person-{next(_numbers)}@example.org")
    person = Person(email=email, name=name, created_at=utc_now(), **values)
    session.add(person)
    session.flush()
    if organisation is not None:
        session.add(
            Membership(
                organisation_id=organisation.id,
                person_id=person.id,
                role=role.value,
                created_at=utc_now(),
            )
        )
        session.flush()
    return person


def make_course(
    session: Session,
    *,
    slug: str = "",
    compiled: dict[str, Any] = COMPILED,
    keys: dict[str, Any] = KEYS,
) -> Course:
    """A published course; the sample course unless other compiled documents are given."""
    number = next(_numbers)
    course = Course(slug=slug or f"course-{number}", created_at=utc_now())
    session.add(course)
    session.flush()
    publish_revision(session, course=course, compiled=compiled, keys=keys)
    return course


def publish_revision(
    session: Session,
    *,
    course: Course,
    compiled: dict[str, Any],
    keys: dict[str, Any],
    number: int = 1,
) -> Revision:
    """Store compiled documents as the course's current revision."""
    salt = f"{course.id}-{next(_numbers)}"
    revision = Revision(
        course_id=course.id,
        number=number,
        content_hash=hashlib.sha256((salt + json.dumps(compiled)).encode()).hexdigest(),
        origin="files",
        created_at=utc_now(),
        compiled=compiled,
        keys=keys,
    )
    session.add(revision)
    session.flush()
    course.current_revision_id = revision.id
    session.flush()
    return revision


def make_run(
    session: Session,
    *,
    organisation: Organisation,
    course: Course,
    name: str = "Voorjaar 2027",
    **values: Any,
) -> CourseRun:
    run = CourseRun(
        organisation_id=organisation.id,
        course_id=course.id,
        name=name,
        starts_on=values.pop("starts_on", date(2026, 11, 1)),
        created_at=utc_now(),
        **values,
    )
    session.add(run)
    session.flush()
    return run


def make_enrolment(
    session: Session, *, person: Person, run: CourseRun | None = None, course: Course | None = None,
    organisation: Organisation | None = None, **values: Any
) -> Enrolment:  # fmt: skip
    """An enrolment; without a run, a run of `course` (or the sample course) in `organisation` is made."""
    if run is None:
        assert organisation is not None
        run = make_run(session, organisation=organisation, course=course or make_course(session))
    enrolment = Enrolment(
        organisation_id=run.organisation_id,
        run_id=run.id,
        person_id=person.id,
        enrolled_at=utc_now(),
        **values,
    )
    session.add(enrolment)
    session.flush()
    return enrolment

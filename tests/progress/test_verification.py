"""Summaries against their ledgers."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.queries import get_current
from courseapp.progress.services import complete_step, find_differences, settle_course
from tests.factories import (
    make_course,
    make_enrolment,
    make_organisation,
    make_person,
    make_run,
    publish_revision,
)
from tests.sample_course import COMPILED, KEYS

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def _world(session: Session):
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    people = [make_person(session, organisation=organisation) for _ in range(3)]
    return organisation, course, [make_enrolment(session, person=p, run=run) for p in people]


def _complete(session: Session, enrolment, course, *steps: str) -> None:
    for number, step in enumerate(steps):
        complete_step(
            session,
            enrolment=enrolment,
            published=get_current(session, course.id),
            step_id=step,
            rule="read",
            now=NOW + timedelta(minutes=number),
        )


def _fields(session: Session, organisation) -> list[str]:
    found = find_differences(session, organisation_id=organisation.id)
    return [difference.field for difference in found]


def test_what_services_write_has_no_differences(session: Session) -> None:
    organisation, course, (fresh, begun, finished) = _world(session)
    _complete(session, begun, course, "les-een", "gesprek")
    _complete(session, finished, course, *get_current(session, course.id).course.steps_by_id)
    assert finished.completed_at is not None
    assert fresh.started_at is None
    assert _fields(session, organisation) == []
    assert list(find_differences(session)) == []


def test_publishing_another_course_text_makes_no_differences(session: Session) -> None:
    organisation, course, (first, second, _) = _world(session)
    _complete(session, first, course, "les-een", "lab-les", "gesprek", "toets")
    shorter = copy.deepcopy(COMPILED)
    shorter["modules"][0]["steps"].pop()
    publish_revision(session, course=course, compiled=shorter, keys=KEYS, number=2)
    published = get_current(session, course.id)
    assert settle_course(session, enrolment=first, published=published, now=NOW + timedelta(days=1))
    _complete(session, second, course, "les-een")
    assert _fields(session, organisation) == []


def test_a_lost_ledger_row_is_found(session: Session) -> None:
    organisation, course, (enrolment, *_) = _world(session)
    _complete(session, enrolment, course, "les-een", "gesprek")
    session.execute(
        delete(Completion).where(
            Completion.organisation_id == organisation.id, Completion.step_id == "gesprek"
        )
    )
    (difference,) = find_differences(session, organisation_id=organisation.id)
    assert (difference.field, difference.recorded, difference.expected) == ("steps_done", 2, 1)
    assert difference.enrolment_id == enrolment.id


def test_a_summary_that_claims_too_much_is_found(session: Session) -> None:
    organisation, course, (enrolment, *_) = _world(session)
    _complete(session, enrolment, course, "les-een")
    enrolment.completed_at, enrolment.completed_revision_id = NOW, course.current_revision_id
    session.flush()
    assert _fields(session, organisation) == ["completed_at", "completed_revision_id"]


def test_activity_before_the_ledger_is_found(session: Session) -> None:
    organisation, course, (enrolment, *_) = _world(session)
    _complete(session, enrolment, course, "les-een")
    enrolment.started_at, enrolment.last_activity_at = None, NOW - timedelta(days=1)
    session.flush()
    assert _fields(session, organisation) == ["started_at", "last_activity_at"]


def test_another_organisation_is_left_out(session: Session) -> None:
    organisation, _course, (enrolment, *_) = _world(session)
    other = make_organisation(session)
    enrolment.steps_done = 3
    session.flush()
    assert _fields(session, other) == []
    assert _fields(session, organisation) == ["steps_done"]

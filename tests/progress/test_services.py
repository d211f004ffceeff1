"""The ledger and the summary, written together on both engines."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.models import Course
from courseapp.catalog.queries import Published, get_current
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.progress.services import (
    complete_step,
    find_differences,
    note_activity,
    settle_course,
)
from courseapp.web.database import db
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
STEPS = ("les-een", "lab-les", "gesprek", "toets", "mijn-plan")


def _enrolment(session: Session) -> tuple[Enrolment, Published]:
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    person = make_person(session, organisation=organisation)
    return make_enrolment(session, person=person, run=run), get_current(session, course.id)


def _rows(session: Session, enrolment: Enrolment) -> int:
    count = select(func.count()).where(
        Completion.organisation_id == enrolment.organisation_id,
        Completion.enrolment_id == enrolment.id,
    )
    return session.scalar(count) or 0


def test_a_completed_step_is_one_row_with_its_revision_and_rule(session: Session) -> None:
    enrolment, published = _enrolment(session)
    assert complete_step(
        session, enrolment=enrolment, published=published, step_id="les-een", rule="read", now=NOW
    )
    row = session.execute(
        select(Completion).where(Completion.organisation_id == enrolment.organisation_id)
    ).scalar_one()
    assert (row.step_id, row.rule, row.route) == ("les-een", "read", "earned")
    assert (row.revision_id, row.at) == (published.revision_id, NOW)
    assert enrolment.steps_done == 1
    assert (enrolment.started_at, enrolment.last_activity_at) == (NOW, NOW)


def test_a_step_counts_on_the_revision_on_which_it_was_earned(session: Session) -> None:
    enrolment, before = _enrolment(session)
    course = session.execute(select(Course).where(Course.id == before.course_id)).scalar_one()
    publish_revision(session, course=course, compiled=COMPILED, keys=KEYS, number=2)
    complete_step(
        session,
        enrolment=enrolment,
        published=get_current(session, course.id),
        step_id="toets",
        rule="passed",
        now=NOW,
        earned_on=before.revision_id,
    )
    row = session.execute(
        select(Completion).where(Completion.organisation_id == enrolment.organisation_id)
    ).scalar_one()
    assert row.revision_id == before.revision_id != course.current_revision_id


@pytest.mark.requirement("REL rule 2")
def test_the_same_step_twice_is_one_row_and_the_first_moment(session: Session) -> None:
    enrolment, published = _enrolment(session)
    answers = [
        complete_step(
            session,
            enrolment=enrolment,
            published=published,
            step_id="les-een",
            rule="read",
            now=at,
        )
        for at in (NOW, NOW + timedelta(minutes=5))
    ]
    assert answers == [True, False]
    assert _rows(session, enrolment) == 1
    assert enrolment.steps_done == 1


def test_the_last_required_step_finishes_the_enrolment(session: Session) -> None:
    enrolment, published = _enrolment(session)
    for number, step in enumerate(STEPS):
        assert enrolment.completed_at is None
        at = NOW + timedelta(minutes=number)
        complete_step(
            session, enrolment=enrolment, published=published, step_id=step, rule="read", now=at
        )
    assert enrolment.completed_at == NOW + timedelta(minutes=4)
    assert enrolment.completed_revision_id == published.revision_id
    assert enrolment.steps_done == 5


def test_nothing_is_settled_while_steps_are_missing(session: Session) -> None:
    enrolment, published = _enrolment(session)
    assert not settle_course(session, enrolment=enrolment, published=published, now=NOW)
    assert enrolment.completed_at is None


@pytest.mark.requirement("REL rule 6")
def test_activity_never_moves_back_in_time(session: Session) -> None:
    enrolment, _ = _enrolment(session)
    note_activity(session, enrolment=enrolment, step_id="les-een", anchor="c-twee", now=NOW)
    earlier = NOW - timedelta(hours=1)
    note_activity(session, enrolment=enrolment, step_id="lab-les", now=earlier)
    assert enrolment.last_activity_at == NOW
    assert (enrolment.last_step_id, enrolment.last_anchor) == ("lab-les", "")


@pytest.mark.requirement("REL rule 6")
def test_a_request_that_waited_for_another_is_recorded_after_it(session: Session) -> None:
    """It read the clock first and got the lock last; the ledger and the summary must agree."""
    enrolment, published = _enrolment(session)
    for step, seconds in zip(STEPS, (5, 4, 3, 2, 1), strict=True):
        at = NOW + timedelta(seconds=seconds)
        complete_step(
            session, enrolment=enrolment, published=published, step_id=step, rule="read", now=at
        )
    assert enrolment.started_at == enrolment.completed_at == NOW + timedelta(seconds=5)
    assert list(find_differences(session)) == []


def test_the_place_within_a_step_stays_until_another_is_given(session: Session) -> None:
    enrolment, _ = _enrolment(session)
    note_activity(session, enrolment=enrolment, step_id="les-een", anchor="c-twee", now=NOW)
    note_activity(session, enrolment=enrolment, step_id="les-een", now=NOW)
    assert enrolment.last_anchor == "c-twee"
    note_activity(session, enrolment=enrolment, step_id="les-een", anchor="", now=NOW)
    assert enrolment.last_anchor == ""


@pytest.mark.slow
def test_steps_completed_at_the_same_moment_all_count(committed_app: Flask) -> None:
    """Without the lock two requests each miss the other's row, and the course never ends."""
    with committed_app.app_context():
        session = db.session()
        enrolment, _ = _enrolment(session)
        key = (enrolment.organisation_id, enrolment.id)
        session.commit()
    gate = threading.Barrier(len(STEPS) * 2)
    threads = [
        threading.Thread(target=_complete_alone, args=(committed_app, key, step, gate))
        for step in STEPS * 2
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with committed_app.app_context():
        enrolment = _load(db.session(), key)
        assert _rows(db.session(), enrolment) == 5
        assert enrolment.steps_done == 5
        assert enrolment.completed_at is not None


def _load(session: Session, key: tuple[int, int]) -> Enrolment:
    return session.execute(
        select(Enrolment).where(Enrolment.organisation_id == key[0], Enrolment.id == key[1])
    ).scalar_one()


def _complete_alone(app: Flask, key: tuple[int, int], step: str, gate: threading.Barrier) -> None:
    with app.app_context():
        gate.wait(30)
        session = db.session()
        enrolment = _load(session, key)
        course_id = session.scalar(
            select(CourseRun.course_id).where(
                CourseRun.organisation_id == key[0], CourseRun.id == enrolment.run_id
            )
        )
        assert course_id is not None
        complete_step(
            session,
            enrolment=enrolment,
            published=get_current(session, course_id),
            step_id=step,
            rule="read",
            now=NOW,
        )
        session.commit()
        db.session.remove()

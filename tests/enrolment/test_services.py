"""Opening runs and letting people take part."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from courseapp.enrolment.models import CourseRun
from courseapp.enrolment.queries import find_learning, list_learning
from courseapp.enrolment.services import (
    DueBeforeStart,
    EnrolmentClosed,
    NotATrainee,
    close_run,
    create_run,
    end_enrolment,
    enrol,
)
from courseapp.organisations.models import Organisation, Role
from tests.factories import make_course, make_organisation, make_person

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def _run(session: Session, **values) -> tuple[Organisation, CourseRun]:
    organisation = make_organisation(session)
    run = create_run(
        session,
        organisation_id=organisation.id,
        course_id=make_course(session).id,
        name="Voorjaar",
        starts_on=date(2026, 11, 1),
        now=NOW,
        **values,
    )
    return organisation, run


def test_a_run_is_not_due_before_it_starts(session: Session) -> None:
    with pytest.raises(DueBeforeStart):
        _run(session, due_on=date(2026, 10, 31))


def test_enrolling_twice_is_one_enrolment(session: Session) -> None:
    organisation, run = _run(session)
    person = make_person(session, organisation=organisation)
    first = enrol(session, run=run, person_id=person.id, now=NOW, due_on=date(2027, 1, 1))
    again = enrol(session, run=run, person_id=person.id, now=NOW + timedelta(days=1))
    assert again is first
    assert (first.enrolled_at, first.due_on) == (NOW, date(2027, 1, 1))


def test_only_trainees_of_the_organisation_take_part(session: Session) -> None:
    organisation, run = _run(session)
    stranger = make_person(session, organisation=make_organisation(session))
    officer = make_person(session, organisation=organisation, role=Role.HR)
    for person in (stranger, officer):
        with pytest.raises(NotATrainee):
            enrol(session, run=run, person_id=person.id, now=NOW)


def test_a_closed_run_takes_nobody_new_and_keeps_who_is_in(session: Session) -> None:
    organisation, run = _run(session)
    inside = make_person(session, organisation=organisation)
    enrolment = enrol(session, run=run, person_id=inside.id, now=NOW)
    close_run(session, run=run, now=NOW)
    late = make_person(session, organisation=organisation)
    with pytest.raises(EnrolmentClosed):
        enrol(session, run=run, person_id=late.id, now=NOW)
    assert enrol(session, run=run, person_id=inside.id, now=NOW) is enrolment


def test_an_ended_enrolment_is_no_longer_learned_from_and_can_be_taken_up(
    session: Session,
) -> None:
    organisation, run = _run(session)
    person = make_person(session, organisation=organisation)
    enrolment = enrol(session, run=run, person_id=person.id, now=NOW)
    enrolment.steps_done = 2
    end_enrolment(session, enrolment=enrolment, now=NOW)
    own = {"person_id": person.id, "organisation_ids": [organisation.id]}
    assert list_learning(session, **own) == []
    assert find_learning(session, enrolment_id=enrolment.id, **own) is None
    again = enrol(session, run=run, person_id=person.id, now=NOW)
    assert (again.id, again.steps_done, again.ended_at) == (enrolment.id, 2, None)
    assert len(list_learning(session, **own)) == 1

"""What the studio shows of surveys: numbers from five answers on, never fewer, never a name."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course
from courseapp.catalog.queries import get_current
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Role
from courseapp.quizzes.models import PracticeAnswer
from courseapp.trainer.opinions import list_opinions
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person
from tests.trainee.test_quiz_kinds import with_opinions


@pytest.fixture
def course(session: Session) -> Course:
    compiled, keys = with_opinions()
    return make_course(session, compiled=compiled, keys=keys)


def enrol(session: Session, course: Course) -> Enrolment:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    return make_enrolment(session, person=person, course=course, organisation=organisation)


def answer(session: Session, enrolment: Enrolment, course: Course, item: str, choice: str) -> None:
    assert course.current_revision_id is not None
    session.add(
        PracticeAnswer(
            organisation_id=enrolment.organisation_id,
            enrolment_id=enrolment.id,
            step_id="les-een",
            item_id=item,
            revision_id=course.current_revision_id,
            client_key=f"{item}-{choice}",
            response={"choice": choice},
            verdict="noted",
            at=utc_now(),
        )
    )
    session.flush()


def shown(session: Session, course: Course) -> dict[str, Any]:
    compiled = get_current(session, course.id).course
    found = list_opinions(session, course_id=course.id, course=compiled, locale="nl")
    return {each.data["id"]: each.counts for each in found}


def test_fewer_than_five_answers_are_not_shown(session: Session, course: Course) -> None:
    for _ in range(4):
        answer(session, enrol(session, course), course, "schaal", "3")
    assert shown(session, course) == {"mening": None, "schaal": None}
    answer(session, enrol(session, course), course, "schaal", "7")
    assert shown(session, course) == {"mening": None, "schaal": {"3": 4, "7": 1}}


def test_only_the_last_answer_of_each_person_counts(session: Session, course: Course) -> None:
    first, *others = (enrol(session, course) for _ in range(5))
    for each in (first, *others):
        answer(session, each, course, "schaal", "1")
    answer(session, first, course, "schaal", "2")
    assert shown(session, course)["schaal"] == {"1": 4, "2": 1}


def test_answers_in_another_course_do_not_count(session: Session, course: Course) -> None:
    compiled, keys = with_opinions()
    other = make_course(session, compiled=compiled, keys=keys)
    for _ in range(5):
        answer(session, enrol(session, other), other, "schaal", "1")
    assert shown(session, course)["schaal"] is None


def test_a_course_without_surveys_has_no_panel(session: Session, client_as: Any) -> None:
    trainer = a_trainer(session)
    plain = make_course(session)
    page = client_as(trainer).get(f"/studio/{plain.slug}").get_data(as_text=True)
    assert "Peilingen" not in page


def test_the_course_page_shows_the_numbers(
    session: Session, course: Course, client_as: Any
) -> None:
    choice = get_current(session, course.id).course.steps_by_id["les-een"].text("nl").parts[0]
    for number in range(6):
        person = enrol(session, course)
        answer(session, person, course, "mening", choice.data["options"][0]["id"])
        if number < 4:
            answer(session, person, course, "schaal", "2")
    page = client_as(a_trainer(session)).get(f"/studio/{course.slug}").get_data(as_text=True)
    panel = page.partition('id="st-opinions"')[2].partition("</section>")[0]
    assert re.findall(r'<td class="r tnum">(\d)</td>', panel) == ["6", "0"]
    assert "Nog geen vijf antwoorden." in panel


def a_trainer(session: Session) -> Person:
    organisation = make_organisation(session)
    return make_person(session, organisation=organisation, role=Role.TRAINER)

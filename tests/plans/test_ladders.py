"""What the ladder stands on, read from the database; and what a trainer sees of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.models import Course
from courseapp.catalog.queries import get_current
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Organisation, Role
from courseapp.plans.models import FollowUp, Plan
from courseapp.plans.queries import climb_all
from courseapp.quizzes.models import Attempt, GradedItem
from courseapp.reflections.models import WorkTask
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run


@pytest.fixture
def course(session: Session) -> Course:
    return make_course(session)


@pytest.fixture
def organisation(session: Session) -> Organisation:
    return make_organisation(session)


def enrol(session: Session, organisation: Organisation, course: Course, **run: Any) -> Enrolment:
    person = make_person(session, organisation=organisation)
    at = make_run(session, organisation=organisation, course=course, **run)
    return make_enrolment(session, person=person, run=at)


def rungs(session: Session, enrolment: Enrolment, course: Course) -> dict[str, frozenset[str]]:
    published = get_current(session, course.id)
    ladders = climb_all(session, enrolments=[enrolment], courses={enrolment.id: published.course})
    return dict(ladders[enrolment.id])


def answer(
    session: Session, enrolment: Enrolment, course: Course, *, number: int = 1, verdict: str = "correct",
    points: float | None = 1.0,
) -> None:  # fmt: skip
    tie = {"organisation_id": enrolment.organisation_id}
    attempt = Attempt(
        **tie, enrolment_id=enrolment.id, step_id="toets", revision_id=course.current_revision_id or 0, number=number,
        seed="x", items=[], started_at=utc_now(), state="submitted", points=points, max_points=points,
    )  # fmt: skip
    session.add(attempt)
    session.flush()
    session.add(
        GradedItem(**tie, attempt_id=attempt.id, item_id="v-multiple", response={}, points=1, max_points=1,
                   verdict=verdict, marks={}, objective_id="piek")
    )  # fmt: skip
    session.flush()


def plan(session: Session, enrolment: Enrolment, *, outcome: str = "", note: str = "") -> None:
    tie = {"organisation_id": enrolment.organisation_id}
    made = Plan(
        **tie, person_id=enrolment.person_id, enrolment_id=enrolment.id, step_id="mijn-plan", cue="a", action="b",
        made_at=utc_now(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(
        FollowUp(**tie, plan_id=made.id, due_on=utc_now().date(), outcome=outcome, note=note,
                 answered_at=utc_now() if outcome else None)
    )  # fmt: skip
    session.flush()


def test_learned_is_a_right_answer_in_a_graded_quiz(
    session: Session, organisation: Organisation, course: Course
) -> None:
    enrolment = enrol(session, organisation, course)
    answer(session, enrolment, course, verdict="incorrect")
    answer(session, enrolment, course, number=2, points=None)
    assert rungs(session, enrolment, course) == {"slot": frozenset(), "piek": frozenset()}
    answer(session, enrolment, course, number=3)
    assert rungs(session, enrolment, course)["piek"] == {"learned"}


@pytest.mark.parametrize(
    ("outcome", "note", "expected"),
    [
        ("", "nog leeg", {"planned"}),
        ("not-yet", "Het kwam niet voor.", {"planned"}),
        ("partly", "  ", {"planned", "tried"}),
        ("done", "Ze lachte.", {"planned", "tried", "noticed"}),
    ],
)
def test_a_plan_climbs_with_its_follow_up(
    session: Session, organisation: Organisation, course: Course, outcome: str, note: str, expected: set[str]
) -> None:  # fmt: skip
    enrolment = enrol(session, organisation, course)
    plan(session, enrolment, outcome=outcome, note=note)
    assert rungs(session, enrolment, course) == {"slot": expected, "piek": frozenset()}


@pytest.mark.parametrize(
    ("is_done", "noticed", "expected"),
    [(False, "ja", set()), (True, "", {"tried"}), (True, "ze lachte", {"tried", "noticed"})],
)
def test_a_work_task_climbs_when_it_is_done(
    session: Session, organisation: Organisation, course: Course, is_done: bool, noticed: str, expected: set[str]
) -> None:  # fmt: skip
    enrolment = enrol(session, organisation, course)
    session.add(
        WorkTask(
            organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, step_id="gesprek",
            revision_id=course.current_revision_id or 0, updated_at=utc_now(), noticed=noticed,
            done_at=utc_now() if is_done else None,
        )
    )  # fmt: skip
    session.flush()
    assert rungs(session, enrolment, course)["slot"] == expected


def test_the_ladders_of_all_courses_take_one_query(
    session: Session, organisation: Organisation, course: Course, count_queries: Any
) -> None:
    enrolments = [enrol(session, organisation, course) for _ in range(3)]
    compiled = get_current(session, course.id).course
    courses = {e.id: compiled for e in enrolments}
    assert count_queries(lambda: climb_all(session, enrolments=enrolments, courses=courses)) == 1


@pytest.mark.requirement("SEC-09")
def test_a_trainer_sees_counts_of_five_people_or_more_of_the_own_runs(
    session: Session,
    organisation: Organisation,
    course: Course,
    client_as: Callable[[Person], FlaskClient],
    count_queries: Any,
) -> None:
    bureau = make_organisation(session, is_bureau=True)
    trainer = make_person(session, organisation=bureau, role=Role.TRAINER)
    url = f"/studio/{course.slug}/overdracht"

    def shown() -> str:
        return client_as(trainer).get(url).get_data(as_text=True)

    run = make_run(session, organisation=organisation, course=course, trainer_id=trainer.id)
    mine = [
        make_enrolment(session, person=make_person(session, organisation=organisation), run=run)
        for _ in range(4)
    ]
    elsewhere = [enrol(session, organisation, course) for _ in range(5)]
    for enrolment in (*mine, *elsewhere):
        plan(session, enrolment)
    assert "<table" not in shown() and "vanaf 5 mensen" in shown()
    other = enrol(session, make_organisation(session), course, trainer_id=trainer.id)
    answer(session, other, course)
    page = shown()
    assert "Van 5 deelnemers" in page and "<td>1–4</td>" in page and "<td>5</td>" not in page
    browser = client_as(trainer)
    few = count_queries(lambda: browser.get(url))
    plan(session, other)
    for _ in range(3):
        plan(session, enrol(session, organisation, course, trainer_id=trainer.id))
    assert "<td>8</td>" in shown()
    assert count_queries(lambda: browser.get(url)) == few

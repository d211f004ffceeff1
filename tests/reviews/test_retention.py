"""What trainers see of what groups remember."""

from __future__ import annotations

import pytest

from courseapp.organisations.models import Role
from courseapp.quizzes.models import Attempt, GradedItem
from courseapp.reviews.models import ReviewAnswer
from courseapp.reviews.queries import list_retention
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.reviews.taking import NOW


class Group:
    """People who took the sample course, some of whom reviewed."""

    def __init__(self, session, *, course=None) -> None:
        self.session, self.count = session, 0
        self.organisation = make_organisation(session)
        self.course = course or make_course(session)
        self.run = make_run(session, organisation=self.organisation, course=self.course)

    def add(
        self,
        quiz: str,
        *reviews: tuple[int, str],
        objective: str = "slot",
        number: int = 1,
        points: float | None = 1,
    ):
        """One more person: the verdict at the quiz, and (days since, verdict) of each review."""
        self.count += 1
        person = make_person(self.session, organisation=self.organisation, name=f"P{self.count}")
        enrolment = make_enrolment(self.session, person=person, run=self.run)
        ties = {"organisation_id": self.organisation.id}
        base = ties | {"enrolment_id": enrolment.id, "revision_id": self.course.current_revision_id}
        attempt = Attempt(**base, step_id="toets", number=number, seed="x", items=["v-single"],
                          started_at=NOW, state="submitted", submitted_at=NOW, points=points)  # fmt: skip
        self.session.add(attempt)
        self.session.flush()
        self.session.add(GradedItem(**ties, attempt_id=attempt.id, item_id="v-single", response={}, points=1,
                                    max_points=1, verdict=quiz, marks={}, objective_id=objective))  # fmt: skip
        for place, (days, verdict) in enumerate(reviews):
            self.session.add(ReviewAnswer(**base, person_id=person.id, objective_id=objective, item_id="oefen-1",
                                          client_key=f"k{place}", response={}, verdict=verdict, at=NOW,
                                          days_since=days))  # fmt: skip
        self.session.flush()


@pytest.fixture
def group(session) -> Group:
    return Group(session)


def shares(group, objective="slot"):
    found = list_retention(group.session, course_id=group.course.id).get(objective, [])
    return [(p.days, p.people, p.share) for p in found]


def test_a_look_ahead_says_nothing_about_what_was_taught(group) -> None:
    for _ in range(6):
        group.add("correct")
        group.add("incorrect", points=None)
    assert shares(group)[0] == (0, 6, 1.0)


def test_the_share_right_at_the_quiz_and_after_a_week_a_month_a_season(group) -> None:
    for n in range(6):
        group.add("correct" if n else "incorrect", (7, "correct"), (35, "correct" if n % 2 else "incorrect"),
                  (90, "incorrect"))  # fmt: skip
    assert shares(group) == [(0, 6, pytest.approx(5 / 6)), (7, 6, 1.0), (30, 6, 0.5), (90, 6, 0.0)]


def test_groups_below_five_people_are_hidden(group) -> None:
    for _ in range(4):
        group.add("correct", (7, "correct"))
    assert shares(group) == [(0, 0, None), (7, 0, None), (30, 0, None), (90, 0, None)]
    group.add("correct")
    assert shares(group)[:2] == [(0, 5, 1.0), (7, 0, None)]


def test_a_person_counts_once_however_often_they_review(group) -> None:
    for n in range(5):
        days = (
            [(7, "incorrect"), (8, "incorrect"), (9, "incorrect")] if n == 0 else [(7, "correct")]
        )
        group.add("correct", *days)
    assert shares(group)[1] == (7, 5, pytest.approx(0.8))


def test_only_first_attempts_of_this_course_count_over_all_organisations(group) -> None:
    elsewhere = Group(group.session, course=group.course)
    other_course = Group(group.session)
    for _ in range(3):
        group.add("correct")
        elsewhere.add("incorrect")
        other_course.add("incorrect")
        group.add("incorrect", number=2)
    assert shares(group)[0] == (0, 6, 0.5)


def test_it_takes_two_queries_however_many_people(group, count_queries) -> None:
    for _ in range(6):
        group.add("correct", (7, "correct"), (30, "correct"))
    ask = list_retention
    assert count_queries(lambda: ask(group.session, course_id=group.course.id)) == 2


def test_trainers_see_a_chart_and_a_table_and_nobody_else_does(group, client_as) -> None:
    bureau = make_organisation(group.session, is_bureau=True)
    trainer = make_person(group.session, organisation=bureau, role=Role.TRAINER)
    url = f"/studio/{group.course.slug}/onthouden"
    empty = client_as(trainer).get(url).get_data(as_text=True)
    assert "Er zijn nog geen cijfers." in empty
    for n in range(6):
        group.add("correct" if n else "incorrect", (7, "correct"))
    page = client_as(trainer).get(url).get_data(as_text=True)
    assert "Er zijn nog geen cijfers." not in page
    assert 'class="chart retention"' in page
    assert "<b>83%</b>" in page
    assert "44–97, n=6" in page
    assert page.count("te weinig deelnemers") == 2 + 4
    for role in (Role.HR, Role.TRAINEE, Role.OPERATOR):
        other = make_person(group.session, organisation=group.organisation, role=role)
        assert client_as(other).get(url).status_code == 403


def test_one_figure_is_no_curve(group, client_as) -> None:
    bureau = make_organisation(group.session, is_bureau=True)
    trainer = make_person(group.session, organisation=bureau, role=Role.TRAINER)
    for _ in range(5):
        group.add("correct")
    url = f"/studio/{group.course.slug}/onthouden"
    page = client_as(trainer).get(url).get_data(as_text=True)
    assert "Er zijn nog geen cijfers." not in page and "<b>100%</b>" in page
    assert 'class="chart' not in page


def test_the_course_page_of_the_studio_leads_there(group, client_as) -> None:
    bureau = make_organisation(group.session, is_bureau=True)
    trainer = make_person(group.session, organisation=bureau, role=Role.TRAINER)
    page = client_as(trainer).get(f"/studio/{group.course.slug}").get_data(as_text=True)
    assert f'href="/studio/{group.course.slug}/onthouden"' in page

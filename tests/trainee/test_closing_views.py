"""The closing page: what the learner takes along, what is missing, and the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.activities.models import Completion
from courseapp.organisations.models import Membership, Role
from courseapp.reviews.domain.mastery import Word
from courseapp.trainee.closing_growth import line_of
from courseapp.trainee.closing_own import cut
from courseapp.web.now import utc_now
from tests.factories import (
    make_course,
    make_enrolment,
    make_organisation,
    make_person,
    make_run,
    publish_revision,
)
from tests.sample_course import KEYS
from tests.trainee.closing_course import attempt, closing_course, fill

SignIn = Callable[[Person], FlaskClient]
Count = Callable[[Callable[[], object]], int]


class Learner:
    """A learner at the last step of a course with `modules` modules."""

    def __init__(self, session: Session, client_as: SignIn, **course: Any) -> None:
        self.session, organisation = session, make_organisation(session)
        self.person = make_person(session, organisation=organisation, name="Samira")
        self.course = make_course(session, compiled=closing_course(**course))
        self.run = make_run(session, organisation=organisation, course=self.course)
        self.enrolment = make_enrolment(session, person=self.person, run=self.run)
        self.browser = client_as(self.person)
        self.url = f"/leren/{self.enrolment.id}/stap/slot"

    def page(self) -> str:
        answer = self.browser.get(self.url)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def fill(self, **how: Any) -> None:
        fill(self.session, enrolment=self.enrolment, now=utc_now(), **how)

    def do(self, *steps: str) -> None:
        tie = {"organisation_id": self.enrolment.organisation_id, "enrolment_id": self.enrolment.id}
        revision = self.course.current_revision_id
        assert revision is not None
        for step in steps:
            row = Completion(
                **tie, step_id=step, revision_id=revision, rule="read", at=utc_now()
            )  # fmt: skip
            self.session.add(row)
        self.session.flush()


@pytest.fixture
def learner(session: Session, client_as: SignIn) -> Learner:
    return Learner(session, client_as)


def test_the_page_returns_what_the_learner_made(learner: Learner) -> None:
    learner.fill()
    page = learner.page()
    assert "Samira" in page and "Je bent aan het eind" in page
    assert "Beste zin 1" in page and "1.2 Stap les 1" in page
    assert "De klant lachte 1" in page and "Ze vertelde verder 1" in page
    assert "de klant 1 zucht" in page and "Deels, 1 november 2026" in page
    assert "Vooraf wist je er 1 van de 3." in page
    assert "Toets gehaald, met 2 van de 3 goed." in page
    assert "Leerdoelen: " in page and "nieuw" in page and 'class="glyph"' in page


def test_words_of_a_reflection_and_first_versions_stay_where_they_are(learner: Learner) -> None:
    learner.fill()
    page = learner.page()
    assert not any(words in page for words in ("PRIVE", "EERSTE versie", "BEWIJS"))


def test_empty_parts_say_what_could_stand_there_and_where(learner: Learner) -> None:
    page = learner.page()
    for title in ("Stap les 1", "Stap taak 1", "Stap plan 1", "Stap toets 1"):
        assert title in page
    assert "Hier komen de zinnen" in page and "Hier komen je plannen" in page
    assert "Hier komt wat een klant deed" in page and "Hier staat straks" in page
    assert "Het volgende gesprek is van jou." in page
    assert "Nog 4 stappen tot je certificaat:" in page and "Herhalen begint zodra" in page


def test_the_best_three_sentences_by_own_score_stand_in_order(
    session: Session, client_as: SignIn
) -> None:
    learner = Learner(session, client_as, modules=6)
    learner.fill(modules=6)
    page = learner.page()
    places = [page.find(f"Beste zin {number}") for number in (1, 3, 5)]
    assert -1 not in places and places == sorted(places)
    assert not any(f"Beste zin {number}" in page for number in (2, 4, 6))
    assert "Je hebt nog 2 andere plannen: bekijk al je plannen" in page


def test_without_a_passed_quiz_the_best_one_counts(learner: Learner) -> None:
    now = utc_now()
    for number, right in enumerate((0, 1), 1):
        at = now - timedelta(hours=3 - number)
        attempt(
            learner.session,
            learner.enrolment,
            "toets-1",
            at,
            right=right,
            passed=False,
            number=number,
        )
    learner.session.flush()
    assert "Beste toets tot nu toe: 1 van de 3 goed." in learner.page()


def test_the_author_may_end_the_page_else_the_latest_plan_does(
    session: Session, client_as: SignIn, learner: Learner
) -> None:
    learner.fill()
    assert "<mark>Als de klant 1 zucht, dan wacht ik 1 tellen.</mark>" in learner.page()
    other = Learner(session, client_as, ends=True)
    other.fill()
    page = other.page()
    assert page.count("Maak er een van jezelf van.") == 1
    assert "<mark>Als" not in page and page.find("Wat nu nog volgt") < page.find("Maak er een van")


def test_finishing_the_last_required_step_leads_to_the_certificate(learner: Learner) -> None:
    learner.do("vooraf-1", "les-1", "toets-1", "plan-1")
    assert "Rond hieronder af, dan staat je certificaat klaar." in learner.page()
    answer = learner.browser.post(f"{learner.url}/afronden")
    assert answer.headers["Location"] == f"/certificaat/{learner.enrolment.id}"
    page = learner.page()
    assert "Bekijk je certificaat" in page and "/afronden" not in page


def test_finishing_before_the_rest_leads_to_what_is_missing(learner: Learner) -> None:
    answer = learner.browser.post(f"{learner.url}/afronden")
    assert answer.headers["Location"] == f"/leren/{learner.enrolment.id}"
    assert "Nog 4 stappen tot je certificaat:" in learner.page()


def test_no_other_kind_is_done_by_saying_so(learner: Learner) -> None:
    for step in ("toets-1", "plan-1", "taak-1"):
        path = f"/leren/{learner.enrolment.id}/stap/{step}/afronden"
        assert learner.browser.post(path).status_code == 404


def test_nobody_else_sees_it(learner: Learner, client_as: SignIn) -> None:
    learner.fill()
    organisation_id = learner.enrolment.organisation_id
    for role in (Role.HR, Role.TRAINEE, Role.TRAINER):
        other = make_person(learner.session)
        learner.session.add(
            Membership(
                organisation_id=organisation_id,
                person_id=other.id,
                role=role.value,
                created_at=utc_now(),
            )
        )
        learner.session.flush()
        answer = client_as(other).get(learner.url)
        assert answer.status_code in (403, 404)
        assert "Beste zin" not in answer.get_data(as_text=True)


def test_sentences_of_a_lesson_that_is_gone_stay_without_a_link(learner: Learner) -> None:
    learner.fill()
    later = closing_course()
    later["modules"][0]["steps"].pop(1)
    publish_revision(learner.session, course=learner.course, compiled=later, keys=KEYS, number=2)
    page = learner.page()
    assert "Beste zin 1" in page and "1.2 Stap les 1" in page and 'stap/les-1"' not in page


def test_the_page_costs_the_same_for_much_and_for_little(
    session: Session, client_as: SignIn, count_queries: Count
) -> None:
    few, many = Learner(session, client_as), Learner(session, client_as, modules=6)
    few.fill()
    many.fill(modules=6)
    few.page(), many.page()
    cost = count_queries(lambda: few.browser.get(few.url))
    assert cost == count_queries(lambda: many.browser.get(many.url))
    assert cost <= 25


def test_the_line_rises_from_what_is_new_to_what_is_known_best() -> None:
    mixed = [Word.GROWING, Word.MASTERED, Word.NEW]
    assert line_of(mixed) == line_of(sorted(mixed, key=list(Word).index))
    (square,) = line_of(mixed).shapes
    assert square == line_of([Word.MASTERED] * 3).shapes[0] != line_of([Word.NEW] * 3).shapes[0]


def test_a_long_text_ends_at_a_word_and_a_long_word_anywhere() -> None:
    assert cut("een  twee\ndrie", 40) == "een twee drie"
    assert cut("een twee drie", 10) == "een twee …"
    assert cut("een tweetal drie", 10) == "een …"
    assert cut("x" * 30, 10) == "x" * 10 + " …"

"""The plans screen and looking back, with the clock moved on; without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.plans.models import FollowUp, Plan, Wording
from courseapp.reflections.models import Reflection
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

SignIn = Callable[[Person], FlaskClient]
FRIDAY = datetime(2027, 3, 5, 15, tzinfo=UTC)
WEDNESDAY = datetime(2027, 3, 10, 9, tzinfo=UTC)
"""Three working days later: the weekend does not count."""
PLAN = {"t-terug": "Een mevrouw.", "als": "als de klant zucht", "dan": "dan wacht ik"}
ANSWER = {"uitkomst": "partly", "verhaal": "Ze lachte.", "als": "de klant zucht", "dan": "wacht ik"}


class Learner:
    """Someone who made a plan on a Friday afternoon."""

    def __init__(self, session: Session, client_as: SignIn) -> None:
        organisation = make_organisation(session)
        self.session, self.sign_in = session, client_as
        self.person = make_person(session, organisation=organisation)
        run = make_run(session, organisation=organisation, course=make_course(session))
        self.enrolment = make_enrolment(session, person=self.person, run=run)
        with time_machine.travel(FRIDAY, tick=False):
            step = f"/leren/{self.enrolment.id}/stap/mijn-plan"
            assert self.browser().post(f"{step}/reflectie", data=PLAN).status_code == 303

    def browser(self) -> FlaskClient:
        return self.sign_in(self.person)

    def page(self, url: str = "/plannen") -> str:
        return self.browser().get(url).get_data(as_text=True)

    def follow_ups(self) -> list[FollowUp]:
        tenant = FollowUp.organisation_id == self.enrolment.organisation_id
        return list(self.session.scalars(select(FollowUp).where(tenant).order_by(FollowUp.due_on)))

    def url(self, place: int = 0) -> str:
        return f"/plannen/terugblik/{self.follow_ups()[place].id}"

    def hidden(self, page: str) -> dict[str, str]:
        return dict(re.findall(r'name="(tab|sequence|base)" value="([^"]*)"', page))

    def answer(self, *, place: int = 0, page: str = "", **form: str) -> Any:
        hidden = self.hidden(page or self.page(self.url(place)))
        return self.browser().post(self.url(place), data={**hidden, **ANSWER, **form})

    def plan(self) -> Plan:
        tenant = Plan.organisation_id == self.enrolment.organisation_id
        return self.session.scalars(select(Plan).where(tenant)).one()

    def wordings(self) -> list[tuple[str, str]]:
        tenant = Wording.organisation_id == self.enrolment.organisation_id
        rows = self.session.scalars(select(Wording).where(tenant).order_by(Wording.id))
        return [(row.cue, row.action) for row in rows]


@pytest.fixture
def learner(session: Session, client_as: SignIn) -> Learner:
    return Learner(session, client_as)


def test_without_plans_the_screen_says_how_to_get_one(session: Session, client_as: SignIn) -> None:
    person = make_person(session, organisation=make_organisation(session))
    page = client_as(person).get("/plannen").get_data(as_text=True)
    assert "Je hebt nog geen plan." in page and "Naar je leerpad" in page


def test_a_follow_up_falls_due_after_three_working_days(learner: Learner) -> None:
    assert [f.due_on for f in learner.follow_ups()] == [date(2027, 3, 10), date(2027, 3, 19)]
    for day, is_due in ((8, False), (9, False), (10, True), (12, True)):
        with time_machine.travel(WEDNESDAY.replace(day=day), tick=False):
            page, path = learner.page(), learner.page("/leerpad")
        assert ("Kijk nu terug" in page) == is_due
        assert ("Is het gelukt?" in path) == is_due
        assert bool(re.search(r'/plannen"[^>]*>Plannen <span class="count">1<', path)) == is_due
        assert "de klant zucht" in page and "de klant zucht" in path


def test_an_answer_stays_and_the_next_day_waits(learner: Learner) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        assert learner.answer(als="Als de klant zucht.").status_code == 303
        page = learner.page()
    first, second = learner.follow_ups()
    assert (first.outcome, first.note) == ("partly", "Ze lachte.")
    assert first.answered_at == WEDNESDAY and second.answered_at is None
    assert "Deels" in page and "Ze lachte." in page and "Kijk nu terug" not in page
    assert learner.wordings() == []  # the same wording, once it is tidied


def test_the_choice_on_the_path_is_filled_in(learner: Learner) -> None:
    page = learner.page(f"{learner.url()}?uitkomst=not-yet")
    assert 'value="not-yet" checked' in page
    assert "checked" not in learner.page(f"{learner.url()}?uitkomst=onzin")


def test_a_rewritten_plan_keeps_its_old_wording_everywhere(learner: Learner) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        page = learner.page(learner.url())
        for _ in range(2):
            assert learner.answer(page=page, dan="Dan tel ik tot twee.").status_code == 303
        shown = learner.page()
    assert learner.wordings() == [("de klant zucht", "wacht ik")]
    assert (learner.plan().cue, learner.plan().action) == ("de klant zucht", "tel ik tot twee")
    assert "tel ik tot twee" in shown and "Hoe het plan eerder luidde" in shown
    reflection = learner.session.scalars(
        select(Reflection).where(Reflection.organisation_id == learner.enrolment.organisation_id)
    ).one()
    assert reflection.action == "tel ik tot twee"
    assert len(learner.follow_ups()) == 2


def test_a_plan_rewritten_at_its_last_follow_up_is_looked_at_once_more(learner: Learner) -> None:
    with time_machine.travel(WEDNESDAY, tick=False):
        learner.answer(place=0)
        learner.answer(place=1, dan="tel ik tot twee")
    third = [f for f in learner.follow_ups() if f.answered_at is None]
    assert [f.due_on for f in third] == [date(2027, 3, 15)]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"uitkomst": ""}, "Kies hoe het ging."),
        ({"uitkomst": "onzin"}, "Kies hoe het ging."),
        ({"als": " als "}, "Welk moment is het?"),
        ({"dan": ""}, "Wat doe je dan?"),
        ({"verhaal": "x" * 1001}, "hooguit 1000 tekens"),
    ],
)
def test_what_is_missing_is_said_and_all_that_was_typed_comes_back(
    learner: Learner, form: dict[str, str], words: str
) -> None:
    answer = learner.answer(**form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and words in page
    assert all(text.strip() in page for name, text in (ANSWER | form).items() if name != "uitkomst")
    assert learner.follow_ups()[0].answered_at is None


def test_a_draft_waits_and_another_tab_overwrites_nothing(learner: Learner) -> None:
    mine, other = learner.page(learner.url()), learner.page(learner.url())
    fields = {"uitkomst": "done", "verhaal": "half", "als": "nieuw moment", "dan": "wacht ik"}
    body = {**learner.hidden(mine), "fields": fields}
    headers = {"Accept": "application/json"}
    for _ in range(2):
        saved = learner.browser().post(learner.url(), json=body, headers=headers)
        assert saved.status_code == 200 and "saved_at" in saved.get_json()
    page = learner.page(learner.url())
    assert "half" in page and "nieuw moment" in page and 'value="done" checked' in page
    assert learner.plan().cue == "de klant zucht" and "Er staat een kladje." in learner.page()
    clash = learner.answer(page=other, verhaal="elders")
    text = clash.get_data(as_text=True)
    assert clash.status_code == 409 and "elders" in text and "half" in text
    stale = learner.browser().post(
        learner.url(), json={**learner.hidden(other), "fields": fields}, headers=headers
    )
    assert stale.get_json() == {"error": "stale"}


def test_a_late_draft_does_not_undo_an_answer(learner: Learner) -> None:
    learner.answer()
    late = {**learner.hidden(learner.page(learner.url())), "fields": {"verhaal": "laat"}}
    headers = {"Accept": "application/json"}
    assert learner.browser().post(learner.url(), json=late, headers=headers).status_code == 409
    form = {**late, "concept": "1"} | {"verhaal": "laat"}
    form.pop("fields")
    assert learner.browser().post(learner.url(), data=form).status_code == 409
    assert learner.follow_ups()[0].note == "Ze lachte."


def test_a_changed_reflection_keeps_a_follow_up_with_a_draft(learner: Learner) -> None:
    page = learner.page(learner.url())
    body = {**learner.hidden(page), "fields": {"verhaal": "half geschreven"}}
    learner.browser().post(learner.url(), json=body, headers={"Accept": "application/json"})
    step = f"/leren/{learner.enrolment.id}/stap/mijn-plan"
    hidden = learner.hidden(learner.page(f"{step}?wijzig=1"))
    learner.browser().post(f"{step}/reflectie", data={**hidden, **PLAN, "dan": "dan tel ik"})
    assert "half geschreven" in [f.note for f in learner.follow_ups()]
    assert learner.wordings() == [("de klant zucht", "wacht ik")]


def test_the_screen_costs_as_many_queries_with_ten_plans_as_with_one(
    learner: Learner, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    browser = learner.browser()
    browser.get("/plannen")
    one = count_queries(lambda: browser.get("/plannen"))
    for number in range(9):
        learner.session.add(
            Plan(
                organisation_id=learner.enrolment.organisation_id,
                person_id=learner.person.id,
                enrolment_id=learner.enrolment.id,
                step_id=f"plan-{number}",
                cue="a",
                action="b",
                made_at=FRIDAY,
            )
        )
    learner.session.flush()
    assert count_queries(lambda: browser.get("/plannen")) == one <= 11


def test_someone_elses_follow_up_does_not_exist(learner: Learner, client_as: SignIn) -> None:
    stranger = make_person(learner.session, organisation=make_organisation(learner.session))
    browser = client_as(stranger)
    assert browser.get(learner.url()).status_code == 404
    assert browser.post(learner.url(), data=ANSWER).status_code == 404

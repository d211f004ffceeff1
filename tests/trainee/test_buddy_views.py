"""A plan and a question for a colleague: asked, accepted, answered and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.audit.models import AuditEvent
from courseapp.mail.models import OutgoingMail
from courseapp.organisations.models import Membership, Role
from courseapp.plans.models import Buddy, FollowUp, Plan
from courseapp.web.now import utc_now
from tests.factories import make_enrolment, make_organisation, make_person

SignIn = Callable[[Person], FlaskClient]
QUESTION = "VRAAG hoe doe jij dit?"


class Two:
    """A writer with two plans and a colleague."""

    def __init__(self, session: Session, client_as: SignIn) -> None:
        self.session, self.sign_in = session, client_as
        self.organisation = make_organisation(session)
        self.writer = make_person(session, organisation=self.organisation, name="Samira Haddou")
        self.colleague = make_person(session, organisation=self.organisation, name="Bas de Wit")
        self.enrolment = make_enrolment(session, person=self.writer, organisation=self.organisation)
        self.plan = self.make_plan("mijn-plan", "de klant zucht")
        self.make_plan("ander-plan", "GEHEIM ander moment")
        self.url = f"/plannen/{self.plan.id}/maatje"

    def make_plan(self, step_id: str, cue: str) -> Plan:
        plan = Plan(
            organisation_id=self.organisation.id,
            person_id=self.writer.id,
            enrolment_id=self.enrolment.id,
            step_id=step_id,
            cue=cue,
            action="wacht ik",
            made_at=utc_now(),
        )
        self.session.add(plan)
        self.session.flush()
        note = FollowUp(
            organisation_id=self.organisation.id,
            plan_id=plan.id,
            due_on=utc_now().date(),
            note="GEHEIM verslag",
            outcome="done",
            answered_at=utc_now(),
        )
        self.session.add(note)
        self.session.flush()
        return plan

    def ask(self, email: str = "", question: str = QUESTION) -> Any:
        form = {"email": email or self.colleague.email, "vraag": question}
        return self.sign_in(self.writer).post(self.url, data=form)

    def get(self, person: Person, url: str = "/plannen") -> str:
        page = self.sign_in(person).get(url).get_data(as_text=True)
        return re.sub(r'value="[\w.-]{60,}"', "", page)  # the form's token differs each time

    def buddy(self) -> Buddy:
        rows = self.session.scalars(
            select(Buddy)
            .where(Buddy.organisation_id == self.organisation.id)
            .order_by(Buddy.id.desc())
        )
        return next(iter(rows))

    def shown_url(self) -> str:
        return f"/plannen/maatje/{self.buddy().id}"

    def decide(self, choice: str) -> Any:
        url = f"{self.shown_url()}/keuze"
        return self.sign_in(self.colleague).post(url, data={"keuze": choice})

    def status(self) -> int:
        return self.sign_in(self.colleague).get(self.shown_url()).status_code

    def mails(self) -> list[OutgoingMail]:
        return list(self.session.scalars(select(OutgoingMail)))


@pytest.fixture
def two(session: Session, client_as: SignIn) -> Two:
    return Two(session, client_as)


@pytest.mark.requirement("SEC-09")
def test_a_colleague_accepts_and_sees_one_plan_and_one_question(two: Two) -> None:
    assert two.ask().status_code == 303
    (mail,) = two.mails()
    assert mail.to_address == two.colleague.email and two.shown_url() in mail.body
    assert "zucht" not in mail.body and "VRAAG" not in mail.body + mail.subject
    assert "Samira Haddou vraagt of je wilt meekijken" in two.get(two.colleague)
    before = two.get(two.colleague, two.shown_url())
    assert "zucht" not in before and "VRAAG" not in before
    two.decide("ja")
    after = two.get(two.colleague, two.shown_url())
    assert "de klant zucht" in after and QUESTION in after and "GEHEIM" not in after
    two.sign_in(two.colleague).post(two.shown_url(), data={"antwoord": "Ik tel tot twee."})
    mine = two.get(two.writer)
    assert "Bas de Wit kijkt mee" in mine and "Ik tel tot twee." in mine


@pytest.mark.requirement("SEC-09")
@pytest.mark.parametrize("side", ["writer", "colleague"])
def test_either_side_stops_it_and_nothing_is_seen_any_more(two: Two, side: str) -> None:
    two.ask()
    two.decide("ja")
    two.sign_in(two.colleague).post(two.shown_url(), data={"antwoord": "Ik tel tot twee."})
    if side == "writer":
        two.sign_in(two.writer).post(f"{two.url}/stop")
    else:
        two.decide("stop")
    assert two.status() == 404
    assert (
        two.sign_in(two.colleague).post(two.shown_url(), data={"antwoord": "x"}).status_code == 404
    )
    assert "Samira" not in two.get(two.colleague)
    assert "Ik tel tot twee." not in two.get(two.writer)
    assert two.ask().status_code == 303 and len(two.mails()) == 2


def test_a_no_looks_like_no_answer(two: Two) -> None:
    two.ask()
    waiting = two.get(two.writer)
    two.decide("nee")
    assert two.status() == 404 and two.get(two.writer) == waiting


def test_the_answer_does_not_tell_whether_a_colleague_exists(two: Two) -> None:
    elsewhere = make_person(two.session, organisation=make_organisation(two.session))
    gone = make_person(two.session, organisation=two.organisation, disabled_at=utc_now())
    hr = make_person(two.session, organisation=two.organisation, role=Role.HR)
    pages = set()
    for email in (two.colleague.email, elsewhere.email, gone.email, hr.email, "x@example.org"):
        answer = two.ask(email)
        assert answer.status_code == 303
        pages.add(two.get(two.writer).replace(email, "ADRES"))
        two.sign_in(two.writer).post(f"{two.url}/stop")
    assert len(pages) == 1
    assert [mail.to_address for mail in two.mails()] == [two.colleague.email]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"email": "geen adres"}, "mailadres van één collega"),
        ({"question": " "}, "Schrijf één vraag."),
        ({"question": "x" * 301}, "hooguit 300 tekens"),
    ],
)
def test_a_form_that_is_not_complete_comes_back(two: Two, form: dict[str, str], words: str) -> None:
    answer = two.ask(**form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and words in page
    assert all(text.strip() in page for text in form.values())
    assert two.mails() == []


def test_nobody_is_their_own_buddy(two: Two) -> None:
    assert two.ask(two.writer.email).status_code == 422


def test_one_plan_has_one_buddy_at_a_time(two: Two) -> None:
    for _ in range(2):
        assert two.ask().status_code == 303
    assert len(two.mails()) == 1


def test_asking_is_bounded_and_the_question_comes_back(two: Two) -> None:
    answers = []
    for number in range(6):
        answers.append(two.ask(f"iemand{number}@example.org"))
        two.sign_in(two.writer).post(f"{two.url}/stop")
    assert [a.status_code for a in answers] == [303] * 5 + [429]
    assert QUESTION in answers[-1].get_data(as_text=True)


def test_a_request_lapses_after_two_weeks(two: Two) -> None:
    two.ask()
    with time_machine.travel(utc_now() + timedelta(days=14, minutes=1)):
        assert two.status() == 404
        assert "Er kwam geen antwoord." in two.get(two.writer)


@pytest.mark.requirement("SEC-09")
@pytest.mark.parametrize("change", ["leaves", "ends", "disabled"])
def test_who_is_no_longer_part_of_it_sees_and_shows_nothing(two: Two, change: str) -> None:
    two.ask()
    two.decide("ja")
    if change == "leaves":
        seat = two.session.scalars(
            select(Membership).where(
                Membership.organisation_id == two.organisation.id,
                Membership.person_id == two.colleague.id,
            )
        ).one()
        seat.ended_at = utc_now()
        other = make_organisation(two.session)
        two.session.add(
            Membership(organisation_id=other.id, person_id=two.colleague.id, role="trainee", created_at=utc_now())
        )  # fmt: skip
    elif change == "ends":
        two.enrolment.ended_at = utc_now()
    else:
        two.writer.disabled_at = utc_now()
    two.session.commit()
    assert two.status() == 404


def test_only_whom_it_concerns_can_decide(two: Two) -> None:
    third = make_person(two.session, organisation=two.organisation)
    two.ask()
    for person in (third, two.writer):
        browser = two.sign_in(person)
        assert browser.get(two.shown_url()).status_code == 404
        assert browser.post(f"{two.shown_url()}/keuze", data={"keuze": "ja"}).status_code == 404
    assert two.sign_in(third).post(f"{two.url}/stop").status_code == 404
    assert two.decide("stop").status_code == 400
    assert (
        two.sign_in(two.colleague).post(two.shown_url(), data={"antwoord": "x"}).status_code == 404
    )


def test_the_audit_trail_says_what_happened_and_nothing_of_what_was_written(two: Two) -> None:
    two.ask()
    two.decide("ja")
    two.decide("stop")
    events = two.session.scalars(
        select(AuditEvent).where(AuditEvent.action.startswith("buddy-")).order_by(AuditEvent.id)
    ).all()
    assert [e.action for e in events] == ["buddy-asked", "buddy-accepted", "buddy-ended"]
    assert [e.actor_id for e in events] == [two.writer.id, two.colleague.id, two.colleague.id]
    assert {e.subject for e in events} == {f"plan-buddy:{two.buddy().id}"}
    assert all(e.details == {} for e in events)

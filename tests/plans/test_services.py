"""Making plans and the days to look back at them, on both engines."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courseapp.enrolment.models import Enrolment
from courseapp.plans.models import FollowUp, Plan
from courseapp.plans.queries import list_plans
from courseapp.plans.services import make_plan
from courseapp.web.now import utc_now
from tests.factories import make_enrolment, make_organisation, make_person

MONDAY = date(2027, 3, 8)


@pytest.fixture
def enrolment(session: Session) -> Enrolment:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    return make_enrolment(session, person=person, organisation=organisation)


def make(
    session: Session,
    enrolment: Enrolment,
    *,
    cue: str = "de klant zucht",
    step_id: str = "mijn-plan",
    days: tuple[int, ...] = (3, 10),
    today: date = MONDAY,
) -> Plan:
    return make_plan(
        session,
        enrolment=enrolment,
        step_id=step_id,
        cue=cue,
        action="wacht ik even",
        working_days=days,
        today=today,
        now=utc_now(),
    )


def days_of(session: Session, plan: Plan) -> list[date]:
    return list(
        session.scalars(
            select(FollowUp.due_on)
            .where(FollowUp.organisation_id == plan.organisation_id, FollowUp.plan_id == plan.id)
            .order_by(FollowUp.due_on)
        )
    )


def test_a_plan_is_looked_at_after_three_and_ten_working_days(
    session: Session, enrolment: Enrolment
) -> None:
    assert days_of(session, make(session, enrolment)) == [date(2027, 3, 11), date(2027, 3, 22)]


def test_a_changed_plan_replaces_the_open_days_and_keeps_answered_ones(
    session: Session, enrolment: Enrolment
) -> None:
    plan = make(session, enrolment)
    session.execute(
        update(FollowUp)
        .where(
            FollowUp.organisation_id == plan.organisation_id,
            FollowUp.due_on == date(2027, 3, 11),
        )
        .values(outcome="yes", answered_at=utc_now())
    )
    again = make(session, enrolment, cue="de klant belt", days=(5,), today=date(2027, 3, 12))
    assert again.id == plan.id and again.cue == "de klant belt"
    assert days_of(session, plan) == [date(2027, 3, 11), date(2027, 3, 19)]


def test_a_plan_may_have_no_days(session: Session, enrolment: Enrolment) -> None:
    make(session, enrolment, days=())
    lines = list_plans(
        session, person_id=enrolment.person_id, organisation_ids=[enrolment.organisation_id]
    )
    assert [(line.cue, line.next_on) for line in lines] == [("de klant zucht", None)]
    assert not lines[0].is_due(MONDAY)


def test_plans_are_listed_by_their_next_day_with_those_without_last(
    session: Session, enrolment: Enrolment
) -> None:
    make(session, enrolment, step_id="zonder", cue="c", days=())
    make(session, enrolment, step_id="later", cue="b", days=(10,))
    make(session, enrolment, step_id="eerst", cue="a", days=(3, 10))
    lines = list_plans(
        session, person_id=enrolment.person_id, organisation_ids=[enrolment.organisation_id]
    )
    assert [line.cue for line in lines] == ["a", "b", "c"]
    assert lines[0].next_on == date(2027, 3, 11)
    assert lines[0].is_due(date(2027, 3, 11)) and not lines[0].is_due(MONDAY)


def test_plans_of_someone_else_or_elsewhere_are_not_listed(
    session: Session, enrolment: Enrolment
) -> None:
    make(session, enrolment)
    other = make_organisation(session)
    mine, theirs = enrolment.person_id, make_person(session, organisation=other).id
    assert not list_plans(session, person_id=mine, organisation_ids=[other.id])
    assert not list_plans(session, person_id=theirs, organisation_ids=[enrolment.organisation_id])

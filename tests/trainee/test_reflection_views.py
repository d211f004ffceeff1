"""Writing a reflection in a browser without JavaScript, and the autosave that a script sends."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.organisations.models import Role
from courseapp.plans.models import FollowUp, Plan
from courseapp.reflections.models import Reflection
from courseapp.reflections.queries import list_shared
from tests.factories import (
    make_organisation,
    make_person,
)
from tests.trainee.exercise_desk import Exercise, ExerciseDesk, SignIn

WHOLE = {"t-terug": "KANARIE Een mevrouw belde.", "als": "Als de klant zucht.", "dan": "wacht ik"}


EXERCISE = Exercise(step_id="mijn-plan", kind="reflection", address="reflectie")


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> ExerciseDesk:
    return ExerciseDesk(session, client_as, EXERCISE)


def stored(session: Session, desk: ExerciseDesk) -> Reflection | None:
    return session.scalars(
        select(Reflection).where(Reflection.organisation_id == desk.enrolment.organisation_id)
    ).one_or_none()


def test_looking_at_a_reflection_stores_nothing(desk: ExerciseDesk, session: Session) -> None:
    page = desk.page()
    assert "Welk gesprek?" in page and "Maak je plan." in page
    assert "Ik en mijn trainer, Marijke Postma" in page
    assert stored(session, desk) is None


def test_without_a_trainer_there_is_no_one_to_share_with(
    session: Session, client_as: SignIn
) -> None:
    page = ExerciseDesk(session, client_as, EXERCISE, with_trainer=False).page()
    assert "Alleen jij ziet dit." in page and "mijn trainer" not in page


def test_a_draft_is_there_again(desk: ExerciseDesk, session: Session) -> None:
    response = desk.send(**{**WHOLE, "concept": "1"})
    assert response.status_code == 303
    page = desk.page()
    assert "KANARIE Een mevrouw belde." in page and "Kladje bewaard om" in page
    draft = stored(session, desk)
    assert draft is not None and draft.submitted_at is None


def test_handing_in_makes_a_plan_with_two_days_and_completes_the_step(
    desk: ExerciseDesk, session: Session
) -> None:
    assert desk.send(**WHOLE).status_code == 303
    tenant = desk.enrolment.organisation_id
    plan = session.scalars(select(Plan).where(Plan.organisation_id == tenant)).one()
    assert (plan.cue, plan.action) == ("de klant zucht", "wacht ik")
    days = session.scalars(select(FollowUp).where(FollowUp.organisation_id == tenant)).all()
    assert len(days) == 2
    done = session.scalars(select(Completion).where(Completion.organisation_id == tenant)).one()
    assert (done.step_id, done.rule) == ("mijn-plan", "plan-made")
    page = desk.page()
    assert "de klant zucht" in page and "Alleen jij ziet dit." in page


@pytest.mark.parametrize(("choice", "days"), [("", 2), ("10", 1), ("0", 0), ("onzin", 2)])
def test_the_writer_chooses_when_to_look_back(
    desk: ExerciseDesk, session: Session, choice: str, days: int
) -> None:
    desk.send(**{**WHOLE, "wanneer": choice})
    found = session.scalars(
        select(FollowUp).where(FollowUp.organisation_id == desk.enrolment.organisation_id)
    ).all()
    assert len(found) == days


def test_a_plan_without_its_halves_comes_back_with_all_text(
    desk: ExerciseDesk, session: Session
) -> None:
    response = desk.send(**{"t-terug": "KANARIE", "als": "Als", "dan": ""})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "KANARIE" in page and 'href="#als"' in page and 'href="#dan"' in page
    assert page.count('aria-invalid="true"') == 2
    assert stored(session, desk) is None


def test_a_text_that_is_too_long_comes_back_whole(desk: ExerciseDesk) -> None:
    response = desk.send(**{**WHOLE, "t-terug": "x" * 5001})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "x" * 5001 in page and "hooguit 5000 tekens" in page


def test_two_tabs_lose_no_text(desk: ExerciseDesk, session: Session) -> None:
    first, second = desk.page(), desk.page()
    desk.send(page=first, **{**WHOLE, "t-terug": "in het eerste tabblad", "concept": "1"})
    refused = desk.send(page=second, **{**WHOLE, "t-terug": "in het tweede", "concept": "1"})
    page = refused.get_data(as_text=True)
    assert refused.status_code == 409
    assert "in het eerste tabblad" in page and "in het tweede" in page
    draft = stored(session, desk)
    assert draft is not None and draft.texts == {"terug": "in het eerste tabblad"}
    kept = desk.send(page=page, **{**WHOLE, "t-terug": "allebei", "concept": "1"})
    assert kept.status_code == 303
    session.refresh(draft)
    assert draft.texts == {"terug": "allebei"}


def test_the_same_form_twice_is_one_reflection(desk: ExerciseDesk, session: Session) -> None:
    page = desk.page()
    assert desk.send(page=page, **WHOLE).status_code == 303
    assert desk.send(page=page, **WHOLE).status_code == 303
    assert stored(session, desk) is not None


def test_an_autosave_is_acknowledged_with_its_time(desk: ExerciseDesk, session: Session) -> None:
    saved = desk.autosave(desk.page(), WHOLE)
    assert saved.status_code == 200
    assert saved.get_json().keys() == {"saved_at", "sequence"}
    assert re.fullmatch(r"\d\d:\d\d", saved.get_json()["saved_at"])
    draft = stored(session, desk)
    assert draft is not None and draft.texts == {"terug": "KANARIE Een mevrouw belde."}
    assert saved.get_json()["sequence"] == draft.sequence


def test_an_autosave_of_another_tab_is_refused(desk: ExerciseDesk, session: Session) -> None:
    first, second = desk.page(), desk.page()
    desk.autosave(first, {"t-terug": "een"}, sequence=1)
    desk.autosave(first, {"t-terug": "een en twee"}, sequence=2)
    refused = desk.autosave(second, {"t-terug": "anders"}, sequence=5)
    assert (refused.status_code, refused.get_json()) == (409, {"error": "stale"})
    draft = stored(session, desk)
    assert draft is not None and draft.texts == {"terug": "een en twee"}


@pytest.mark.parametrize(
    "fields", [None, [], {"t-terug": 1}, {"t-terug": ["x"]}, {"t-terug": "x" * 5001}]
)
def test_an_autosave_of_another_shape_is_refused(
    desk: ExerciseDesk, session: Session, fields: object
) -> None:
    assert desk.autosave(desk.page(), fields).status_code == 422
    assert stored(session, desk) is None


def test_a_late_autosave_does_not_change_what_was_handed_in(
    desk: ExerciseDesk, session: Session
) -> None:
    page = desk.page()
    desk.send(page=page, **WHOLE)
    late = desk.autosave(page, {"t-terug": "laat"}, sequence="99")
    assert (late.status_code, late.get_json()) == (409, {"error": "closed"})
    kept = stored(session, desk)
    assert kept is not None and kept.texts["terug"].startswith("KANARIE")


def test_sharing_and_taking_back(desk: ExerciseDesk, session: Session) -> None:
    desk.send(**{**WHOLE, "delen": "trainer"})
    assert len(list_shared(session, [Reflection], trainer_id=desk.trainer.id).lines) == 1
    assert "Jij en je trainer, Marijke Postma." in desk.page()
    for choice, count in (("prive", 0), ("trainer", 1), ("onzin", 0)):
        response = desk.share(choice)
        assert response.status_code == 303
        assert len(list_shared(session, [Reflection], trainer_id=desk.trainer.id).lines) == count


def test_a_draft_cannot_be_shared(desk: ExerciseDesk) -> None:
    desk.send(**{**WHOLE, "delen": "trainer", "concept": "1"})
    response = desk.share("trainer")
    assert response.status_code == 404


def test_text_is_text_and_never_markup(desk: ExerciseDesk) -> None:
    hostile = "<script>alert(1)</script> **x** {{7*7}}\x00"
    desk.send(**{"t-terug": hostile, "als": hostile, "dan": hostile})
    page = desk.page()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
    assert "**x**" in page and "{{7*7}}" in page


@pytest.mark.requirement("SEC-09")
def test_nobody_else_reads_a_reflection(
    desk: ExerciseDesk, session: Session, client_as: SignIn
) -> None:
    desk.send(**WHOLE)
    others = [
        ExerciseDesk(session, client_as, EXERCISE).person,
        desk.trainer,
        make_person(session, role=Role.HR, organisation=make_organisation(session)),
        make_person(session, role=Role.OPERATOR, organisation=make_organisation(session)),
    ]
    for person in others:
        response = client_as(person).get(desk.url)
        assert response.status_code in (403, 404)
        assert "KANARIE" not in response.get_data(as_text=True)


def test_the_page_speaks_english(desk: ExerciseDesk, session: Session) -> None:
    desk.person.locale = "en"
    session.commit()
    assert "Who may read this?" in desk.page()
    desk.send(**WHOLE)
    assert "Only you can see this." in desk.page()

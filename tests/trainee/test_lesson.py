"""Reading a lesson: the page, the place, the end."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from courseapp.activities.models import Completion
from courseapp.catalog.queries import get_current
from courseapp.certificates.queries import find_certificate
from courseapp.progress.services import complete_step
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

OTHERS = ("lab-les", "gesprek", "toets", "mijn-plan")


@pytest.fixture
def reader(session, client_as):
    """A signed-in trainee's browser, enrolment and course."""
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    person = make_person(session, organisation=organisation)
    return client_as(person), make_enrolment(session, person=person, run=run), course


def _rows(session, enrolment) -> int:
    return session.scalar(
        select(func.count()).where(Completion.organisation_id == enrolment.organisation_id)
    )


def _complete(session, enrolment, course, *steps) -> None:
    for step in steps:
        complete_step(
            session,
            enrolment=enrolment,
            published=get_current(session, course.id),
            step_id=step,
            rule="read",
            now=utc_now(),
        )


def test_a_lesson_shows_its_sections_and_the_way_on(reader) -> None:
    browser, enrolment, _ = reader
    page = browser.get(f"/leren/{enrolment.id}/stap/les-een").get_data(as_text=True)
    assert 'href="#c-twee-telefoontjes"' in page
    assert '<h2 id="c-twee-telefoontjes">Twee telefoontjes</h2>' in page
    assert "Les afronden, door naar 1.2" in page


@pytest.mark.requirement("SEC-13")
def test_answers_and_feedback_are_not_in_the_page(reader) -> None:
    browser, enrolment, _ = reader
    page = browser.get(f"/leren/{enrolment.id}/stap/les-een").get_data(as_text=True)
    assert "Vraag oefen-1?" in page
    assert "GEHEIM" not in page
    assert "Ja: a." not in page


def test_reading_alone_writes_nothing(session, reader) -> None:
    browser, enrolment, _ = reader
    browser.get(f"/leren/{enrolment.id}/stap/les-een")
    session.refresh(enrolment)
    assert enrolment.started_at is None
    assert _rows(session, enrolment) == 0


def test_finishing_a_lesson_leads_to_the_next_step(session, reader) -> None:
    browser, enrolment, _ = reader
    response = browser.post(f"/leren/{enrolment.id}/stap/les-een/afronden")
    assert (response.status_code, response.location) == (
        303,
        f"/leren/{enrolment.id}/stap/lab-les",
    )
    session.refresh(enrolment)
    assert (enrolment.steps_done, enrolment.last_step_id) == (1, "les-een")


def test_finishing_a_lesson_twice_is_once(session, reader) -> None:
    browser, enrolment, _ = reader
    for _ in range(2):
        browser.post(f"/leren/{enrolment.id}/stap/les-een/afronden")
    assert _rows(session, enrolment) == 1
    page = browser.get(f"/leren/{enrolment.id}/stap/les-een").get_data(as_text=True)
    assert "Les afronden" not in page
    assert "Volgende, 1.2" in page


def test_the_last_open_step_leads_to_the_certificate(session, reader) -> None:
    browser, enrolment, course = reader
    _complete(session, enrolment, course, *OTHERS)
    response = browser.post(f"/leren/{enrolment.id}/stap/les-een/afronden")
    assert response.location == f"/certificaat/{enrolment.id}"
    session.refresh(enrolment)
    certificate = find_certificate(session, enrolment=enrolment)
    assert certificate is not None
    assert browser.get(response.location).status_code == 200
    browser.post(f"/leren/{enrolment.id}/stap/lab-les/afronden")
    assert find_certificate(session, enrolment=enrolment).code == certificate.code


def test_the_place_of_reading_is_kept(session, reader) -> None:
    browser, enrolment, _ = reader
    address = f"/leren/{enrolment.id}/stap/les-een/positie"
    assert browser.post(address, data={"anchor": "c-twee-telefoontjes"}).status_code == 204
    session.refresh(enrolment)
    assert (enrolment.last_step_id, enrolment.last_anchor) == ("les-een", "c-twee-telefoontjes")
    assert enrolment.started_at is not None


@pytest.mark.parametrize("anchor", ["a" * 81, "c-x y", '"><script>', "c-x\n"])
def test_a_place_that_cannot_be_one_is_refused(session, reader, anchor) -> None:
    browser, enrolment, _ = reader
    address = f"/leren/{enrolment.id}/stap/les-een/positie"
    assert browser.post(address, data={"anchor": anchor}).status_code == 400
    session.refresh(enrolment)
    assert enrolment.started_at is None


def test_only_lessons_are_finished_by_reading(session, reader) -> None:
    browser, enrolment, _ = reader
    for step in ("toets", "gesprek", "mijn-plan", "bestaat-niet"):
        assert browser.post(f"/leren/{enrolment.id}/stap/{step}/afronden").status_code == 404
    assert _rows(session, enrolment) == 0


def test_a_lesson_of_someone_else_does_not_exist(session, client_as, reader) -> None:
    _, enrolment, _ = reader
    stranger = client_as(make_person(session, organisation=make_organisation(session)))
    base = f"/leren/{enrolment.id}/stap/les-een"
    assert stranger.get(base).status_code == 404
    assert stranger.post(f"{base}/afronden").status_code == 404
    assert stranger.post(f"{base}/positie", data={"anchor": ""}).status_code == 404


def test_a_lesson_costs_few_queries(reader, count_queries) -> None:
    browser, enrolment, _ = reader
    address = f"/leren/{enrolment.id}/stap/les-een"
    browser.get(address)
    assert count_queries(lambda: browser.get(address)) <= 5

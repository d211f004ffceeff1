"""Completing steps: the ledger, the summary and the certificate in one transaction."""

from __future__ import annotations

import copy
import threading

from flask import Flask
from sqlalchemy import select

from courseapp.accounts.models import Person
from courseapp.accounts.services import start_session
from courseapp.activities.models import Completion
from courseapp.catalog.queries import get_current
from courseapp.certificates.models import Certificate
from courseapp.enrolment.models import Enrolment
from courseapp.progress.services import complete_step, find_differences
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.sample_course import COMPILED

LESSONS_ONLY = copy.deepcopy(COMPILED)
LESSONS_ONLY["modules"][0]["steps"] = LESSONS_ONLY["modules"][0]["steps"][:2]


def _world(session):
    organisation = make_organisation(session)
    course = make_course(session, compiled=LESSONS_ONLY)
    run = make_run(session, organisation=organisation, course=course)
    person = make_person(session, organisation=organisation)
    return person, make_enrolment(session, person=person, run=run), course


def _certificates(session, organisation_id: int) -> list[Certificate]:
    return list(
        session.scalars(select(Certificate).where(Certificate.organisation_id == organisation_id))
    )


def test_reading_all_lessons_by_forms_alone_ends_in_a_certificate(session, client_as) -> None:
    person, enrolment, _ = _world(session)
    browser = client_as(person)
    page = browser.get("/leerpad")
    for step in ("les-een", "lab-les"):
        page = browser.post(f"/leren/{enrolment.id}/stap/{step}/afronden")
    assert page.location == f"/certificaat/{enrolment.id}"
    assert "Je hebt deze cursus afgerond" in browser.get("/leerpad").get_data(as_text=True)
    (certificate,) = _certificates(session, enrolment.organisation_id)
    checked = browser.get(f"/certificaten/{certificate.code}").get_data(as_text=True)
    assert "Dit certificaat is geldig" in checked
    assert list(find_differences(session)) == []


def test_a_step_completed_elsewhere_without_a_certificate_can_still_be_finished(
    session, client_as
) -> None:
    person, enrolment, course = _world(session)
    for step in ("les-een", "lab-les"):
        complete_step(
            session,
            enrolment=enrolment,
            published=get_current(session, course.id),
            step_id=step,
            rule="read",
            now=utc_now(),
        )
    browser = client_as(person)
    assert "Rond de cursus af" in browser.get(f"/leren/{enrolment.id}").get_data(as_text=True)
    browser.post(f"/leren/{enrolment.id}/afronden")
    assert len(_certificates(session, enrolment.organisation_id)) == 1


def test_the_course_page_costs_few_queries(session, client_as, count_queries) -> None:
    person, enrolment, _ = _world(session)
    browser = client_as(person)
    address = f"/leren/{enrolment.id}"
    browser.get(address)
    assert count_queries(lambda: browser.get(address)) <= 12


def test_impatient_clicks_make_one_row_each_and_one_certificate(committed_app: Flask) -> None:
    """Eight requests at once; without the lock on the enrolment they trip over each other."""
    with committed_app.app_context():
        session = db.session()
        person, enrolment, _ = _world(session)
        token = start_session(
            session, person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
        )
        ids = (enrolment.organisation_id, enrolment.id)
        session.commit()
    answers: list[int] = []
    gate = threading.Barrier(8)
    threads = [
        threading.Thread(target=_click, args=(committed_app, token, ids[1], step, gate, answers))
        for step in ("les-een", "lab-les") * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with committed_app.app_context():
        session = db.session()
        rows = session.scalars(
            select(Completion.step_id).where(Completion.organisation_id == ids[0])
        )
        assert sorted(rows) == ["lab-les", "les-een"]
        assert len(_certificates(session, ids[0])) == 1
        found = select(Enrolment).where(Enrolment.organisation_id == ids[0])
        assert session.execute(found).scalar_one().steps_done == 2
        assert list(find_differences(session)) == []
        assert session.scalar(select(Person.name)) == "Samira Haddou"
    assert answers == [303] * 8


def _click(
    app: Flask,
    token: str,
    enrolment_id: int,
    step: str,
    gate: threading.Barrier,
    answers: list[int],
) -> None:
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
    gate.wait(30)
    answers.append(browser.post(f"/leren/{enrolment_id}/stap/{step}/afronden").status_code)

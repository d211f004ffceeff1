"""What the public sees of a certificate, and what its holder sees."""

from __future__ import annotations

import pytest

from courseapp.catalog.queries import get_current
from courseapp.certificates.domain import show_code
from courseapp.certificates.services import issue_certificate, revoke_certificate
from courseapp.enrolment.services import end_enrolment
from courseapp.progress.services import complete_step
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

CODE = "K7QF2M9D4XRA"


@pytest.fixture
def earned(session):
    """A trainee with a certificate: person, enrolment, certificate."""
    organisation = make_organisation(session, name="Lindekroon Geheim")
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    person = make_person(session, organisation=organisation)
    enrolment = make_enrolment(session, person=person, run=run)
    published = get_current(session, course.id)
    for step in published.course.required_step_ids():
        complete_step(
            session,
            enrolment=enrolment,
            published=published,
            step_id=step,
            rule="read",
            now=utc_now(),
        )
    certificate = issue_certificate(
        session, enrolment=enrolment, published=published, code=CODE, now=utc_now()
    )
    return person, enrolment, certificate


def test_anyone_with_the_code_sees_initials_course_and_validity(client, earned) -> None:
    response = client.get(f"/certificaten/{CODE}")
    page = response.get_data(as_text=True)
    assert response.status_code == 200
    assert "S. H." in page
    assert "Proefcursus" in page
    assert "Dit certificaat is geldig" in page


def test_nothing_else_of_the_holder_is_public(client, earned) -> None:
    person, _, _ = earned
    page = client.get(f"/certificaten/{CODE}").get_data(as_text=True)
    for secret in ("Samira", "Haddou", person.email, "Lindekroon Geheim", "Voorjaar"):
        assert secret not in page


def test_a_revoked_certificate_says_so(session, client, earned) -> None:
    revoke_certificate(session, certificate=earned[2], reason="GEHEIME reden", now=utc_now())
    page = client.get(f"/certificaten/{CODE}").get_data(as_text=True)
    assert "Dit certificaat is ingetrokken" in page
    assert "is geldig" not in page
    assert "GEHEIME" not in page


def test_unknown_and_impossible_codes_get_the_same_answer(client, earned) -> None:
    answers = [
        client.get("/certificaten/000000000000"),
        client.get("/certificaten/zomaar"),
        client.get("/certificaten", query_string={"code": "zomaar"}),
    ]
    assert {answer.status_code for answer in answers} == {404}
    for answer in answers:
        assert "Bij deze code hoort geen certificaat" in answer.get_data(as_text=True)


def test_a_typed_code_leads_to_its_own_address(client, earned) -> None:
    response = client.get("/certificaten", query_string={"code": show_code(CODE).lower()})
    assert (response.status_code, response.location) == (303, f"/certificaten/{CODE}")


def test_a_typed_code_is_shown_as_text(client) -> None:
    page = client.get("/certificaten", query_string={"code": '"><b>x'}).get_data(as_text=True)
    assert "<b>x" not in page


def test_checks_are_kept_out_of_search_engines_and_caches(client, earned) -> None:
    for address in ("/certificaten", f"/certificaten/{CODE}", "/certificaten/weg"):
        headers = client.get(address).headers
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Cache-Control"] == "no-store"


def test_the_holder_sees_name_organisation_and_code(client_as, earned) -> None:
    person, enrolment, _ = earned
    page = client_as(person).get(f"/certificaat/{enrolment.id}").get_data(as_text=True)
    assert "Samira Haddou" in page
    assert "Lindekroon Geheim" in page
    assert show_code(CODE) in page
    assert "25 minuten" in page


def test_the_certificate_outlives_the_enrolment(session, client_as, earned) -> None:
    person, enrolment, _ = earned
    end_enrolment(session, enrolment=enrolment, now=utc_now())
    browser = client_as(person)
    assert browser.get(f"/certificaat/{enrolment.id}").status_code == 200
    assert "Certificaten" in browser.get("/leerpad").get_data(as_text=True)


def test_someone_elses_certificate_does_not_exist(session, client_as, earned) -> None:
    stranger = make_person(session, organisation=make_organisation(session))
    assert client_as(stranger).get(f"/certificaat/{earned[1].id}").status_code == 404


def test_the_check_is_english_on_request(client, earned) -> None:
    client.set_cookie("taal", "en")
    page = client.get(f"/certificaten/{CODE}").get_data(as_text=True)
    assert "This certificate is valid" in page


@pytest.mark.requirement("SEC-46")
def test_guessing_is_slowed_down(client, earned) -> None:
    answers = [client.get(f"/certificaten/{n:012d}").status_code for n in range(62)]
    assert answers.count(404) <= 60
    assert answers[-1] == 429
    assert client.get(f"/certificaten/{CODE}").status_code == 429
    elsewhere = client.get(f"/certificaten/{CODE}", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert elsewhere.status_code == 200

"""HR's pages: only the own organisation, filters as a form, a constant number of statements, no scores."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.audit.models import AuditEvent
from courseapp.catalog.models import Revision
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Organisation, Role
from courseapp.quizzes.models import Answer, Attempt
from courseapp.reflections.models import Reflection
from courseapp.web.now import utc_now
from tests.factories import make_person
from tests.reports.world import House, make_house, take_part

SECRETS = ("GEHEIM-antwoord", "GEHEIM-tekst", "GEHEIM-als", "GEHEIM-dan", "481516")


@pytest.fixture
def house(session: Session) -> House:
    return make_house(session)


@pytest.fixture
def neighbour(session: Session) -> House:
    return make_house(session, name="Vlietland")


@pytest.fixture
def hr(session: Session, house: House, client_as: Callable[[Person], FlaskClient]) -> FlaskClient:
    return client_as(make_person(session, organisation=house.organisation, role=Role.HR, name="Joost", locale="nl"))  # fmt: skip


def _at(organisation: Organisation, path: str = "") -> str:
    return f"/hr/{organisation.slug}{path}"


def _enrolments(session: Session, run: CourseRun) -> list[Enrolment]:
    return list(
        session.scalars(
            select(Enrolment)
            .where(Enrolment.organisation_id == run.organisation_id, Enrolment.run_id == run.id)
            .order_by(Enrolment.id)
        )
    )


def _events(session: Session, action: str) -> list[AuditEvent]:
    return list(session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def test_who_serves_one_organisation_goes_straight_to_it(hr: FlaskClient, house: House) -> None:
    answer = hr.get("/hr")
    assert (answer.status_code, answer.location) == (303, _at(house.organisation))


@pytest.mark.parametrize("path", ["", "/rapport", "/groepen/nieuw"])
def test_another_organisation_does_not_exist(hr: FlaskClient, neighbour: House, path: str) -> None:
    assert hr.get(_at(neighbour.organisation, path)).status_code == 404
    assert hr.get(f"/hr/bestaat-niet{path}").status_code == 404


@pytest.mark.parametrize("path", ["/rapport/csv", "/rapport/xlsx", "/groepen/nieuw"])
def test_nothing_can_be_sent_to_another_organisation(
    session: Session, hr: FlaskClient, neighbour: House, path: str
) -> None:
    assert hr.post(_at(neighbour.organisation, path)).status_code == 404
    assert _events(session, "report.downloaded") == []


def test_a_run_of_another_organisation_does_not_exist_under_the_own_name(
    hr: FlaskClient, house: House, neighbour: House
) -> None:
    run = neighbour.runs[0].id
    assert hr.get(_at(house.organisation, f"/groepen/{run}")).status_code == 404
    assert hr.get(_at(house.organisation, f"/rapport?groep={run}")).status_code == 404
    for act in ("datum", "inschrijven", "deelnemers"):
        assert hr.post(_at(house.organisation, f"/groepen/{run}/{act}")).status_code == 404


@pytest.mark.parametrize("action", ["due", "remove"])
def test_an_enrolment_of_another_run_stays_as_it_is(
    session: Session, hr: FlaskClient, house: House, neighbour: House, action: str
) -> None:
    own, other = take_part(session, house.runs[1]), take_part(session, neighbour.runs[0])
    hr.post(
        _at(house.organisation, f"/groepen/{house.runs[0].id}/deelnemers"),
        data={"action": action, "due_on": "2027-01-31", "enrolment": [own.id, other.id]},
    )
    for run in (house.runs[1], neighbour.runs[0]):
        (enrolment,) = _enrolments(session, run)
        assert (enrolment.due_on, enrolment.ended_at) == (None, None)


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.TRAINER])
def test_only_hr_sees_the_report(
    session: Session, house: House, client_as: Callable[[Person], FlaskClient], role: Role
) -> None:
    browser = client_as(make_person(session, organisation=house.organisation, role=role))
    assert browser.get(_at(house.organisation, "/rapport")).status_code in (403, 404)


def test_filters_are_a_form_that_keeps_what_was_chosen(
    session: Session, hr: FlaskClient, house: House
) -> None:
    take_part(session, house.runs[0], name="Şeyma Kaya", department=house.departments[0])
    take_part(session, house.runs[0], name="Bram de Wit", department=house.departments[1])
    query = (
        f"q=seyma&afdeling={house.departments[0].id}&groep={house.runs[0].id}&status=not_started"
    )
    page = hr.get(_at(house.organisation, f"/rapport?{query}")).text
    assert "Şeyma Kaya" in page and "Bram de Wit" not in page
    assert 'method="get"' in page and 'value="seyma"' in page
    assert f'<option value="{house.departments[0].id}" selected>' in page
    assert f'<option value="{house.runs[0].id}" selected>' in page
    assert '<option value="not_started" selected>' in page
    assert "1 van de 2 deelnemers" in page


@pytest.mark.parametrize(
    "query", ["afdeling=x", "status=lui", "vanaf=2026-13-45", "sorteer=geheim", "pagina=-1", "afdeling=9999999999999999999"]
)  # fmt: skip
def test_a_filter_that_makes_no_sense_counts_as_not_given(
    session: Session, hr: FlaskClient, house: House, query: str
) -> None:
    take_part(session, house.runs[0], name="Bram de Wit")
    answer = hr.get(_at(house.organisation, f"/rapport?{query}"))
    assert answer.status_code == 200
    assert "Bram de Wit" in answer.text


def test_the_report_comes_in_pages_of_fifty(session: Session, hr: FlaskClient, house: House) -> None:  # fmt: skip
    for number in range(60):
        take_part(session, house.runs[0], name=f"Collega {number:02}")
    first = hr.get(_at(house.organisation, "/rapport")).text
    second = hr.get(_at(house.organisation, "/rapport?pagina=2")).text
    assert (first.count('<tr role="row"><th role="rowheader"'), "Collega 49" in first, "Collega 50" in first) == (50, True, False)  # fmt: skip
    assert (second.count('<tr role="row"><th role="rowheader"'), "Collega 59" in second) == (10, True)  # fmt: skip
    beyond = hr.get(_at(house.organisation, "/rapport?pagina=3")).text
    assert "Deze bladzijde is er niet meer." in beyond


def test_pages_ask_as_many_statements_for_sixty_people_as_for_one(
    session: Session, hr: FlaskClient, house: House, count_queries: Callable[..., int]
) -> None:
    take_part(session, house.runs[0], department=house.departments[0])
    pages = ("", "/rapport", "/rapport?sorteer=afdeling&q=j", f"/groepen/{house.runs[0].id}", "/groepen/nieuw")  # fmt: skip

    def asked() -> dict[str, int]:
        found = {}
        for path in pages:
            url = _at(house.organisation, path)
            assert hr.get(url).status_code == 200
            found[path] = count_queries(lambda url=url: hr.get(url))
        return found

    alone = asked()
    for number in range(60):
        take_part(session, house.runs[0], name=f"Jan {number}", department=house.departments[0])
    assert asked() == alone
    assert max(alone.values()) <= 12


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_a_download_is_an_attachment_and_is_noted_once(
    session: Session, hr: FlaskClient, house: House, extension: str
) -> None:
    take_part(session, house.runs[0], name="Bram de Wit")
    answer = hr.post(_at(house.organisation, f"/rapport/{extension}?groep={house.runs[0].id}"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    name = answer.headers["Content-Disposition"]
    assert name.startswith(f'attachment; filename="voortgang-{house.organisation.slug}-')
    assert name.endswith(f'.{extension}"')
    announced = answer.headers.get("Content-Length", type=int)
    assert announced == (None if extension == "csv" else len(answer.data)), "a CSV is streamed"
    assert answer.data
    (event,) = _events(session, "report.downloaded")
    joost = session.scalars(select(Person.id).where(Person.name == "Joost")).one()
    assert (event.actor_id, event.scope_id) == (joost, house.organisation.id)
    assert event.subject == f"run:{house.runs[0].id}"


def test_looking_at_a_download_address_is_no_download(hr: FlaskClient, house: House) -> None:
    assert hr.get(_at(house.organisation, "/rapport/csv")).status_code == 405


def _with_secrets(session: Session, run: CourseRun) -> None:
    """A participant whose answer, score and reflection could be found on a page."""
    enrolment, now = take_part(session, run, name="Samira", started_at=utc_now()), utc_now()
    revision = session.scalars(select(func.max(Revision.id))).one()
    tenant = {"organisation_id": run.organisation_id}
    attempt = Attempt(
        **tenant, enrolment_id=enrolment.id, step_id="toets", revision_id=revision, number=1, seed="s", items=[],
        started_at=now, state="submitted", submitted_at=now, points=481516.0, max_points=481516.0,
    )  # fmt: skip
    session.add(attempt)
    session.flush()
    session.add(
        Answer(
            **tenant, attempt_id=attempt.id, item_id="v", sequence=1, client_key="k",
            response={"text": SECRETS[0]}, saved_at=now,
        )
    )  # fmt: skip
    session.add(
        Reflection(
            **tenant, enrolment_id=enrolment.id, step_id="mijn-plan", revision_id=revision, updated_at=now,
            texts={"terug": SECRETS[1]}, cue=SECRETS[2], action=SECRETS[3], shared_at=now,
        )
    )  # fmt: skip
    session.flush()


def test_no_page_or_file_of_hr_holds_an_answer_a_score_or_a_reflection(
    session: Session, hr: FlaskClient, house: House
) -> None:
    _with_secrets(session, house.runs[0])
    texts = [
        hr.get(_at(house.organisation, path)).text
        for path in ("", "/rapport", f"/rapport?groep={house.runs[0].id}", f"/groepen/{house.runs[0].id}", "/groepen/nieuw")
    ]  # fmt: skip
    texts.append(hr.post(_at(house.organisation, "/rapport/csv")).text)
    assert sum("Samira" in text for text in texts) == 4
    assert [s for s in SECRETS for text in texts if s in text.replace(".", "")] == []


def test_hr_opens_a_run_enrols_a_department_and_a_colleague(
    session: Session, hr: FlaskClient, house: House
) -> None:
    organisation, balie = house.organisation, house.departments[0]
    for name, department in (("Aad", balie), ("Bea", balie), ("Cor", None), ("Dik", None)):
        take_part(session, house.runs[1], name=name, department=department)
    course = house.runs[0].course_id
    answer = hr.post(
        _at(organisation, "/groepen/nieuw"),
        data={"course_id": course, "name": " Zomer ", "starts_on": "2027-06-01", "due_on": "2027-08-31", "trainer_id": 0},
    )  # fmt: skip
    run = session.scalars(select(CourseRun).where(CourseRun.organisation_id == organisation.id, CourseRun.name == "Zomer")).one()  # fmt: skip
    assert (answer.status_code, answer.location) == (303, _at(organisation, f"/groepen/{run.id}"))
    assert (run.starts_on, run.due_on, run.trainer_id) == (date(2027, 6, 1), date(2027, 8, 31), None)  # fmt: skip
    cor = session.scalars(select(Person.id).where(Person.name == "Cor")).one()
    form = {"department": [balie.id], "person": [cor]}
    for _ in range(2):
        url = _at(organisation, f"/groepen/{run.id}/inschrijven")
        assert hr.post(url, data=form).status_code == 303
    names = session.scalars(select(Person.name).where(Person.id.in_([e.person_id for e in _enrolments(session, run)])))  # fmt: skip
    assert sorted(names) == ["Aad", "Bea", "Cor"]
    assert (len(_events(session, "run.created")), len(_events(session, "run.people-added"))) == (1, 1)  # fmt: skip


def test_a_stranger_cannot_be_enrolled(session: Session, hr: FlaskClient, house: House, neighbour: House) -> None:  # fmt: skip
    theirs = take_part(session, neighbour.runs[0], department=neighbour.departments[0])
    form = {"department": [neighbour.departments[0].id], "person": [theirs.person_id]}
    hr.post(_at(house.organisation, f"/groepen/{house.runs[0].id}/inschrijven"), data=form)
    assert _enrolments(session, house.runs[0]) == []


def test_a_due_date_of_ones_own_is_set_and_taken_back(
    session: Session, hr: FlaskClient, house: House
) -> None:
    chosen, other = take_part(session, house.runs[0]), take_part(session, house.runs[0])
    url = _at(house.organisation, f"/groepen/{house.runs[0].id}/deelnemers")
    for typed, expected in (("2027-01-31", date(2027, 1, 31)), ("", None)):
        hr.post(url, data={"action": "due", "due_on": typed, "enrolment": [chosen.id]})
        found = {e.id: e.due_on for e in _enrolments(session, house.runs[0])}
        assert found == {chosen.id: expected, other.id: None}
    assert [e.details["due_on"] for e in _events(session, "run.due-moved")] == ["2027-01-31", None]


def test_the_due_date_of_a_run_is_moved(session: Session, hr: FlaskClient, house: House) -> None:
    run = house.runs[0]
    answer = hr.post(_at(house.organisation, f"/groepen/{run.id}/datum"), data={"due_on": "2027-03-01"})  # fmt: skip
    assert answer.status_code == 303
    session.refresh(run)
    assert run.due_on == date(2027, 3, 1)


def test_ending_an_enrolment_keeps_what_is_done_and_enrolling_again_goes_on_there(
    session: Session, hr: FlaskClient, house: House
) -> None:
    run = house.runs[0]
    enrolment = take_part(session, run, name="Bram de Wit", started_at=utc_now(), steps_done=3)
    page = _at(house.organisation, f"/groepen/{run.id}")
    hr.post(f"{page}/deelnemers", data={"action": "remove", "enrolment": [enrolment.id]})
    (ended,) = _enrolments(session, run)
    assert ended.ended_at is not None
    assert "Bram de Wit" not in hr.get(_at(house.organisation, "/rapport")).text
    hr.post(f"{page}/inschrijven", data={"person": [ended.person_id]})
    (again,) = _enrolments(session, run)
    assert (again.id, again.ended_at, again.steps_done) == (enrolment.id, None, 3)
    assert len(_events(session, "run.people-removed")) == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Geef de groep een naam"),
        ({"name": "x" * 121}, "Gebruik hoogstens 120 tekens."),
        ({"starts_on": ""}, "Kies een begindatum."),
        ({"starts_on": "31-31-2027"}, "31-31-2027"),
        ({"due_on": "2027-05-31"}, "Kies een einddatum na de begindatum."),
        ({"course_id": "999999"}, "Zomer met vakantie"),
    ],
)  # fmt: skip
def test_a_run_that_cannot_be_comes_back_with_what_was_typed(
    session: Session, hr: FlaskClient, house: House, changed: dict[str, str], told: str
) -> None:
    typed = {"course_id": house.runs[0].course_id, "name": "Zomer met vakantie", "starts_on": "2027-06-01",
             "due_on": "2027-08-31", "trainer_id": 0} | changed  # fmt: skip
    answer = hr.post(_at(house.organisation, "/groepen/nieuw"), data=typed)
    assert answer.status_code == 422
    assert told in answer.text
    for field in ("name", "due_on", "starts_on"):
        assert f'value="{typed[field]}"' in answer.text
    count = select(func.count()).where(CourseRun.organisation_id == house.organisation.id)
    assert session.scalar(count) == 2


@pytest.mark.parametrize("typed", ["2026-10-31", "geen datum"])
def test_a_due_date_that_cannot_be_comes_back(
    session: Session, hr: FlaskClient, house: House, typed: str
) -> None:
    run = house.runs[1]
    before = run.due_on
    answer = hr.post(_at(house.organisation, f"/groepen/{run.id}/datum"), data={"due_on": typed})
    assert (answer.status_code, f'value="{typed}"' in answer.text) == (422, True)
    session.refresh(run)
    assert run.due_on == before
    assert _events(session, "run.due-moved") == []


def test_nobody_joins_a_closed_run(session: Session, hr: FlaskClient, house: House) -> None:
    colleague = take_part(session, house.runs[1]).person_id
    house.runs[0].closed_at = utc_now() - timedelta(days=1)
    url = _at(house.organisation, f"/groepen/{house.runs[0].id}")
    assert "Deze groep is gesloten." in hr.post(f"{url}/inschrijven", data={"person": [colleague]}, follow_redirects=True).text  # fmt: skip
    assert _enrolments(session, house.runs[0]) == []

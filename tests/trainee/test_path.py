"""The learning path and the course page."""

from __future__ import annotations

import copy
from datetime import timedelta

from courseapp.catalog.queries import get_current
from courseapp.dialogues.models import Walk
from courseapp.progress.services import complete_step, note_activity
from courseapp.quizzes.models import Attempt
from courseapp.web.now import today_in, utc_now
from tests.factories import (
    make_course,
    make_enrolment,
    make_organisation,
    make_person,
    make_run,
    publish_revision,
)
from tests.sample_course import COMPILED, KEYS


def _trainee(session, **run_values):
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course, **run_values)
    person = make_person(session, organisation=organisation)
    return person, make_enrolment(session, person=person, run=run), course


def _complete(session, enrolment, course, *steps):
    published = get_current(session, course.id)
    for step in steps:
        complete_step(
            session,
            enrolment=enrolment,
            published=published,
            step_id=step,
            rule="read",
            now=utc_now(),
        )


def _resume(page: str) -> str:
    """The address of the one button."""
    block = page.partition('<section class="resume"')[2].partition("</section>")[0]
    return block.partition('<a class="btn" href="')[2].partition('"')[0]


def test_nothing_assigned_says_what_to_expect(session, client_as) -> None:
    person = make_person(session, organisation=make_organisation(session))
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert "Er staat nog geen cursus voor je klaar" in page
    assert "hulp@example.org" in page


def test_a_fresh_course_begins_with_its_first_step(session, client_as) -> None:
    person, enrolment, _ = _trainee(session)
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert "Begin met 1.1 Stap les-een" in page
    assert _resume(page) == f"/leren/{enrolment.id}/stap/les-een"
    assert "0 van de 5 stappen klaar" in page


def test_the_button_leads_to_the_section_where_reading_stopped(session, client_as) -> None:
    person, enrolment, _ = _trainee(session)
    anchor = "c-twee-telefoontjes"
    note_activity(session, enrolment=enrolment, step_id="les-een", anchor=anchor, now=utc_now())
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert _resume(page) == f"/leren/{enrolment.id}/stap/les-een#{anchor}"
    assert "Je bent bij ‘Twee telefoontjes’." in page


def test_the_button_leads_to_the_practice_question_that_was_answered_last(
    session, client_as
) -> None:
    person, enrolment, _ = _trainee(session)
    note_activity(
        session, enrolment=enrolment, step_id="les-een", anchor="v-oefen-1", now=utc_now()
    )
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert _resume(page) == f"/leren/{enrolment.id}/stap/les-een#v-oefen-1"


def test_a_section_that_no_longer_exists_leads_to_the_top(session, client_as) -> None:
    person, enrolment, _ = _trainee(session)
    note_activity(session, enrolment=enrolment, step_id="les-een", anchor="c-weg", now=utc_now())
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert _resume(page) == f"/leren/{enrolment.id}/stap/les-een"


def test_the_button_leads_into_an_open_attempt(session, client_as) -> None:
    person, enrolment, course = _trainee(session)
    attempt = Attempt(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        step_id="toets",
        revision_id=course.current_revision_id,
        number=1,
        seed="s",
        items=[],
        started_at=utc_now(),
    )
    session.add(attempt)
    note_activity(session, enrolment=enrolment, step_id="toets", now=utc_now())
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert _resume(page) == f"/leren/{enrolment.id}/poging/{attempt.id}"


def test_an_open_conversation_goes_before_the_next_step(session, client_as) -> None:
    person, enrolment, course = _trainee(session)
    _complete(session, enrolment, course, "les-een")
    walk = Walk(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        step_id="gesprek",
        revision_id=course.current_revision_id,
        number=1,
        seed="s",
        started_at=utc_now(),
    )
    session.add(walk)
    session.flush()
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert _resume(page) == f"/leren/{enrolment.id}/stap/gesprek"
    assert "Je gesprek loopt nog" in page


def test_after_a_finished_step_the_button_leads_to_the_next(session, client_as) -> None:
    person, enrolment, course = _trainee(session)
    _complete(session, enrolment, course, "les-een", "lab-les")
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert _resume(page) == f"/leren/{enrolment.id}/stap/gesprek"
    assert "2 van de 5 stappen klaar" in page


def test_the_due_date_is_said_in_words(session, client_as) -> None:
    today = today_in("Europe/Amsterdam", now=utc_now())
    for days, words in ((9, "Dat is over 9 dagen"), (1, "Dat is morgen"), (0, "Dat is vandaag")):
        person, _, _ = _trainee(session, due_on=today + timedelta(days=days))
        assert words in client_as(person).get("/leerpad").get_data(as_text=True)


def test_a_missed_due_date_is_said_without_blame(session, client_as) -> None:
    today = today_in("Europe/Amsterdam", now=utc_now())
    person, _, _ = _trainee(session, due_on=today - timedelta(days=3))
    assert "Dat was 3 dagen geleden" in client_as(person).get("/leerpad").get_data(as_text=True)


def test_a_second_course_is_listed_below_the_one_under_way(session, client_as) -> None:
    person, enrolment, _ = _trainee(session)
    other = make_course(session)
    run = make_run(
        session, organisation=_organisation(session, enrolment), course=other, name="Later"
    )
    make_enrolment(session, person=person, run=run)
    note_activity(session, enrolment=enrolment, step_id="les-een", now=utc_now())
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert "Je andere cursussen" in page
    assert _resume(page) == f"/leren/{enrolment.id}/stap/les-een"


def _organisation(session, enrolment):
    from courseapp.organisations.models import Organisation

    return session.get(Organisation, enrolment.organisation_id)


def test_the_number_of_queries_does_not_grow_with_the_courses(
    session, client_as, count_queries
) -> None:
    person, enrolment, course = _trainee(session)
    browser = client_as(person)
    browser.get("/leerpad")
    one = count_queries(lambda: browser.get("/leerpad"))
    for _ in range(3):
        run = make_run(session, organisation=_organisation(session, enrolment), course=course)
        _complete(session, make_enrolment(session, person=person, run=run), course, "les-een")
    session.commit()
    four = count_queries(lambda: browser.get("/leerpad"))
    assert four == one
    assert one <= 9


def test_the_path_writes_nothing(session, client_as) -> None:
    person, enrolment, _ = _trainee(session)
    client_as(person).get("/leerpad")
    session.refresh(enrolment)
    assert enrolment.last_activity_at is None


def test_the_course_page_says_what_is_missing(session, client_as) -> None:
    person, enrolment, course = _trainee(session)
    _complete(session, enrolment, course, "les-een", "lab-les", "gesprek")
    page = client_as(person).get(f"/leren/{enrolment.id}").get_data(as_text=True)
    assert "Nog 2 stappen tot je certificaat:" in page
    missing = page.partition('class="plain-list"')[2].partition("</ul>")[0]
    assert "1.4 Stap toets" in missing
    assert "1.5 Stap mijn-plan" in missing
    assert "les-een" not in missing


def test_what_is_missing_beyond_the_next_five_is_folded(session, client_as) -> None:
    compiled = copy.deepcopy(COMPILED)
    steps = compiled["modules"][0]["steps"]
    steps += [steps[0] | {"id": f"meer-{n}", "number": f"1.{n}"} for n in range(6, 9)]
    organisation = make_organisation(session)
    run = make_run(session, organisation=organisation, course=make_course(session, compiled=compiled))  # fmt: skip
    person = make_person(session, organisation=organisation)
    enrolment = make_enrolment(session, person=person, run=run)
    page = client_as(person).get(f"/leren/{enrolment.id}").get_data(as_text=True)
    first, _, folded = page.partition("<summary>En nog 3 stappen")
    assert "stap/mijn-plan" in first and "stap/meer-6" not in first.partition("plain-list")[2]
    assert all(f"stap/meer-{n}" in folded.partition("</ul>")[0] for n in range(6, 9))


def test_the_course_page_says_what_the_course_is_about(session, client_as) -> None:
    person, enrolment, course = _trainee(session)
    browser = client_as(person)
    fresh = browser.get(f"/leren/{enrolment.id}").get_data(as_text=True)
    assert '<details class="asdata course-a" open>' in fresh
    assert "<p>Kort.</p>" in fresh.partition("Over deze cursus")[2].partition("</details>")[0]
    _complete(session, enrolment, course, "les-een")
    begun = browser.get(f"/leren/{enrolment.id}").get_data(as_text=True)
    assert '<details class="asdata course-a">' in begun


def test_a_course_of_someone_else_does_not_exist(session, client_as) -> None:
    _, enrolment, _ = _trainee(session)
    stranger, _, _ = _trainee(session)
    browser = client_as(stranger)
    assert browser.get(f"/leren/{enrolment.id}").status_code == 404
    assert browser.post(f"/leren/{enrolment.id}/afronden").status_code == 404
    assert browser.get(f"/certificaat/{enrolment.id}").status_code == 404


def test_when_the_last_missing_step_leaves_the_course_a_button_finishes_it(
    session, client_as
) -> None:
    person, enrolment, course = _trainee(session)
    _complete(session, enrolment, course, "les-een", "lab-les", "gesprek", "toets")
    shorter = copy.deepcopy(COMPILED)
    shorter["modules"][0]["steps"].pop()
    publish_revision(session, course=course, compiled=shorter, keys=KEYS, number=2)
    browser = client_as(person)
    assert "Rond de cursus af" in browser.get("/leerpad").get_data(as_text=True)
    response = browser.post(f"/leren/{enrolment.id}/afronden")
    assert (response.status_code, response.location) == (303, f"/certificaat/{enrolment.id}")
    assert browser.get(response.location).status_code == 200


def test_an_unfinished_course_cannot_be_finished_by_the_button(session, client_as) -> None:
    person, enrolment, _ = _trainee(session)
    response = client_as(person).post(f"/leren/{enrolment.id}/afronden")
    assert response.location == f"/leren/{enrolment.id}"
    session.refresh(enrolment)
    assert enrolment.completed_at is None


def test_the_path_is_english_for_who_reads_english(session, client_as) -> None:
    person, _, _ = _trainee(session)
    person.locale = "en"
    session.flush()
    page = client_as(person).get("/leerpad").get_data(as_text=True)
    assert "My learning path" in page
    assert "Start with 1.1 Step les-een" in page

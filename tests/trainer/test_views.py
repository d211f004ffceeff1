"""The studio's pages: courses, publishing with its differences, history, media, what is shared."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from courseapp.audit.models import AuditEvent
from courseapp.catalog.models import Course
from courseapp.catalog.queries import get_course, get_files, get_working_copy, list_digests
from courseapp.catalog.services import save_draft
from courseapp.organisations.models import Role
from courseapp.reflections.models import Reflection, WorkTask
from courseapp.web.now import utc_now
from tests.catalog.courses import ENGLISH, LESSON
from tests.catalog.publishing import SLUG, course_files, publish_files, publish_in_studio
from tests.catalog.test_services import answer_question
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.trainer.conftest import FILE, make_trainer
from tests.trainer.test_views_editor import fields, hidden, text_of

COURSE = f"/studio/{SLUG}"
PUBLISH = f"{COURSE}/publiceren"


def write(browser, word: str) -> None:
    assert browser.post(FILE, data=fields(browser, text_of(word))).status_code == 303


def publish(browser, **more: str):
    page = browser.get(PUBLISH).text
    shown = {name: hidden(page, name) for name in ("base", "files_hash")}
    return browser.post(PUBLISH, data=shown | {"message": "Duidelijker"} | more)


def test_the_list_says_what_counts_and_how_many_are_under_way(trainer, session) -> None:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    course = get_course(session, SLUG)
    run = make_run(session, organisation=organisation, course=session.get_one(Course, course.id))
    make_enrolment(session, person=person, run=run, started_at=utc_now())
    page = trainer.get("/studio").text
    assert "Proef" in page
    assert "uit de bestanden" in page
    assert re.search(r"Deelnemers onderweg</dt><dd>1</dd>", page)
    assert "1 deelnemer onderweg" in trainer.get(COURSE).text


def test_the_course_page_leads_to_each_file_in_both_languages(trainer) -> None:
    page = trainer.get(COURSE).text
    for path in ("course.md", "course.en.md", "1-begin/module.md", LESSON, "sources.yml"):
        assert f'href="/studio/{SLUG}/bestand/{path}"' in page
    assert re.search(r'src="/media/proef/[0-9a-f]{12}/stip.svg"', page)


@pytest.mark.parametrize("path", ["/studio", COURSE, PUBLISH, f"{COURSE}/versies", FILE])
def test_pages_need_a_constant_number_of_queries(trainer, session, count_queries, path) -> None:
    trainer.get(path)
    before = count_queries(lambda: trainer.get(path))
    for word in ("twee", "drie", "vier"):
        publish_in_studio(session, word, base=get_course(session, SLUG).current.id)
    for _ in range(3):
        make_course(session)
    trainer.get(path)
    assert count_queries(lambda: trainer.get(path)) == before


def test_publishing_shows_the_differences_first(trainer, session) -> None:
    write(trainer, "goed")
    page = trainer.get(PUBLISH).text
    assert '<tr class="is-out">' in page and '<tr class="is-in">' in page
    assert "Luister goed." in page
    assert "niemand onderweg" in page
    assert publish(trainer).headers["Location"] == COURSE
    course = get_course(session, SLUG)
    assert (course.current.number, course.current.message) == (2, "Duidelijker")
    assert get_files(session, course.current.id) == course_files("goed")
    event = session.execute(select(AuditEvent).order_by(AuditEvent.id.desc())).scalars().first()
    assert (event.action, event.actor_id) == ("course.published", course.current.author_id)


def test_nothing_to_publish_is_said_and_a_post_does_nothing(trainer, session) -> None:
    assert "Er zijn geen concepten" in trainer.get(PUBLISH).text
    base = str(get_course(session, SLUG).current.id)
    assert trainer.post(PUBLISH, data={"base": base}).status_code == 303
    assert get_course(session, SLUG).current.number == 1


def test_a_course_with_errors_cannot_be_published(trainer, session) -> None:
    trainer.post(FILE, data=fields(trainer, text_of("goed").replace("- [x]", "- [ ]")))
    page = trainer.get(PUBLISH).text
    assert "Los eerst 1 fout op" in page
    assert publish(trainer).status_code == 409
    assert get_course(session, SLUG).current.number == 1
    assert LESSON in get_working_copy(session, SLUG).drafts


def test_a_draft_that_changed_after_the_differences_were_shown_is_not_published(
    trainer, session
) -> None:
    write(trainer, "gezien")
    page = trainer.get(PUBLISH).text
    shown = {name: hidden(page, name) for name in ("base", "files_hash")}
    write(trainer, "ongezien")
    answer = trainer.post(PUBLISH, data=shown | {"message": "Mijn zin"})
    assert answer.status_code == 409
    assert "Luister ongezien." in answer.text
    assert 'value="Mijn zin"' in answer.text
    assert get_course(session, SLUG).current.number == 1


def test_a_stale_draft_is_explained_and_not_published(trainer, session) -> None:
    write(trainer, "mijn")
    page = trainer.get(PUBLISH).text
    shown = {name: hidden(page, name) for name in ("base", "files_hash")}
    publish_in_studio(session, "ander", base=get_course(session, SLUG).current.id)
    answer = trainer.post(PUBLISH, data=shown)
    assert answer.status_code == 409
    assert "versie 2 verschenen" in answer.text
    assert f'href="/studio/{SLUG}/vergelijk/{LESSON}"' in answer.text
    assert "Kies eerst wat blijft" in trainer.get(PUBLISH).text


def test_an_earlier_revision_is_compared_and_put_back(trainer, session) -> None:
    publish_in_studio(session, "nieuw", base=get_course(session, SLUG).current.id)
    assert "Versie 1" in trainer.get(f"{COURSE}/versies").text
    page = trainer.get(f"{COURSE}/versies/1").text
    assert "Luister nieuw." in page
    source = trainer.get(f"{COURSE}/versies/1/bestand/{LESSON}").text
    assert "Luister eerst." in source
    answer = trainer.post(f"{COURSE}/versies/1/terugzetten", data={"base": hidden(page, "base")})
    assert answer.headers["Location"] == COURSE
    course = get_course(session, SLUG)
    assert (course.current.number, course.current.message) == (3, "Versie 1 teruggezet")
    assert get_files(session, course.current.id) == course_files()


def test_putting_back_from_an_old_page_changes_nothing(trainer, session) -> None:
    publish_in_studio(session, "twee", base=get_course(session, SLUG).current.id)
    page = trainer.get(f"{COURSE}/versies/1").text
    publish_in_studio(session, "drie", base=get_course(session, SLUG).current.id)
    answer = trainer.post(f"{COURSE}/versies/1/terugzetten", data={"base": hidden(page, "base")})
    assert answer.headers["Location"] == f"{COURSE}/versies/1"
    assert "versie 3 verschenen" in trainer.get(answer.headers["Location"]).text
    assert get_course(session, SLUG).current.number == 3


@pytest.mark.parametrize(
    "path",
    ["/studio/nergens", "/studio/nergens/publiceren", f"{COURSE}/versies/9", f"{COURSE}/versies/123456789012345678901",
     f"{COURSE}/versies/1/bestand/nergens.md", f"{COURSE}/versies/1/bestand/media/stip.svg"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(trainer, path: str) -> None:
    assert trainer.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.HR, Role.OPERATOR])
@pytest.mark.parametrize("path", ["/studio", COURSE, FILE, PUBLISH, "/studio/gedeeld"])
def test_only_trainers_enter_the_studio(session, client_as, role, path) -> None:
    publish_files(session)
    browser = client_as(make_person(session, organisation=make_organisation(session), role=role))
    assert browser.get(path).status_code == 403


@pytest.mark.requirement("SEC-59")
def test_media_are_for_whoever_is_signed_in_and_can_do_nothing(session, client, client_as) -> None:
    done = publish_files(session)
    trainee = client_as(make_person(session, organisation=make_organisation(session)))
    digest = list_digests(session, done.revision_id)["media/stip.svg"][:12]
    address = f"/media/{SLUG}/{digest}/stip.svg"
    answer = trainee.get(address)
    assert (answer.status_code, answer.content_type) == (200, "image/svg+xml")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get(address).status_code == 303
    for wrong in (f"/media/{SLUG}/{digest}/ander.svg", f"/media/{SLUG}/{'0' * 12}/stip.svg",
                  f"/media/ander/{digest}/stip.svg", f"/media/{SLUG}/{digest}/course.md",
                  f"/media/{SLUG}/{digest}/..%2fcourse.md", f"/media/{SLUG}/%25/stip.svg"):  # fmt: skip
        assert trainee.get(wrong).status_code == 404


def test_a_shared_reflection_is_shown_as_plain_text_to_its_trainer_only(session, client_as) -> None:
    organisation = make_organisation(session)
    mine, other = make_trainer(session), make_trainer(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course, trainer_id=mine.id)
    writer = make_person(session, organisation=organisation, name="Noor de Wit")
    enrolment = make_enrolment(session, person=writer, run=run)
    row = Reflection(
        organisation_id=organisation.id, enrolment_id=enrolment.id, step_id="mijn-plan",
        revision_id=course.current_revision_id, texts={"terug": "<script>alert(1)</script>\nTweede regel"},
        cue="de klant zucht", action="vraag ik door", updated_at=utc_now(), submitted_at=utc_now(), shared_at=utc_now(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    address = f"/studio/gedeeld/{row.id}"
    browser = client_as(mine)
    assert "Noor de Wit" in browser.get("/studio/gedeeld").text
    page = browser.get(address).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "vraag ik door" in page
    stranger = client_as(other)
    assert "Noor" not in stranger.get("/studio/gedeeld").text
    assert stranger.get(address).status_code == 404
    row.shared_at = None
    session.flush()
    assert browser.get(address).status_code == 404


def test_a_question_with_answers_that_would_change_its_kind_is_named_with_the_way_out(
    trainer, session
) -> None:
    answer_question(session, revision_id=get_course(session, SLUG).current.id)
    course = get_course(session, SLUG)
    for path in (LESSON, ENGLISH):
        save_draft(
            session, course_id=course.id, path=path, version=0, base_revision_id=course.current.id,
            text=course_files()[path].decode().replace("{#kies ", "{#kies kind=true-false "),
            author_id=make_person(session).id, now=utc_now(),
        )  # fmt: skip
    session.flush()
    page = trainer.get(PUBLISH).text
    assert "Vraag ‘kies’ heeft al antwoorden" in page
    assert "eigen id" in page
    assert publish(trainer).status_code == 409
    assert get_course(session, SLUG).current.number == 1


def test_the_studio_speaks_english(session, client_as) -> None:
    publish_files(session)
    page = client_as(make_trainer(session, locale="en")).get(FILE).text
    for text in ("Save draft", "Publish version 2", "No problems found", "Same as the published"):
        assert text in page


def test_what_is_shared_comes_in_pages_newest_first_whatever_its_kind(
    session, client_as, count_queries
) -> None:
    organisation, mine = make_organisation(session), make_trainer(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course, trainer_id=mine.id)
    started = utc_now()
    browser = client_as(mine)

    def share(kind, number: int, **more) -> None:
        writer = make_person(session, organisation=organisation, name=f"Naam {number:02}")
        enrolment = make_enrolment(session, person=writer, run=run)
        session.add(
            kind(
                organisation_id=organisation.id,
                enrolment_id=enrolment.id,
                step_id="mijn-plan",
                revision_id=course.current_revision_id,
                updated_at=started,
                shared_at=started + timedelta(minutes=number),
                **more,
            )
        )
        session.flush()

    share(Reflection, 0, submitted_at=started)
    share(WorkTask, 1, done_at=started)
    browser.get("/studio/gedeeld")
    few = count_queries(lambda: browser.get("/studio/gedeeld"))
    for number in range(2, 52):
        share((Reflection, WorkTask)[number % 2], number)
    assert count_queries(lambda: browser.get("/studio/gedeeld")) == few
    names = [
        re.findall(r">(Naam \d\d)</a>", browser.get(f"/studio/gedeeld?pagina={page}").text)
        for page in (1, 2, 3)
    ]
    assert names[0] == [f"Naam {number:02}" for number in range(51, 1, -1)]
    assert names[1] == ["Naam 01", "Naam 00"] == names[2]
    assert "Werkopdracht" in browser.get("/studio/gedeeld?pagina=2").text

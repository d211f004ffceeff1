"""What may not leave does not leave: words of another organisation, of the writer alone, of the key."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import JSON, String, delete, select, update
from sqlalchemy.orm import Session

from courseapp.audit.models import AuditEvent
from courseapp.database import ALL_TENANTS, Base
from courseapp.mail.models import OutgoingMail
from courseapp.plans.models import Buddy
from courseapp.quizzes.models import Attempt, GradedItem, PracticeAnswer
from courseapp.reflections.models import Reflection, WorkTask
from courseapp.scenarios.models import Scenario
from courseapp.web.logs import configure_logging
from courseapp.web.now import utc_now
from courseapp.writing.models import Writing
from tests.scenarios.sheets import full_sheet
from tests.security.calls import calls
from tests.security.course import Words
from tests.security.crawl import crawl, text_of
from tests.security.world import browser_as, checksum, make_world, undone

MARK = "kanarie7f3a9c"
SECRET = "geheim5d8e2b"
SCORES = r"481.?516"
JSON_ONLY = {"Accept": "application/json"}
MEANINGLESS = {
    "anchor", "client_key", "code", "confidence", "course_title", "end_id", "item_id", "items", "last_anchor", "last_key",
    "last_step_id", "marks", "objective_id", "outcome", "passage_id", "reply_id", "role", "route", "rule", "scores", "seed",
    "state", "step_id", "verdict", "reason",
}  # fmt: skip
"""Text columns of tenant tables that hold names of the course's parts, states and keys, not words."""


def words_of(pages: dict[str, str], *words: str) -> list[str]:
    """The addresses whose text holds one of the words."""
    return [
        url
        for url, text in pages.items()
        if any(re.search(word, text, re.IGNORECASE) for word in words)
    ]


@pytest.mark.requirement("SEC-04")
def test_every_text_of_an_organisation_holds_a_canary(app: Flask, session: Session) -> None:
    make_world(session, app, mark=MARK, secret=SECRET)
    silent = []
    for name, table in Base.metadata.tables.items():
        if "organisation_id" not in table.c:
            continue
        rows = session.execute(select(table), execution_options=ALL_TENANTS).mappings().all()
        for column in table.c:
            is_text = isinstance(column.type, String | JSON) and column.name not in MEANINGLESS
            text = " ".join(str(row[column.name]) for row in rows)
            if is_text and rows and MARK not in text and SECRET not in text:
                silent.append(f"{name}.{column.name}")
    filled = {"completion", "dialogue_choice"}
    assert silent == []
    empty = [
        name
        for name, table in Base.metadata.tables.items()
        if "organisation_id" in table.c
        and not session.execute(select(table).limit(1), execution_options=ALL_TENANTS).all()
    ]
    assert set(empty) <= filled, "give the world a row of each table that holds words"


@pytest.mark.requirement("SEC-04")
@pytest.mark.parametrize("column", ["anonymous", "other-trainee", "other-hr"])
def test_nothing_of_an_organisation_reaches_another(
    column: str, app: Flask, session: Session
) -> None:
    world = make_world(session, app, mark=MARK, secret=SECRET)
    browser = browser_as(app, session, world.people[column])
    pages = crawl(browser, "/", "/account", "/certificaten")
    for call in calls(app, world):
        if "token" in call.rule.arguments or call.url.startswith(("/certificaten/", "/inloggen")):
            continue  # whoever holds the code or the mailed link is let in by it
        for headers in ({}, JSON_ONLY):
            with undone(session):
                response = call.send(
                    browser_as(app, session, world.people[column]), headers=headers
                )
                pages[f"{call.method} {call.url} {headers}"] = (
                    f"{response.headers} {text_of(response.get_data())}"
                )
    for extension in ("csv", "xlsx"):
        url = f"/hr/{world.stranger.slug}/rapport/{extension}"
        pages[url] = text_of(browser.post(url).get_data())
    assert len(pages) > 100
    assert words_of(pages, MARK, SECRET) == []


@pytest.mark.requirement("SEC-04")
def test_the_own_organisation_does_find_its_words(app: Flask, session: Session) -> None:
    """The canaries sing where they may: without this, the other tests would prove nothing."""
    world = make_world(session, app, mark=MARK, secret=SECRET)
    for column, words in {"owner": (MARK, SECRET), "hr": (MARK,), "trainer": (SECRET,)}.items():
        pages = crawl(browser_as(app, session, world.people[column]), "/", "/studio/gedeeld")
        for word in words:
            assert words_of(pages, word), f"{column} {word}"
    browser = browser_as(app, session, world.person("hr"))
    for extension in ("csv", "xlsx"):
        file = browser.post(f"/hr/{world.organisation.slug}/rapport/{extension}").get_data()
        assert MARK in text_of(file)


@pytest.mark.requirement("SEC-04")
def test_forms_cannot_name_rows_of_another_organisation(app: Flask, session: Session) -> None:
    world = make_world(session, app)
    v, own = world.values, f"/hr/{world.organisation.slug}/groepen/{world.values['run_id']}"
    stranger, browser = (
        world.person("other-trainee").id,
        browser_as(app, session, world.person("hr")),
    )
    before = checksum(session)
    assert (
        browser.get(f"/hr/{world.organisation.slug}/groepen/{v['other_run_id']}").status_code == 404
    )
    assert (
        browser.get(f"/hr/{world.organisation.slug}/rapport?groep={v['other_run_id']}").status_code
        == 404
    )
    browser.post(f"{own}/inschrijven", data={"person": stranger})
    browser.post(
        f"{own}/deelnemers", data={"enrolment": v["other_enrolment_id"], "action": "remove"}
    )
    browser.post(
        f"{own}/deelnemers", data={"enrolment": v["other_enrolment_id"], "due_on": "2029-01-01"}
    )
    trainer_of_others = {
        "course_id": v["course_id"],
        "name": "X",
        "starts_on": "2027-01-04",
        "trainer_id": stranger,
    }
    assert (
        browser.post(
            f"/hr/{world.organisation.slug}/groepen/nieuw", data=trainer_of_others
        ).status_code
        == 422
    )
    operator = browser_as(app, session, world.person("operator"))
    elsewhere = f"/beheer/{world.stranger.slug}/mensen/{v['person_id']}"
    assert operator.get(elsewhere).status_code == 404
    place = {"old_role": "trainee", "role": "trainee", "department_id": str(v["department_id"])}
    moved = f"/beheer/{world.stranger.slug}/mensen/{stranger}"
    assert operator.post(moved, data=place).status_code == 400
    assert checksum(session) == before  # fmt: skip


@pytest.mark.requirement("SEC-03")
@pytest.mark.parametrize("column", ["colleague", "other-trainee", "hr"])
def test_ids_next_to_ones_own_open_nothing(column: str, app: Flask, session: Session) -> None:
    world = make_world(session, app)
    browser, v = browser_as(app, session, world.person(column)), world.values
    own, before = v["other_enrolment_id"], checksum(session)
    opened = []
    for number in range(max(1, v["enrolment_id"] - 20), v["enrolment_id"] + 20):
        for path in (f"/leren/{number}", f"/certificaat/{number}", f"/studio/gedeeld/{number}"):
            if browser.get(path).status_code == 200 and number != own:
                opened.append(path)
    for number in range(max(1, v["attempt_id"] - 20), v["attempt_id"] + 20):
        path = f"/leren/{own}/poging/{number}"
        if browser.get(path).status_code == 200:
            opened.append(path)
        for form in (f"{path}/antwoord", f"/leren/{own}/gesprek/{number}/keuze"):
            if browser.post(form, data={"turn": "1", "i-v-text": "x"}).status_code < 400:
                opened.append(form)
    assert opened == []
    assert checksum(session) == before


@pytest.mark.requirement("SEC-09")
@pytest.mark.parametrize("column", ["hr", "operator", "colleague", "trainer"])
def test_what_someone_wrote_or_scored_is_theirs_alone(
    column: str, app: Flask, session: Session
) -> None:
    world = make_world(session, app, secret=SECRET)
    reflection = session.scalars(select(Reflection).where(
        Reflection.organisation_id == world.organisation.id)).one()  # fmt: skip
    task = session.scalars(select(WorkTask).where(
        WorkTask.organisation_id == world.organisation.id)).one()  # fmt: skip
    buddy = session.scalars(select(Buddy).where(
        Buddy.organisation_id == world.organisation.id)).one()  # fmt: skip
    writing = session.scalars(select(Writing).where(
        Writing.organisation_id == world.organisation.id, Writing.item_id == "schrijf-1")).one()  # fmt: skip
    scenario = session.scalars(select(Scenario).where(
        Scenario.organisation_id == world.organisation.id)).one()  # fmt: skip
    for each in (reflection, task, writing, scenario):
        each.shared_at = None
    buddy.ended_at = utc_now()
    session.flush()
    browser = browser_as(app, session, world.person(column))
    starts = ("/", "/studio/gedeeld", f"/beheer/{world.organisation.slug}")
    pages = crawl(browser, *starts, f"/studio/gedeeld/{reflection.id}",
                  f"/studio/gedeeld/opdracht/{task.id}", f"/studio/gedeeld/tekst/{writing.id}",
                  f"/studio/gedeeld/gesprek/{scenario.id}", f"/plannen/maatje/{buddy.id}")  # fmt: skip
    for extension in ("csv", "xlsx"):
        pages[extension] = text_of(browser.post(f"/hr/lindekroon/rapport/{extension}").get_data())
    assert len(pages) > 5
    assert words_of(pages, SECRET, SCORES) == []


@pytest.mark.requirement("SEC-09")
def test_what_someone_writes_never_reaches_logs_mails_or_the_audit_trail(
    app: Flask, session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    world = make_world(session, app, secret=SECRET)
    browser = browser_as(app, session, world.person("owner"))
    base = f"/leren/{world.values['enrolment_id']}"
    fresh = f"/leren/{world.values['fresh_enrolment_id']}"
    configure_logging("json")
    try:
        browser.post(
            f"{base}/poging/{world.values['attempt_id']}/antwoord", data={"i-v-text": SECRET}
        )
        browser.post(f"{fresh}/stap/mijn-plan/reflectie", data={
            "t-terug": SECRET, "als": SECRET, "dan": SECRET, "delen": "trainer"})  # fmt: skip
        browser.post(
            f"{fresh}/stap/mijn-plan/reflectie", json={"fields": {"t-terug": SECRET}, "base": "x"}
        )
        browser.post(f"{fresh}/stap/bel-terug/opdracht", data={
            "gedaan": "1", "bewijs": SECRET, "merkte": SECRET})  # fmt: skip
        browser.post(f"{fresh}/stap/eigen/eigen-gesprek", data=full_sheet(mark=f" {SECRET}"))
        browser.post(f"{fresh}/stap/eigen/eigen-gesprek", json={"fields": {"says-1": SECRET * 99}})
        browser.post(f"{fresh}/stap/les-een/tekst/schrijf-1/schrijven", data={"tekst": SECRET})
        browser.post(
            f"{fresh}/stap/les-een/tekst/schrijf-1/herschrijven", json={"fields": {"tekst": SECRET}}
        )
        browser.post(f"/plannen/terugblik/{world.values['follow_up_id']}", data={
            "uitkomst": "done", "verhaal": SECRET, "als": SECRET, "dan": SECRET})  # fmt: skip
        browser.post(f"/plannen/{world.values['free_plan_id']}/maatje", data={
            "email": world.person("colleague").email, "vraag": SECRET})  # fmt: skip
        browser.post("/inloggen/link", data={"email": world.person("owner").email})
    finally:
        configure_logging("off")
    written = capsys.readouterr().out
    assert '"path": "/leren' in written
    mails = session.scalars(select(OutgoingMail)).all()
    events = session.scalars(select(AuditEvent)).all()
    kept = [f"{m.subject} {m.body}" for m in mails] + [f"{e.subject} {e.details}" for e in events]
    assert mails
    assert SECRET not in written + " ".join(kept)


KEY = "sleutel9c1d4e"
KEYS = (KEY, "zeldzaamwoord", "tweedewoord", "gatwoord", r"602.?214")


@pytest.mark.requirement("SEC-13")
def test_nothing_of_the_key_leaves_before_the_answer(app: Flask, session: Session) -> None:
    world = make_world(session, app, words=Words(shown=KEY))
    for table in (GradedItem, PracticeAnswer):
        session.execute(delete(table), execution_options=ALL_TENANTS)
    session.execute(
        delete(Attempt).where(Attempt.state == "submitted"), execution_options=ALL_TENANTS
    )
    session.execute(
        update(Writing).values(revised_at=None, scored_at=None), execution_options=ALL_TENANTS
    )
    browser, v = browser_as(app, session, world.person("owner")), world.values
    base = f"/leren/{v['enrolment_id']}"
    attempt = f"{base}/poging/{v['attempt_id']}"
    pages = crawl(browser, "/", attempt, f"{attempt}/inleveren", f"{attempt}/resultaat",
                  f"{base}/stap/les-een?oefenvraag=oefen-1", f"{base}/stap/gesprek", f"{base}/stap/toets")  # fmt: skip
    item = f"{base}/stap/les-een/oefenvraag/oefen-1"
    replies = [
        browser.post(item),
        browser.post(item, headers={"X-Fragment": "1"}),
        browser.post(f"{attempt}/antwoord", data={"i-v-text": "mis", "check": "v-text"}),
        browser.post(f"{attempt}/antwoord", json={"item": "v-text", "response": {"text": "mis"}, "key": "12345678",
                                                  "sequence": 9}, headers=JSON_ONLY),
        browser.post(f"{attempt}/inleveren", data={"i-v-text": "mis"}),
    ]  # fmt: skip
    for number, reply in enumerate(replies):
        assert reply.status_code < 400
        pages[f"reply {number}"] = f"{reply.headers} {reply.get_data(as_text=True)}"
    pages |= crawl(browser, attempt, f"{attempt}/inleveren")
    assert words_of(pages, *KEYS) == []
    handed_in = browser.post(f"{attempt}/inleveren", data={"confirm": "1"}, follow_redirects=True)
    assert KEY in handed_in.get_data(as_text=True)


@pytest.mark.requirement("SEC-13")
def test_a_question_of_a_quiz_cannot_be_practised(app: Flask, session: Session) -> None:
    """The practice route answers with the verdict, so it would be an oracle for the quiz."""
    world = make_world(session, app, words=Words(shown=KEY))
    browser, v = browser_as(app, session, world.person("owner")), world.values
    for enrolment_id in (v["enrolment_id"], v["fresh_enrolment_id"]):
        for item in ("v-single", "v-text", "v-number"):
            url = f"/leren/{enrolment_id}/stap/toets/oefenvraag/{item}"
            form = {f"i-{item}": "zeldzaamwoord"}
            answer = browser.post(url, data=form, headers={"X-Fragment": "1"})
            assert answer.status_code == 404
            assert KEY not in answer.get_data(as_text=True)


@pytest.mark.requirement("SEC-13")
def test_a_trainee_cannot_reach_the_sources(app: Flask, session: Session) -> None:
    world = make_world(session, app, words=Words(shown=KEY))
    browser = browser_as(app, session, world.person("owner"))
    for path in ("sources.yml", "1-begin/3-toets.md", "course.md"):
        for start in (
            "/studio/proefcursus/bestand",
            "/media/proefcursus/000000000000",
            "/static/x",
        ):
            assert browser.get(f"{start}/{path}").status_code in (403, 404)

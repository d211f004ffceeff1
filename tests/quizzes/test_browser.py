"""No answer is lost in the real browser: lost connection, reload, ended session, two tabs, back button."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Error, Page, Route, expect
from sqlalchemy import delete, select

from courseapp.accounts.models import UserSession
from courseapp.accounts.services import start_session
from courseapp.database import ALL_TENANTS
from courseapp.quizzes.models import Answer, Attempt, PracticeAnswer
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.chromium import shared_browser
from tests.exercise_browser import Course, first_held, open_tab, reload_before_script, serve_course
from tests.factories import make_person

pytestmark = pytest.mark.browser
NETWORK = "Failed to load resource"
SAVED = "Bewaard om"
LATE = 15_000
GIVE_ALL_AND_LEAVE = """() => {
  for (const section of document.querySelectorAll('section[data-item]')) {
    const button = section.querySelector('.opt input, [data-down]:enabled');
    if (button) { button.click(); continue; }
    const field = section.querySelector('input[name^=i-]');
    field.value = '3';
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }
  location.reload();
}"""
ANSWER, CHOICE = "input[name^=i-]", ".opt input"


@pytest.fixture
def course(committed_app: Flask) -> Iterator[Course]:
    with serve_course(committed_app) as course:
        yield course


@pytest.fixture
def tab(course: Course) -> Iterator[tuple[Page, BrowserContext]]:
    with open_tab(course, expected=NETWORK) as (page, context):
        page.goto(f"{course.steps}toets")
        page.get_by_role("button", name="Begin met de toets").click()
        page.wait_for_url("**/poging/*")
        yield page, context


def stored(app: Flask) -> dict[str, int]:
    """How many answers are stored, by item."""
    with app.app_context():
        items = db.session.scalars(select(Answer.item_id), execution_options=ALL_TENANTS).all()
    return {item: list(items).count(item) for item in items}


def answer(page: Page) -> set[str]:
    """Touch every question of the page once; returns their ids."""
    for section in page.locator("section[data-item]").all():
        kind = section.get_attribute("data-kind")
        if kind == "ordering":
            section.locator("[data-down]").first.click()
        elif kind == "numeric":
            section.locator(ANSWER).fill("-0,5")
            section.locator(ANSWER).blur()
        else:
            section.locator(ANSWER).first.check()
    return {str(s.get_attribute("data-item")) for s in page.locator("section[data-item]").all()}


def answer_offline(page: Page, context: BrowserContext) -> set[str]:
    """Answer every question while no connection is there; returns their ids."""
    context.set_offline(True)
    items = answer(page)
    expect(page.locator("[data-save]")).to_contain_text("Niet bewaard", timeout=5000)
    return items


def expect_each_stored_once(app: Flask, page: Page, items: set[str]) -> None:
    """Once saves get through, each answer is stored, and once."""
    page.unroute("**/antwoord")
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED, timeout=LATE)
    assert stored(app) == dict.fromkeys(items, 1)


def test_answers_given_offline_survive_a_crashed_tab_and_are_stored_once(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    page, context = tab
    items = answer_offline(page, context)
    attempt = page.url
    with pytest.raises(Error):
        page.goto("chrome://crash")
    page.close()
    page = context.new_page()
    page.route("**/antwoord", lambda route: route.abort())
    context.set_offline(False)
    page.goto(attempt)
    expect(page.locator("[data-answered]")).to_have_text("3 van de 3 beantwoord")
    assert stored(committed_app) == {}
    expect_each_stored_once(committed_app, page, items)


def test_answers_given_offline_survive_a_reload_and_are_stored_once(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    page, context = tab
    items = answer_offline(page, context)
    page.route("**/antwoord", lambda route: route.abort())
    context.set_offline(False)
    page.reload()
    expect(page.locator("[data-answered]")).to_have_text("3 van de 3 beantwoord")
    expect_each_stored_once(committed_app, page, items)


def test_a_page_made_before_the_last_answer_was_stored_shows_it_all_the_same(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    """The answer is acknowledged while the next page, which does not know of it, is on its way."""
    page, _ = tab
    older = page.request.get(page.url).text()
    first, second = page.locator(CHOICE).first, page.locator(CHOICE).nth(1)
    name = first.get_attribute("name")
    first.check()
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    chosen = f"[name='{name}'][value='{first.get_attribute('value')}']"
    page.route(page.url, lambda route: route.fulfill(body=older, content_type="text/html"), times=1)
    page.reload()
    expect(page.locator(chosen)).to_be_checked()
    expect(page.locator("[data-answered]")).to_have_text("1 van de 3 beantwoord")
    with page.expect_response("**/antwoord"):
        second.check()
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    item = second.locator("xpath=ancestor::section").get_attribute("data-item")
    assert stored(committed_app) == {item: 2}


def test_answers_given_right_before_the_page_goes_away_are_stored(
    committed_app: Flask, course: Course, tab: tuple[Page, BrowserContext]
) -> None:
    """Four changes and a reload in one breath: none waits for its turn or for the browser's store."""
    page, _ = tab
    page.wait_for_load_state("networkidle")
    page.evaluate(GIVE_ALL_AND_LEAVE)
    page.wait_for_url("**/poging/*")
    ends = time.monotonic() + LATE / 1000
    while len(stored(committed_app)) < 3 and time.monotonic() < ends:
        page.wait_for_timeout(100)
    assert len(stored(committed_app)) == 3


def test_what_was_chosen_before_the_script_had_loaded_is_saved_too(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    page, _ = tab
    script = reload_before_script(page, "**/js/quiz*.js")
    choice = page.locator(CHOICE).first
    choice.check()
    item = choice.locator("xpath=ancestor::section").get_attribute("data-item")
    assert stored(committed_app) == {}
    script.continue_()
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    assert stored(committed_app) == {item: 1}


def test_an_ended_session_keeps_answers_until_the_same_person_is_back(
    committed_app: Flask, course: Course, tab: tuple[Page, BrowserContext]
) -> None:
    page, context = tab
    context.clear_cookies()
    items = answer(page)
    expect(page.locator("[data-banner=signin]")).to_be_visible()
    context.add_cookies([_cookie_of_someone_else(committed_app, course)])  # type: ignore[list-item]
    expect(page.locator("[data-banner=other]")).to_be_visible(timeout=LATE)
    assert stored(committed_app) == {}
    context.clear_cookies()
    context.add_cookies([course.cookie])  # type: ignore[list-item]
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED, timeout=LATE)
    expect(page.locator("[data-banner=other]")).to_be_hidden()
    assert stored(committed_app).keys() == items


def _cookie_of_someone_else(app: Flask, course: Course) -> dict[str, str]:
    with app.app_context():
        person = make_person(db.session())
        token = start_session(
            db.session(), person_id=person.id, now=utc_now(), idle_minutes=60, hours=9
        )
        db.session.commit()
    value = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token})  # type: ignore[attr-defined]
    return {**course.cookie, "value": value}


def test_a_revoked_session_is_told_when_handing_in_and_nothing_is_lost(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    page, _ = tab
    answer(page)
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    with committed_app.app_context():
        db.session.execute(delete(UserSession))
        db.session.commit()
    page.locator(CHOICE).last.check()
    page.locator("[data-hand-in]").click()
    expect(page.locator("[data-banner=signin]")).to_be_visible()
    assert page.url.rpartition("/")[0].endswith("/poging")


def test_a_second_tab_is_told_of_a_newer_answer_and_of_the_hand_in(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    page, context = tab
    other = context.new_page()
    other.goto(page.url)
    answer(page)
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    other.locator(CHOICE).last.check()
    expect(other.locator("[data-banner=stale]")).to_be_visible()
    page.locator("[data-hand-in]").dblclick()
    page.wait_for_url("**/resultaat")
    other.locator(f"{CHOICE}:not(:checked)").first.check()
    expect(other.locator("[data-banner=closed]")).to_be_visible()
    page.go_back()
    page.wait_for_url("**/resultaat")
    with committed_app.app_context():
        attempts = db.session.scalars(select(Attempt), execution_options=ALL_TENANTS).all()
    assert [attempt.state for attempt in attempts] == ["submitted"]


def test_a_quiz_is_done_with_the_keyboard_alone(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    page, _ = tab
    for section in page.locator("section[data-item]").all():
        if section.get_attribute("data-kind") == "ordering":
            section.locator("[data-down]:enabled").first.focus()
            page.keyboard.press("Enter")
            expect(section.locator("[data-order-status]")).to_contain_text("nu op plaats 2 van 3")
        elif section.get_attribute("data-kind") == "numeric":
            section.locator(ANSWER).focus()
            page.keyboard.type("veel")
            page.keyboard.press("Enter")
            expect(section.locator(".err")).to_contain_text("Schrijf één getal")
            page.keyboard.press("Control+A")
            page.keyboard.type("-0,5")
            page.keyboard.press("Enter")
            expect(section.locator(".err")).to_be_hidden()
        else:
            section.locator(ANSWER).first.focus()
            page.keyboard.press("Space")
    expect(page.locator("[data-answered]")).to_have_text("3 van de 3 beantwoord")
    page.locator("[data-hand-in]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/resultaat")


@pytest.mark.parametrize("store", ["undefined", "{open: () => ({})}"], ids=["none", "silent"])
def test_without_a_store_in_the_browser_answers_are_still_saved_and_the_page_says_so(
    committed_app: Flask, course: Course, store: str
) -> None:
    with open_tab(course) as (page, _):
        page.add_init_script(f"Object.defineProperty(window, 'indexedDB', {{value: {store}}})")
        page.goto(f"{course.steps}toets")
        page.get_by_role("button", name="Begin met de toets").click()
        expect(page.locator("[data-banner=memory]")).to_be_visible()
        items = answer(page)
        expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
        assert stored(committed_app).keys() == items


def test_a_practice_question_shows_its_verdict_in_place(course: Course) -> None:
    with open_tab(course) as (page, _):
        page.goto(f"{course.steps}les-een")
        form = page.locator("form[data-practice]")
        form.get_by_role("button", name="Controleer").click()
        expect(form.locator(".err")).to_have_text("Geef eerst een antwoord.")
        form.locator(CHOICE).first.check()
        form.get_by_role("button", name="Controleer").click()
        expect(page.locator("[data-verdict]")).to_be_focused()
        form.get_by_role("radio", name="denk het").check()
        expect(page.locator("[data-verdict]")).to_have_count(1)
        form.locator(CHOICE).last.check()
        expect(page.locator("[data-verdict]")).to_have_count(0)


def test_a_practice_answer_whose_reply_was_lost_counts_once(
    committed_app: Flask, course: Course
) -> None:
    with open_tab(course, expected="Failed to load resource") as (page, _):
        page.goto(f"{course.steps}les-een")
        page.route("**/oefenvraag/**", lambda route: (route.fetch(), route.abort()), times=1)
        form = page.locator("form[data-practice]")
        form.locator(CHOICE).first.check()
        form.get_by_role("button", name="Controleer").click()
        form.locator(".err").wait_for()
        form.get_by_role("button", name="Controleer").click()
        page.locator("[data-verdict]").wait_for()
    with committed_app.app_context():
        given = db.session.scalars(select(PracticeAnswer), execution_options=ALL_TENANTS).all()
    assert len(given) == 1


def test_a_newer_answer_that_overtakes_an_older_one_is_no_clash(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    """The older is on its way as the page is left; the newer goes with the page and arrives first."""
    page, _ = tab
    page.wait_for_load_state("networkidle")
    section = page.locator("section[data-item]:has(.opt input)").first
    first, second = section.locator(CHOICE).first, section.locator(CHOICE).nth(1)
    newer = str(second.get_attribute("value"))

    def only_newer(route: Route) -> None:
        route.continue_() if newer in (route.request.post_data or "") else None

    page.route("**/antwoord", only_newer)
    with page.expect_request("**/antwoord"):
        first.check()
    second.check()
    page.reload()
    ends = time.monotonic() + LATE / 1000
    while not stored(committed_app) and time.monotonic() < ends:
        page.wait_for_timeout(100)
    page.unroute("**/antwoord")
    page.reload()
    expect(page.locator(f"{CHOICE}[value='{newer}']")).to_be_checked()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    expect(page.locator("[data-banner=stale]")).to_be_hidden()


def test_an_answer_from_another_device_is_not_hidden_by_an_older_one_of_this_one(
    committed_app: Flask, course: Course, tab: tuple[Page, BrowserContext]
) -> None:
    """The older was stored as the page went away; this device never heard so."""
    page, context = tab
    page.wait_for_load_state("networkidle")
    address = page.url
    section = page.locator("section[data-item]:has(.opt input)").first
    values = [str(each.get_attribute("value")) for each in section.locator(CHOICE).all()]
    page.route("**/antwoord", lambda route: (route.fetch(), route.abort()))
    section.locator(CHOICE).first.check()
    expect(page.locator("[data-save][data-state=error]")).to_be_visible()
    page.goto(f"{course.steps}les-een")
    device = shared_browser().new_context(locale="nl-NL", storage_state=context.storage_state())
    phone = device.new_page()
    phone.goto(address)
    with phone.expect_response("**/antwoord"):
        phone.locator(f"{CHOICE}[value='{values[1]}']").check()
    device.close()
    page.unroute("**/antwoord")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    expect(page.locator(f"{CHOICE}[value='{values[1]}']")).to_be_checked()


def test_what_is_changed_while_a_quiz_is_being_handed_in_counts(
    committed_app: Flask, tab: tuple[Page, BrowserContext]
) -> None:
    """The page still asks whether its writer is signed in; an answer is made better meanwhile."""
    page, _ = tab
    answer(page)
    expect(page.locator("[data-save][data-state=ok]")).to_contain_text(SAVED)
    asking: list[Route] = []
    page.route("**/account/token", lambda route: asking.append(route), times=1)
    page.route("**/antwoord", lambda route: route.abort())
    with page.expect_request("**/account/token"):
        page.locator("[data-hand-in]").click()
    with page.expect_request("**/antwoord"):
        page.locator(f"{CHOICE}:not(:checked)").first.check()
    first_held(page, asking).continue_()
    page.wait_for_timeout(500)
    page.unroute("**/antwoord")
    page.wait_for_url("**/resultaat")
    with committed_app.app_context():
        rows = db.session.scalars(select(Answer), execution_options=ALL_TENANTS).all()
    assert max(row.sequence for row in rows) == 2

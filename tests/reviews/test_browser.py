"""A review session in the real browser: items answered, the clock moved on, the session done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route
from sqlalchemy import select, update

from courseapp.accounts.models import Person
from courseapp.accounts.services import start_session
from courseapp.database import ALL_TENANTS
from courseapp.organisations.models import Organisation
from courseapp.reviews.models import ReviewAnswer, ReviewCard
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.accessibility import violations
from tests.exercise_browser import Course, open_tab, serve_course
from tests.factories import make_course, make_enrolment
from tests.journeys.conftest import PHONE

pytestmark = [
    pytest.mark.browser,
    # the services are tested on both engines; here it is the pages
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def course(committed_app: Flask) -> Iterator[Course]:
    with serve_course(committed_app) as course:
        yield course


@contextmanager
def tomorrow(app: Flask, course: Course, context: BrowserContext) -> Iterator[None]:
    """A day later, signed in anew."""
    with time_machine.travel(utc_now() + timedelta(days=1), tick=True):
        with app.app_context():
            token = start_session(
                db.session(), person_id=course.person_id, now=utc_now(), idle_minutes=60, hours=9
            )
            db.session.commit()
        interface: Any = app.session_interface
        value = interface.get_signing_serializer(app).dumps({"_user_id": token})
        context.add_cookies([{**course.cookie, "value": value}])  # type: ignore[list-item]
        yield


def answer_wrong(page: Page, course: Course) -> None:
    """Answer the practice question of the first lesson wrong, so that it is back tomorrow."""
    page.goto(f"{course.steps}les-een")
    page.check("#i-oefen-1-" + page.locator("[name=i-oefen-1]").nth(1).get_attribute("value"))
    page.click("text=Controleer mijn antwoord")
    page.locator("[data-verdict]").first.wait_for()


def home(course: Course) -> str:
    return course.steps.partition("/leren")[0]


def press_through(page: Page, *, locator: str, key: str) -> None:
    """Tab until the element has the focus, then press the key; fails when it cannot be reached."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.locator(f"{locator}:focus").count():
            return page.keyboard.press(key)
    raise AssertionError(f"{locator} cannot be reached by keyboard")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_session_is_done_by_keyboard_on_a_phone(
    script: bool, course: Course, committed_app: Flask
) -> None:
    with open_tab(course, viewport=PHONE, java_script_enabled=script) as (page, context):
        answer_wrong(page, course)
        with tomorrow(committed_app, course, context):
            page.goto(f"{home(course)}/leerpad")
            assert page.inner_text(".nav .count") == "1"
            press_through(page, locator=".nav a[href='/herhalen']", key="Enter")
            page.wait_for_url("**/herhalen")
            press_through(page, locator=".rev .btn", key="Enter")
            page.wait_for_url("**/herhalen/vraag")
            order = page.locator("[data-review] select.in").count()
            if not order:
                press_through(page, locator="[data-review] .opt input", key=" ")
            press_through(
                page, locator="[name=unknown]" if order else "[data-review] .btn", key="Enter"
            )
            page.wait_for_url("**/herhalen/antwoord/*")
            assert page.locator("[data-verdict]").count() == 1
            press_through(page, locator=".rev-on .btn", key="Enter")
            page.wait_for_url("**/herhalen")
            assert page.inner_text("h1") == "Klaar voor vandaag"
            assert page.locator(".nav .count").count() == 0
            assert page.locator(".rev-next").count() == 1


def test_the_pages_of_review_are_accessible_on_a_phone(
    course: Course, committed_app: Flask
) -> None:
    found: dict[str, list[tuple[str, str]]] = {}
    with open_tab(course, viewport=PHONE) as (page, context):
        answer_wrong(page, course)
        with tomorrow(committed_app, course, context):
            for url in ("/herhalen", "/herhalen/vraag"):
                page.goto(home(course) + url)
                found[url] = violations(page)
            page.click("[name=unknown]")
            page.wait_for_url("**/herhalen/antwoord/*")
            found["answer"] = violations(page)
            wide = "() => document.documentElement.scrollWidth"
            assert page.evaluate(wide) <= PHONE["width"]
    assert found == {url: [] for url in found}


def test_an_answer_waits_for_the_connection_and_is_given_once(
    course: Course, committed_app: Flask
) -> None:
    offline = "Failed to load resource"
    with open_tab(course, expected=offline, viewport=PHONE) as (page, context):
        answer_wrong(page, course)
        with tomorrow(committed_app, course, context):
            page.goto(f"{home(course)}/herhalen/vraag")
            page.wait_for_load_state("networkidle")
            context.set_offline(True)
            page.click("[name=unknown]")
            page.locator("[data-save]", has_text="Niet bewaard").wait_for()
            context.set_offline(False)
            page.wait_for_url("**/herhalen/antwoord/*", timeout=15_000)
            assert "Geen antwoord" in page.inner_text("[data-verdict]")


def give(page: Page) -> None:
    """Answer whatever kind of question it is."""
    choices, lines = page.locator("[data-review] .opt input"), page.locator("[data-down]:enabled")
    if choices.count():
        choices.last.check()
    elif lines.count():
        lines.first.click()
    else:
        page.locator("[data-review] input[name^=i-]").first.fill("3")


def test_an_answer_that_waits_survives_a_reload(course: Course, committed_app: Flask) -> None:
    offline = "Failed to load resource"
    given = """() => [...new FormData(document.querySelector('[data-review]'))]
      .filter(([name]) => name.startsWith('i-')).map(String)"""

    def only_reading(route: Route) -> None:
        route.abort() if route.request.method == "POST" else route.continue_()

    with open_tab(course, expected=offline, viewport=PHONE) as (page, context):
        answer_wrong(page, course)
        with tomorrow(committed_app, course, context):
            page.goto(f"{home(course)}/herhalen/vraag")
            page.wait_for_load_state("networkidle")
            context.route("**/herhalen/vraag", only_reading)
            give(page)
            answer = page.evaluate(given)
            page.click("text=Controleer mijn antwoord")
            page.locator("[data-save]", has_text="Niet bewaard").wait_for()
            page.reload()
            page.locator("[data-save]", has_text="Niet bewaard").wait_for()
            assert answer and page.evaluate(given) == answer
            context.unroute("**/herhalen/vraag")
            page.wait_for_url("**/herhalen/antwoord/*", timeout=15_000)
            assert "Geen antwoord" not in page.inner_text("[data-verdict]")
            assert page.evaluate("localStorage.length") == 0


def test_an_answer_that_waits_is_not_lost_when_another_question_comes_first(
    course: Course, committed_app: Flask
) -> None:
    offline = "Failed to load resource"
    with committed_app.app_context():
        session = db.session()
        second = make_enrolment(
            session,
            person=session.get_one(Person, course.person_id),
            course=make_course(session),
            organisation=session.get_one(Organisation, course.organisation_id),
        )
        other = replace(course, steps=course.steps.replace("/1/", f"/{second.id}/"))
        session.commit()
    with open_tab(course, expected=offline, viewport=PHONE) as (page, context):
        answer_wrong(page, course)
        answer_wrong(page, other)
        with tomorrow(committed_app, course, context):
            page.goto(f"{home(course)}/herhalen/vraag")
            page.wait_for_load_state("networkidle")
            first = page.locator("[name=enrolment]").get_attribute("value")
            context.set_offline(True)
            page.click("[name=unknown]")
            page.locator("[data-save]", has_text="Niet bewaard").wait_for()
            with committed_app.app_context():
                cards = update(ReviewCard).where(ReviewCard.enrolment_id != int(str(first)))
                db.session.execute(cards.values(is_sure_wrong=True), execution_options=ALL_TENANTS)
                db.session.commit()
            page.close()
            context.set_offline(False)
            page = context.new_page()
            page.goto(f"{home(course)}/herhalen/vraag")
            page.wait_for_url("**/herhalen/antwoord/*", timeout=15_000)
        with committed_app.app_context():
            answers = db.session.scalars(select(ReviewAnswer), execution_options=ALL_TENANTS).all()
        assert [str(answer.enrolment_id) for answer in answers] == [first]


def test_an_answer_that_was_changed_after_it_had_arrived_says_that_the_first_counts(
    course: Course, committed_app: Flask
) -> None:
    """It was stored, but no answer came; until the next try it can be changed on the screen."""
    with open_tab(course, expected="Failed to load resource", viewport=PHONE) as (page, context):
        answer_wrong(page, course)
        with tomorrow(committed_app, course, context):
            page.goto(f"{home(course)}/herhalen/vraag")
            page.wait_for_load_state("networkidle")
            page.route("**/herhalen/vraag", lambda route: (route.fetch(), route.abort()), times=1)
            give(page)
            page.click("text=Controleer mijn antwoord")
            page.locator("[data-save]", has_text="Niet bewaard").wait_for()
            choices = page.locator("[data-review] .opt input")
            if choices.count():
                choices.first.check()
            elif page.locator("[data-down]:enabled").count():
                page.locator("[data-down]:enabled").last.click()
            else:
                page.locator("[data-review] input[name^=i-]").first.fill("4")
            page.wait_for_url("**/herhalen/antwoord/*", timeout=15_000)
            assert page.get_by_text("Die vraag had je al beantwoord").count() == 1

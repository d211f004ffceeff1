"""The lab in the real browser: what the script computes is what the server computes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from courseapp.accounts.services import start_session
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person

pytestmark = [
    pytest.mark.browser,
    # the database plays no part in what a browser computes
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('[data-out]:not([role])')]
  .map((e, i) => [e.dataset.out + i, e.textContent]))"""
DRAWN = "() => [...document.querySelectorAll('.lab .chart path')].map(p => p.getAttribute('d'))"
PLACED = """() => [...document.querySelectorAll('.lab .chart line, .lab .chart svg[x]')]
  .map(e => ['x', 'y', 'x1', 'y1', 'x2', 'y2'].map(a => e.getAttribute(a)).join() + e.textContent)
  .sort()"""


@pytest.fixture
def lesson(committed_app: Flask) -> Iterator[tuple[str, dict[str, str]]]:
    """A lesson with a lab on a running server: its address and the cookie of a trainee."""
    with committed_app.app_context():
        session = db.session()
        organisation = make_organisation(session)
        person = make_person(session, organisation=organisation)
        enrolment = make_enrolment(
            session, person=person, organisation=organisation, course=make_course(session)
        )
        token = start_session(
            session, person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
        )
        path = f"/leren/{enrolment.id}/stap/lab-les"
        session.commit()
    serializer: Any = committed_app.session_interface
    cookie = serializer.get_signing_serializer(committed_app).dumps({"_user_id": token})
    server = make_server("127.0.0.1", 0, committed_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield url + path, {"name": "courseapp", "value": cookie, "url": url}
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(lesson: tuple[str, dict[str, str]]) -> Iterator[Page]:
    """A browser tab with JavaScript, signed in, that fails on any error in the console."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(locale="nl-NL")
        context.add_cookies([lesson[1]])  # type: ignore[list-item]
        tab = context.new_page()
        troubles: list[str] = []
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        yield tab
        browser.close()
    assert troubles == []


FIELDS: list[dict[str, str]] = [
    {},
    {"a2": "-9"},
    {"a1": "1", "a2": "2", "a3": "3", "a4": "4", "a5": "-6", "w": "0,5"},
    {"b1": "6", "b2": "-6", "b5": "2", "w": "0"},
    {"a1": "−10", "a5": "10", "b3": "-7", "w": "0.3"},
    {"a1": "vier", "a2": "1000000000", "b4": "", "b5": "2,5"},
]


def test_the_script_shows_the_numbers_of_the_server(
    page: Page, lesson: tuple[str, dict[str, str]]
) -> None:
    address = f"{lesson[0]}?lab=piek-eind-lab&guess=a&"
    for fields in FIELDS:
        page.route("**/lab.js", lambda route: route.fulfill(content_type="text/javascript"))
        page.goto(address + urlencode(fields))
        server = [page.evaluate(question) for question in (SHOWN, DRAWN, PLACED)]
        problems = page.locator("[data-problem]:visible").all_inner_texts()
        page.unroute("**/lab.js")
        page.goto(address)
        for name, value in fields.items():
            page.fill(f"[name={name}]", value)
        assert page.evaluate(SHOWN) == server[0], fields
        assert sorted(page.evaluate(DRAWN)) == sorted(server[1]), fields
        assert page.evaluate(PLACED) == server[2], fields
        assert page.locator("[data-problem]:visible").all_inner_texts() == problems


def test_the_lab_works_with_the_keyboard_alone(
    page: Page, lesson: tuple[str, dict[str, str]]
) -> None:
    page.goto(lesson[0])
    page.focus("[name=guess][value=a]")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    slider = page.locator("[data-series=a] tr:nth-child(5) [type=range]")
    slider.wait_for()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    assert page.input_value("[name=a5]") == "7"
    assert page.locator("[data-out=a-end]").inner_text() == "+7"
    page.focus("[name=move][value=a5]")
    page.keyboard.press("Enter")
    assert page.input_value("[name=a4]") == "7"
    assert page.input_value("[name=a5]") == "−4"
    assert page.evaluate("() => document.activeElement.value") == "a4"
    assert "is-ok" in (page.get_attribute("[data-task]", "class") or "")


def test_another_preset_comes_without_a_new_page(
    page: Page, lesson: tuple[str, dict[str, str]]
) -> None:
    page.goto(f"{lesson[0]}?lab=piek-eind-lab&guess=a")
    page.evaluate("() => { document.body.dataset.same = 'yes' }")
    page.click("[data-lab-link] >> nth=1")
    page.locator("[data-series=a] tbody tr:nth-child(4)").wait_for(state="detached")
    assert page.locator("[data-out=a-remembered]").first.inner_text() == "−0,5"
    assert page.evaluate("() => document.body.dataset.same") == "yes"
    page.fill("[name=a2]", "9")
    assert page.locator("[data-out=a-remembered]").first.inner_text() == "+8,5"

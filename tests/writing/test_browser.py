"""A free text on a phone in the real browser: typed without a connection, kept, finished, read again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from courseapp.catalog.domain.compiled import course_to_json
from courseapp.database import ALL_TENANTS
from courseapp.kinds import COURSE_KINDS
from courseapp.web.database import db
from courseapp.writing.models import Writing
from tests.accessibility import violations
from tests.exercise_browser import Course, open_tab, serve_course
from tests.writing.course import MODEL, course_files

pytestmark = [
    pytest.mark.browser,
    # the services are tested on both engines; here it is the script and the pages
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
PHONE = {"width": 390, "height": 844}
FIELD = "#v-eerste-zin-in"


@pytest.fixture
def course(committed_app: Flask) -> Iterator[Course]:
    checked = COURSE_KINDS.check(course_files())
    assert checked.course is not None
    documents = {"compiled": course_to_json(checked.course), "keys": checked.keys}
    with serve_course(committed_app, **documents) as served:
        yield served


def stored(app: Flask) -> Writing | None:
    with app.app_context():
        return db.session.scalars(select(Writing), execution_options=ALL_TENANTS).one_or_none()


def check_page(page: Page) -> None:
    """No accessibility finding and nothing wider than the screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_text_survives_a_lost_connection_and_goes_through_all_phases(
    committed_app: Flask, course: Course
) -> None:
    lost = "Failed to load resource"
    with open_tab(course, viewport=PHONE, expected=lost) as (page, context):
        page.goto(f"{course.steps}schrijven")
        check_page(page)
        saved = page.locator("#v-eerste-zin [data-save]")
        context.set_offline(True)
        page.fill(FIELD, "zonder verbinding")
        expect(saved).to_have_attribute("data-state", "error")
        assert stored(committed_app) is None
        page.route("**/tekst/**", lambda route: route.abort())  # the page loads, saves do not
        context.set_offline(False)
        page.reload()
        expect(page.locator(FIELD)).to_have_value("zonder verbinding")
        expect(page.locator("#v-tweede-zin-in")).to_have_value("")
        page.unroute("**/tekst/**")
        expect(saved).to_have_attribute("data-state", "ok", timeout=20_000)
        draft = stored(committed_app)
        assert draft is not None and draft.draft == "zonder verbinding"
        page.locator("#v-eerste-zin").get_by_role("button", name="Verder, lees terug").click()
        expect(page.get_by_text("Ik zie nog geen moment")).to_be_visible()
        check_page(page)
        page.fill(FIELD, "Ik bel u vóór drie uur.")
        page.get_by_role("button", name="Verder, naar het voorbeeld").click()
        expect(page.get_by_text(MODEL, exact=True)).to_be_visible()
        for line in page.locator("#v-eerste-zin fieldset").all():
            line.get_by_role("radio").last.check()
        check_page(page)
        page.get_by_role("button", name="Bewaar mijn punten").click()
        expect(page.get_by_text("2 van 2")).to_be_visible()
        check_page(page)
        page.goto(f"{course.steps}terug")
        expect(page.locator(".recall").get_by_text("Ik bel u vóór drie uur.")).to_be_visible()
        check_page(page)


def test_each_text_of_a_page_made_before_its_last_save_shows_it_all_the_same(
    committed_app: Flask, course: Course
) -> None:
    """Two texts in one lesson, both acknowledged while a page that knows of neither is on its way."""
    with open_tab(course) as (page, _):
        page.goto(f"{course.steps}schrijven")
        page.wait_for_load_state("networkidle")
        older = page.request.get(page.url).text()
        for name in ("eerste", "tweede"):
            page.fill(f"#v-{name}-zin-in", f"mijn {name} zin")
        for name in ("eerste", "tweede"):
            page.locator(f"#v-{name}-zin [data-save][data-state=ok]").wait_for()
        page.route(
            page.url, lambda route: route.fulfill(body=older, content_type="text/html"), times=1
        )
        page.reload()
        for name in ("eerste", "tweede"):
            expect(page.locator(f"#v-{name}-zin-in")).to_have_value(f"mijn {name} zin")

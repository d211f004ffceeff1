"""A scenario on a phone in the real browser: written without a connection, kept, played to its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from courseapp.activities.models import Completion
from courseapp.database import ALL_TENANTS
from courseapp.scenarios.models import Scenario
from courseapp.web.database import db
from tests.accessibility import violations
from tests.exercise_browser import Course, open_tab, serve_course
from tests.scenarios.sheets import full_sheet
from tests.trainee.test_scenario_views import COURSE

pytestmark = [
    pytest.mark.browser,
    # the services are tested on both engines; here it is the script and the pages
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def course(committed_app: Flask) -> Iterator[Course]:
    with serve_course(committed_app, compiled=COURSE) as served:
        yield served


def draft_of(app: Flask) -> dict[str, str]:
    with app.app_context():
        stored = db.session.scalars(select(Scenario), execution_options=ALL_TENANTS).one_or_none()
        return dict(stored.draft) if stored else {}


def rules(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(Completion.rule), execution_options=ALL_TENANTS))


def check_page(page: Page) -> None:
    """No accessibility finding and nothing wider than the screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def fill(page: Page, sheet: dict[str, str]) -> None:
    for name, text in sheet.items():
        if name.startswith(("channel", "mood", "effect")):
            page.select_option(f"#{name}", text)
        else:
            page.fill(f"#{name}", text)


def walk(page: Page, replies: str) -> None:
    for turn, letter in enumerate(replies, start=1):
        page.get_by_role("button", name=f"Antwoord {turn}{letter}").click()
        expect(page.get_by_text(f"Reden {turn}{letter}").first).to_be_visible()


def test_a_scenario_survives_a_lost_connection_and_is_played_to_its_end(
    committed_app: Flask, course: Course
) -> None:
    lost = "Failed to load resource"
    with open_tab(course, viewport=PHONE, expected=lost) as (page, _):
        page.goto(f"{course.steps}eigen")
        check_page(page)
        saved = page.locator("[data-save]")
        page.route("**/eigen-gesprek", lambda route: route.abort())  # pages load, saves do not
        fill(page, full_sheet())
        expect(saved).to_have_attribute("data-state", "error")
        assert draft_of(committed_app) == {}
        page.reload()
        expect(page.locator("#says-1")).to_have_value("Klantzin 1")
        expect(page.locator("#effect-3a")).to_have_value("3")
        page.unroute("**/eigen-gesprek")
        expect(saved).to_have_attribute("data-state", "ok", timeout=20_000)
        assert draft_of(committed_app)["why-3c"] == "Reden 3c"
        page.fill("#says-1", " ")
        page.click("text=Speel het gesprek")
        expect(page.locator("#fouten")).to_be_focused()
        check_page(page)
        page.fill("#says-1", "Klantzin een")
        page.click("text=Speel het gesprek")
        expect(page.get_by_text("Klantzin een")).to_be_visible()
        check_page(page)
        walk(page, "ab")
        page.reload()
        page.get_by_role("button", name="Antwoord 3a").click()
        expect(page.get_by_text("Slot good")).to_be_visible()
        check_page(page)
    assert rules(committed_app) == ["scenario-played"]


def test_without_javascript_a_scenario_is_kept_and_played(
    committed_app: Flask, course: Course
) -> None:
    with open_tab(course, viewport=PHONE, java_script_enabled=False) as (page, _):
        page.goto(f"{course.steps}eigen")
        page.fill("#customer", "Mevrouw Blom")
        page.click("text=Bewaar als kladje")
        expect(page.locator("#customer")).to_have_value("Mevrouw Blom")
        fill(page, full_sheet(turns=2))
        page.click("text=Speel het gesprek")
        walk(page, "ca")
        expect(page.get_by_text("Slot mixed")).to_be_visible()
        page.click("text=Schrijf verder aan dit gesprek")
        expect(page.locator("#reply-2a")).to_have_value("Antwoord 2a")
    assert rules(committed_app) == ["scenario-played"]

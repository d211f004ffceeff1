"""Choosing in the real browser: the conversation grows in place."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route

from tests.exercise_browser import impatient, open_tab, serve_course, wait_until

pytestmark = [
    pytest.mark.browser,
    # the services are tested on both engines; here it is the script
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]


@pytest.fixture
def talk(committed_app: Flask) -> Iterator[tuple[Page, BrowserContext]]:
    """The dialogue of the sample course, just started."""
    with (
        serve_course(committed_app) as course,
        open_tab(course, expected="Failed to load resource") as (page, context),
    ):
        page.goto(f"{course.steps}gesprek")
        page.click("text=Begin het gesprek")
        page.locator(".is-now").wait_for()
        yield page, context


def test_a_conversation_is_walked_with_the_keyboard_without_a_new_page(
    talk: tuple[Page, BrowserContext],
) -> None:
    page, _ = talk
    page.evaluate("() => { document.body.dataset.same = 'yes' }")
    page.focus("[name=reply][value=r1]")
    page.keyboard.press("Enter")
    page.locator(".is-past").wait_for()
    assert page.evaluate("() => document.activeElement.id") == "nu"
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.name") == "reply"
    page.focus("[name=reply][value=r3]")
    page.keyboard.press("Enter")
    page.locator(".uitslag").wait_for()
    assert "Herinnerd: +4,0" in page.inner_text(".uitslag")
    assert page.evaluate("() => document.body.dataset.same") == "yes"
    assert page.locator(".dia-c .g-mem").count() == 1


def test_a_cut_connection_is_told_and_nothing_is_chosen(
    talk: tuple[Page, BrowserContext],
) -> None:
    page, context = talk
    context.set_offline(True)
    page.click("[name=reply][value=r1]")
    page.locator("[data-status][data-state=error]").wait_for()
    assert page.locator(".is-past").count() == 0
    context.set_offline(False)
    page.click("[name=reply][value=r1]")
    page.locator(".is-past").wait_for()
    assert page.locator(".is-past").count() == 1


def test_a_choice_whose_answer_was_lost_counts_once(talk: tuple[Page, BrowserContext]) -> None:
    """The server takes the choice but no answer comes; the same choice again goes on from there."""
    page, _ = talk
    unanswered: list[tuple[Route, int]] = []
    page.route("**/keuze", lambda route: unanswered.append((route, route.fetch().status)), times=1)
    with impatient(page):
        page.click("[name=reply][value=r1]")
        page.locator("[data-status][data-state=error]").wait_for()
    wait_until(page, lambda: bool(unanswered))
    page.click("[name=reply][value=r1]")
    page.locator(".is-past").wait_for()
    (route, status), *more = unanswered
    route.abort()
    assert (status, more) == (200, [])
    assert page.locator(".is-past").count() == 1
    assert page.get_by_text("misschien in een ander tabblad").count() == 0


def test_another_choice_after_one_whose_answer_was_lost_says_that_the_first_counts(
    talk: tuple[Page, BrowserContext],
) -> None:
    page, _ = talk
    page.route("**/keuze", lambda route: (route.fetch(), route.abort()), times=1)
    page.click("[name=reply][value=r1]")
    page.locator("[data-status][data-state=error]").wait_for()
    page.click("[name=reply][value=r2]")
    page.locator(".is-past").wait_for()
    assert page.get_by_text("Hier is al iets gekozen").count() == 1

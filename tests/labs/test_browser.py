"""The lab in the real browser: what the script computes is what the server computes."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.exercise_browser import open_tab, serve_course

pytestmark = [
    pytest.mark.browser,
    # the database plays no part in what a browser computes
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('[data-out]:not([role])')]
  .map((e, i) => [e.dataset.out + i, e.textContent]))"""
DRAWN = "() => [...document.querySelectorAll('.lab .chart path')].map(p => p.getAttribute('d'))"
PLACED = """() => [...document.querySelectorAll('.lab .chart line, .lab .chart svg[x]')]
  .map(e => ['x', 'y', 'x1', 'y1', 'x2', 'y2'].map(a => e.getAttribute(a)).join() + e.textContent)
  .sort()"""


@pytest.fixture
def lesson(committed_app: Flask) -> Iterator[tuple[str, Page]]:
    """The address of a lesson with a lab, and a browser tab."""
    with serve_course(committed_app) as course, open_tab(course) as (page, _):
        yield f"{course.steps}lab-les", page


FIELDS: list[dict[str, str]] = [
    {},
    {"a2": "-9"},
    {"a1": "1", "a2": "2", "a3": "3", "a4": "4", "a5": "-6", "w": "0,5"},
    {"b1": "6", "b2": "-6", "b5": "2", "w": "0"},
    {"a1": "−10", "a5": "10", "b3": "-7", "w": "0.3"},
    {"a1": "vier", "a2": "1000000000", "b4": "", "b5": "2,5"},
]


def test_the_script_shows_the_numbers_of_the_server(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    address = f"{url}?lab=piek-eind-lab&guess=a&"
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


def test_the_lab_works_with_the_keyboard_alone(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    page.goto(url)
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


def test_another_preset_comes_without_a_new_page(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    page.goto(f"{url}?lab=piek-eind-lab&guess=a")
    page.evaluate("() => { document.body.dataset.same = 'yes' }")
    page.click("[data-lab-link] >> nth=1")
    page.locator("[data-series=a] tbody tr:nth-child(4)").wait_for(state="detached")
    assert page.locator("[data-out=a-remembered]").first.inner_text() == "−0,5"
    assert page.evaluate("() => document.body.dataset.same") == "yes"
    page.fill("[name=a2]", "9")
    assert page.locator("[data-out=a-remembered]").first.inner_text() == "+8,5"

"""Labs of declared models in the real browser: the server computes, the script only asks."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from courseapp.labs.domain.block import MODELS
from courseapp.labs.domain.field_model import FieldModel
from tests.accessibility import violations
from tests.exercise_browser import open_tab, serve_course
from tests.labs.lab_course import lab_documents

pytestmark = [
    pytest.mark.browser,
    # the database plays no part in what a browser shows
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
NAMES = [name for name, model in MODELS.items() if isinstance(model, FieldModel)]
LIVE = """id => Object.fromEntries([...document.querySelectorAll(`#${id} [data-live]`)]
  .map(e => [e.id, e.outerHTML]))"""
FIELDS = """id => [...document.querySelectorAll(`#${id} .lf`)].map(e => [e.id, e.className,
  e.querySelector('.in').getAttribute('aria-invalid'), e.querySelector('.in').getAttribute('aria-describedby'),
  e.querySelector('[data-slider]')?.value])"""
IN_ADDRESS = """fields => {
  const query = new URLSearchParams(location.search);
  return Object.entries(fields).every(([name, value]) => query.get(name) === value);
}"""
UNFOLD = "() => document.querySelectorAll('.lab-sec').forEach(e => { e.open = true })"
STATES: dict[str, list[dict[str, str]]] = {
    "equity": [
        {"gift": "8"},
        {"gift": "30", "sincerity": "20"},
        {"gift": "2,5", "speed": "∞"},
        {"gift": "1000000000"},
    ],
    "word-of-mouth": [{"bad": "20"}, {"good": "", "customers": "1e9"}, {"community": "5000"}],
    "adaptation": [
        {"level": "8,5"},
        {"level": "niets", "expectation": "11"},
        {"preset": "3", "extra-5-size": "3", "extra-1-form": "cake", "novelty": "100"},
        {"preset": "4", "extra-2-at": "5"},
    ],
    "emotion": [
        {"reading": "additive", "quality": "3"},
        {"fun": "10", "informs": "tien"},
        {"preset": "2", "pressure": "80"},
        {"quality": "-1"},
    ],
}


@pytest.fixture
def lesson(committed_app: Flask) -> Iterator[tuple[str, Page]]:
    """The address of a lesson with all of the labs, and a browser tab."""
    expected = "ERR_INTERNET_DISCONNECTED"
    with (
        serve_course(committed_app, **lab_documents(*NAMES)) as course,
        open_tab(course, expected=expected, reduced_motion="reduce") as (page, _),
    ):
        page.set_default_timeout(10_000)
        yield f"{course.steps}lab-les", page


def type_in(page: Page, field: str, value: str) -> None:
    """Fill in a field or choose in a list; the preset is in the address already."""
    here = page.locator(field)
    if here.count() and here.evaluate("e => e.matches('select')"):
        here.select_option(value)
    elif here.count():
        here.fill(value)


def test_with_and_without_script_the_labs_show_the_same(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    for name in NAMES:
        lab = f"lab-{name}-lab"
        for fields in STATES[name]:
            query = {"lab": f"{name}-lab", "guess": "1", "preset": fields.get("preset", "1")}
            page.goto(f"{url}?{urlencode({**query, **fields})}")
            server = [page.evaluate(question, lab) for question in (LIVE, FIELDS)]
            page.goto(f"{url}?{urlencode(query)}")
            assert page.evaluate(LIVE, lab) != server[0], "the fields change nothing"
            page.evaluate(UNFOLD)
            for field, value in fields.items():
                type_in(page, f"#{lab} .in[name={field}]", value)
            page.wait_for_function(IN_ADDRESS, arg=fields)
            assert [page.evaluate(question, lab) for question in (LIVE, FIELDS)] == server, fields
            assert page.evaluate("document.activeElement.name") == list(fields)[-1]


def test_a_lab_is_played_with_the_keyboard_alone(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    page.goto(url)
    page.focus("#lab-equity-lab-g-2")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#lab-equity-lab [data-lab-first]")).to_be_focused()
    slider = page.locator("#lab-equity-lab [data-slider=gift]")
    slider.focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    assert page.input_value("#lab-equity-lab [name=gift]") == "8"
    expect(page.locator("#lab-equity-lab [data-out=balance]")).to_have_text("+0,22")
    expect(slider).to_be_focused()
    page.focus("#lab-equity-lab [name=do][value=ask]")
    page.keyboard.press("Enter")
    expect(page.locator("#lab-equity-lab [name=sincerity]")).to_have_value("20")
    expect(page.locator("#lab-equity-lab [name=do][value=ask]")).to_be_focused()
    expect(page.locator("#lab-equity-lab [data-out=given-back]")).to_have_text("2,7")
    page.focus("#lab-equity-lab [data-lab-link] >> nth=1")
    page.keyboard.press("Enter")
    expect(page.locator("#lab-equity-lab [data-out=withdrawn]")).to_have_text("4,0")


def test_without_a_connection_the_lab_says_that_it_stands_still(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    page.goto(f"{url}?lab=equity-lab&guess=1&gift=8")
    page.context.set_offline(True)
    page.fill("#lab-equity-lab [name=gift]", "20")
    note = page.locator("#lab-equity-lab [data-lab-off]")
    expect(note).to_contain_text("staan stil")
    expect(page.locator("#lab-equity-lab [data-out=balance]")).to_have_text("+0,22")
    assert page.input_value("#lab-equity-lab [name=gift]") == "20"
    page.click("#lab-equity-lab [name=do][value=ask]")
    expect(note).to_contain_text("staan stil")
    page.context.set_offline(False)
    expect(page.locator("#lab-equity-lab [data-out=balance]")).not_to_have_text("+0,22")
    expect(note).to_be_empty()


def test_the_labs_are_clean_for_axe_and_never_too_wide(lesson: tuple[str, Page]) -> None:
    url, page = lesson
    for width, scheme in ((360, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for name in NAMES:
            for query in ({}, {"guess": "1", **STATES[name][-1]}):
                page.goto(f"{url}?{urlencode({'lab': f'{name}-lab', **query})}")
                assert violations(page, rules=()) == [], (name, query, width)
                wide = "document.documentElement.scrollWidth - innerWidth"
                assert page.evaluate(wide) <= 0, (name, query, width)

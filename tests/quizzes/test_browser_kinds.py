"""Sorting and confidence in the real browser: by keyboard, without script, for everyone."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from courseapp.database import ALL_TENANTS
from courseapp.quizzes.models import GradedItem
from courseapp.web.database import db
from tests.accessibility import violations
from tests.exercise_browser import Course, open_tab, reload_before_script, serve_course
from tests.quizzes.reading import SAMPLES, compiled
from tests.sample_course import COMPILED

pytestmark = pytest.mark.browser
SAVED = "[data-save][data-state=ok]"
PHONE = {"width": 390, "height": 844}
LESSON = ("sorting", "survey", "scale", "single")


@pytest.fixture
def quiz() -> tuple[str, ...]:
    """The kinds of question in the quiz."""
    return ("sorting", "single")


@pytest.fixture
def course(committed_app: Flask, quiz: tuple[str, ...]) -> Iterator[Course]:
    parts, keys = {}, {}
    for kind in {*LESSON, *quiz}:
        _, data, keys[kind] = compiled(SAMPLES[kind], id=kind)
        parts[kind] = {"kind": "question", "id": kind, "data": json.loads(json.dumps(data))}
    document = copy.deepcopy(COMPILED)
    steps = document["modules"][0]["steps"]
    steps[3]["settings"].update(draw=2, shuffle=False)
    for step, kinds in ((steps[0], LESSON), (steps[3], quiz)):
        for text in step["texts"].values():
            text["parts"] = [parts[kind] for kind in kinds]
    with serve_course(committed_app, compiled=document, keys={"nl": keys, "en": keys}) as served:
        yield served


def graded(app: Flask) -> dict[str, tuple[str, Any]]:
    """The verdict and the confidence of each item."""
    with app.app_context():
        rows = db.session.scalars(select(GradedItem), execution_options=ALL_TENANTS).all()
    return {row.item_id: (row.verdict, row.confidence) for row in rows}


def begin(page: Page, course: Course) -> None:
    """Start an attempt; returns on its page."""
    page.goto(f"{course.steps}toets")
    page.get_by_role("button", name="Begin met de toets").click()
    page.wait_for_url("**/poging/*")


def check_page(page: Page) -> None:
    """No accessibility finding and nothing wider than the screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_cards_are_sorted_and_confidence_is_said_by_keyboard(
    committed_app: Flask, course: Course
) -> None:
    with open_tab(course, viewport=PHONE) as (page, _):
        begin(page, course)
        sorting = page.locator("[data-item=sorting]")
        for card in sorting.get_by_role("radiogroup", name="a").all():
            expect(card.get_by_role("radio")).to_have_count(2)
        for name, presses in (("a", 0), ("b", 0), ("c", 1), ("d", 1)):
            sorting.get_by_role("radiogroup", name=name, exact=True).get_by_role(
                "radio"
            ).first.focus()
            for key in ["Space", *["ArrowRight"] * presses]:
                page.keyboard.press(key)
        sure = sorting.get_by_role("radiogroup", name="Hoe zeker ben je?")
        sure.get_by_role("radio", name="denk het").focus()
        page.keyboard.press("Space")
        single = page.locator("[data-item=single]")
        single.get_by_role("radio", name="A").focus()
        page.keyboard.press("Space")
        single.get_by_role("radio", name="zeker weten").focus()
        page.keyboard.press("Space")
        page.locator(SAVED).wait_for()
        page.reload()
        expect(single.get_by_role("radio", name="zeker weten")).to_be_checked()
        expect(page.locator("[data-answered]")).to_have_text("2 van de 2 beantwoord")
        check_page(page)
        page.locator("[data-hand-in]").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/resultaat")
        expect(page.locator("#v-single")).to_contain_text("Je wist dit zeker")
        check_page(page)
    assert graded(committed_app) == {
        "sorting": ("correct", "think"),
        "single": ("incorrect", "sure"),
    }


def test_the_same_without_script(committed_app: Flask, course: Course) -> None:
    with open_tab(course, viewport=PHONE, java_script_enabled=False) as (page, _):
        begin(page, course)
        sorting = page.locator("[data-item=sorting]")
        for card in sorting.locator(".sort").all():
            card.get_by_role("radio", name="Piek").check()
        sorting.get_by_role("radio", name="gok").check()
        page.get_by_role("button", name="Bewaar").last.click()
        page.locator("[data-item=single]").get_by_role("radio", name="B").check()
        page.locator("[data-hand-in]").click()
        page.wait_for_url("**/resultaat")
        expect(page.locator("#v-sorting")).to_contain_text("Niet juist")
    assert graded(committed_app) == {"sorting": ("partly", "guess"), "single": ("correct", None)}


def test_a_lesson_with_opinions_and_sorting_is_for_everyone(course: Course) -> None:
    with open_tab(course, viewport=PHONE) as (page, _):
        page.goto(f"{course.steps}les-een")
        check_page(page)
        scale = page.locator("#v-scale")
        scale.get_by_role("radio").nth(3).check()
        scale.get_by_role("button", name="Bewaar mijn antwoord").click()
        expect(page.locator("#v-scale [data-verdict]")).to_contain_text("Dank je")
        sorting = page.locator("#v-sorting")
        sorting.get_by_role("radio", name="Piek").first.check()
        sorting.get_by_role("radio", name="zeker weten").check()
        sorting.get_by_role("button", name="Controleer").click()
        expect(page.locator("#v-sorting [data-verdict]")).to_be_focused()
        check_page(page)
        page.reload()
        expect(page.locator("#v-scale").get_by_role("radio").nth(3)).to_be_checked()


@pytest.mark.parametrize("quiz", [("ordering", "single")])
def test_an_order_chosen_before_the_script_had_loaded_is_kept(
    committed_app: Flask, course: Course
) -> None:
    with open_tab(course) as (page, _):
        begin(page, course)
        script = reload_before_script(page, "**/js/quiz*.js")
        right = ["een", "twee", "drie", "vier"]
        for line in page.locator("li.ord").all():
            place = right.index(line.locator(".ord-t").inner_text()) + 1
            line.locator("select").select_option(str(place))
        script.continue_()
        page.locator(SAVED).wait_for()
        assert page.locator(".ord-t").all_inner_texts() == right
        page.locator("[data-hand-in]").click()
        page.locator("button[name=confirm]").click()
        page.wait_for_url("**/resultaat")
    assert graded(committed_app)["ordering"] == ("correct", None)


def test_handing_in_from_an_older_tab_keeps_what_is_newer(
    committed_app: Flask, course: Course
) -> None:
    with open_tab(course) as (page, context):
        begin(page, course)
        page.get_by_role("radio", name="A", exact=True).check()
        page.locator("[data-item=sorting]").get_by_role("radio").first.check()
        page.locator(SAVED).wait_for()
        newer = context.new_page()
        newer.goto(page.url)
        newer.get_by_role("radio", name="B", exact=True).check()
        newer.locator(SAVED).wait_for()
        page.locator("[data-hand-in]").click()
        page.wait_for_url("**/resultaat")
    assert graded(committed_app)["single"] == ("correct", None)

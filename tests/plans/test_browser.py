"""A work task and a follow-up on a phone in the real browser: typed, kept, handed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.plans.models import FollowUp, Plan
from courseapp.reflections.models import WorkTask
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.accessibility import violations
from tests.exercise_browser import Course, open_tab, serve_course
from tests.trainee.test_task_views import COURSE

pytestmark = [
    pytest.mark.browser,
    # the services are tested on both engines; here it is the pages and their script
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def course(committed_app: Flask) -> Iterator[Course]:
    """The sample course with a work task, and a plan that is to be looked back at."""
    with serve_course(committed_app, compiled=COURSE) as served:
        with committed_app.app_context():
            session = db.session()
            enrolment = session.scalars(select(Enrolment), execution_options=ALL_TENANTS).one()
            tie = {"organisation_id": enrolment.organisation_id}
            plan = Plan(**tie, person_id=enrolment.person_id, enrolment_id=enrolment.id, step_id="mijn-plan",
                        cue="de klant zucht", action="wacht ik", made_at=utc_now())  # fmt: skip
            session.add(plan)
            session.flush()
            today = utc_now().date()
            session.add_all(
                FollowUp(**tie, plan_id=plan.id, due_on=today + timedelta(days=days)) for days in (-1, 9)
            )  # fmt: skip
            session.commit()
        yield served


def check_page(page: Page) -> None:
    """No accessibility finding and nothing wider than the screen."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_a_task_is_kept_while_typing_also_without_a_connection(
    committed_app: Flask, course: Course
) -> None:
    options: dict[str, Any] = {"viewport": PHONE, "expected": "Failed to load resource"}
    with open_tab(course, **options) as (page, context):
        page.goto(f"{course.steps}bel-terug")
        check_page(page)
        page.fill("#bewijs", "Dinsdag gebeld.")
        page.locator("[data-save][data-state=ok]").wait_for()
        context.set_offline(True)
        page.fill("#merkte", "Ze lachte.")
        page.check("#gedaan")
        page.locator("[data-save][data-state=error]").wait_for()
        context.set_offline(False)
        page.reload()
        expect(page.locator("#merkte")).to_have_value("Ze lachte.")
        expect(page.locator("#gedaan")).to_be_checked()
        page.click("text=Bewaren en afronden")
        page.get_by_text("Je werkopdracht is bewaard.").wait_for()
        check_page(page)
    with committed_app.app_context():
        task = db.session.scalars(select(WorkTask), execution_options=ALL_TENANTS).one()
        assert (task.evidence, task.noticed) == ("Dinsdag gebeld.", "Ze lachte.")
        assert task.done_at is not None and task.shared_at is None


def test_a_plan_is_looked_back_at_from_the_learning_path(
    committed_app: Flask, course: Course
) -> None:
    site = course.cookie["url"]
    with open_tab(course, viewport=PHONE) as (page, _):
        page.goto(f"{site}/leerpad")
        page.get_by_role("link", name="Deels").click()
        expect(page.get_by_role("radio", name="Deels")).to_be_checked()
        check_page(page)
        page.fill("#verhaal", "Ze vertelde verder.")
        page.locator("[data-save][data-state=ok]").wait_for()
        page.fill("#dan", "Dan tel ik tot twee.")
        page.click("text=Bewaar je terugblik")
        page.get_by_text("Je terugblik is bewaard.").wait_for()
        expect(page.get_by_text("Als de klant zucht, dan tel ik tot twee.")).to_be_visible()
        page.get_by_text("Hoe het plan eerder luidde").click()
        expect(page.get_by_text("Als de klant zucht, dan wacht ik.")).to_be_visible()
        check_page(page)
        page.get_by_role("link", name="Laat een collega meekijken").click()
        check_page(page)
        page.fill("#email", "bas@example.org")
        page.fill("#vraag", "Hoe doe jij dit?")
        page.click("text=Verstuur")
        expect(page.get_by_text("Er is nog geen antwoord.")).to_be_visible()
        check_page(page)


def test_an_outcome_that_was_changed_stays_so_over_a_reload(
    committed_app: Flask, course: Course
) -> None:
    """The address still names the outcome that was chosen on the way here."""
    with open_tab(course, viewport=PHONE) as (page, _):
        page.goto(f"{course.cookie['url']}/leerpad")
        page.get_by_role("link", name="Deels").click()
        page.get_by_role("radio", name="Gelukt").check()
        page.locator("[data-save][data-state=ok]").wait_for()
        page.reload()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("radio", name="Gelukt")).to_be_checked()

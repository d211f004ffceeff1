"""The closing page on a phone and on paper: accessible, and one sheet however much was made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from courseapp.activities.models import Completion
from courseapp.catalog.models import Course as Published
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.accessibility import violations
from tests.exercise_browser import Course, open_tab, serve_course
from tests.trainee.closing_course import closing_course, fill

pytestmark = [
    pytest.mark.browser,
    # the queries are tested on both engines; here it is the page, on screen and on paper
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
MODULES = 6


@pytest.fixture
def course(committed_app: Flask) -> Iterator[Course]:
    """A course in which a learner made as much as the fields take."""
    with serve_course(committed_app, compiled=closing_course(MODULES, ends=True)) as served:
        with committed_app.app_context():
            session = db.session()
            enrolment = session.scalars(select(Enrolment), execution_options=ALL_TENANTS).one()
            fill(session, enrolment=enrolment, now=utc_now(), modules=MODULES, long=True)
            session.commit()
        yield served


def test_the_page_is_accessible_and_fits_a_phone_in_light_and_dark(course: Course) -> None:
    for scheme in ("light", "dark"):
        options: dict[str, Any] = {
            "viewport": {"width": 360, "height": 740},
            "color_scheme": scheme,
        }
        with open_tab(course, **options) as (page, _):
            page.goto(f"{course.steps}slot")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_full_page_prints_on_one_sheet_with_name_and_day(course: Course) -> None:
    with open_tab(course) as (page, _):
        page.goto(f"{course.steps}slot")
        page.evaluate("window.print = () => document.body.dataset.printed = 'yes'")
        page.click("[data-print]")
        assert page.locator("body").get_attribute("data-printed") == "yes"
        paper = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
        page.emulate_media(media="print")
        assert page.locator(".clo-who").is_visible() and page.locator(".clo-end").is_visible()
        inks = page.locator(".clo, .clo .mark, .clo .meta, .plan-z b")
        drawn = "all => all.map(e => getComputedStyle(e)).map(s => s.backgroundColor)"
        assert set(inks.evaluate_all(drawn)) == {"rgba(0, 0, 0, 0)"}
        assert not page.locator(".pn").is_visible() and not page.locator(".head").is_visible()


def test_finishing_shows_the_certificate_which_prints_on_one_sheet_lying_down(
    committed_app: Flask,
) -> None:
    with serve_course(committed_app, compiled=closing_course()) as served:
        with committed_app.app_context():
            session = db.session()
            enrolment = session.scalars(select(Enrolment), execution_options=ALL_TENANTS).one()
            revision_id = session.scalars(select(Published.current_revision_id)).one()
            session.add_all(
                Completion(organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, step_id=step,
                           revision_id=revision_id or 0, rule="read", at=utc_now())
                for step in ("vooraf-1", "les-1", "toets-1", "plan-1")
            )  # fmt: skip
            session.commit()
        with open_tab(served) as (page, _):
            page.goto(f"{served.steps}slot")
            page.get_by_role("button", name="Naar je certificaat").click()
            page.wait_for_url("**/certificaat/*")
            paper = page.pdf(prefer_css_page_size=True)
            ((width, height),) = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
            assert float(width) > float(height)

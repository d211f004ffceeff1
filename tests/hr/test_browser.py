"""The report in the real browser: filters and order without a new page, and for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from courseapp.accounts.services import start_session
from courseapp.organisations.models import Role
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.accessibility import violations
from tests.chromium import shared_browser
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.serving import running

pytestmark = [
    pytest.mark.browser,
    # the database plays no part in what a browser does
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
NAMES = ("Anouk Bos", "Lotte Aerts", "Şeyma Kaya")


@dataclass(frozen=True)
class Site:
    """The address of an organisation's pages and the cookie of its HR officer."""

    url: str
    cookie: dict[str, str]


@pytest.fixture
def site(committed_app: Flask) -> Iterator[Site]:
    with committed_app.app_context():
        session = db.session()
        organisation = make_organisation(session, slug="linde")
        officer = make_person(session, organisation=organisation, role=Role.HR, name="Joost")
        run = make_run(session, organisation=organisation, course=make_course(session))
        late = make_run(session, organisation=organisation, course=make_course(session), name="Oud", due_on=date(2020, 1, 1))  # fmt: skip
        for name in NAMES:
            person = make_person(session, organisation=organisation, name=name)
            make_enrolment(session, person=person, run=run)
        make_enrolment(session, person=person, run=late)
        token = start_session(
            session, person_id=officer.id, now=utc_now(), idle_minutes=60, hours=9
        )
        session.commit()
    interface: Any = committed_app.session_interface
    value = interface.get_signing_serializer(committed_app).dumps({"_user_id": token})
    with running(committed_app) as url:
        yield Site(f"{url}/hr/linde", {"name": "courseapp", "value": value, "url": url})


def _context(site: Site, **options: Any) -> BrowserContext:
    context = shared_browser().new_context(locale="nl-NL", **options)
    context.add_cookies([site.cookie])  # type: ignore[list-item]
    return context


@pytest.fixture
def page(site: Site) -> Iterator[Page]:
    """A tab with the report open, that fails on trouble in the console."""
    troubles: list[str] = []
    context = _context(site, viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.on("pageerror", lambda error: troubles.append(str(error)))
    tab.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    tab.goto(f"{site.url}/rapport")
    tab.evaluate("window.isSamePage = true")
    yield tab
    context.close()
    assert troubles == []


def _names(page: Page) -> list[str]:
    return page.locator("tbody .c-naam").all_inner_texts()


def test_typing_a_name_narrows_the_table_in_place_and_keeps_the_cursor(page: Page) -> None:
    page.locator("#q").press_sequentially("seyma", delay=20)
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("[data-part=count]")).to_have_text("2 van de 4 deelnemers")
    assert page.evaluate("document.activeElement.id") == "q"
    assert page.evaluate("window.isSamePage") is True
    assert "q=seyma" in page.url
    assert page.locator(".tot dd").inner_text() == "2", "the summary follows"


def test_the_download_follows_the_filters(page: Page) -> None:
    page.locator("#fs").select_option("overdue")
    expect(page.locator("tbody tr")).to_have_count(1)
    for label, extension in (("CSV", "csv"), ("XLSX", "xlsx")):
        with page.expect_download() as waiting:
            page.get_by_role("button", name=label).click()
        name = waiting.value.suggested_filename
        assert name.startswith("voortgang-linde-") and name.endswith(f".{extension}")
        if extension == "csv":
            lines = Path(waiting.value.path()).read_text("utf-8-sig").splitlines()
            assert [line.split(";")[0] for line in lines[1:]] == ['"Şeyma Kaya"']


def test_a_head_sorts_turns_around_and_keeps_the_focus(page: Page) -> None:
    assert _names(page) == ["Anouk Bos", "Lotte Aerts", "Şeyma Kaya", "Şeyma Kaya"]
    head = page.locator("thead th.c-naam a")
    head.focus()
    page.keyboard.press("Enter")
    expect(page.locator("thead th.c-naam")).to_have_attribute("aria-sort", "descending")
    assert _names(page)[0] == "Şeyma Kaya"
    assert page.evaluate("document.activeElement.closest('th').className").startswith("c-naam")
    assert page.evaluate("window.isSamePage") is True
    page.locator("#q").press_sequentially("o")
    expect(page.locator("tbody tr")).to_have_count(2)
    assert _names(page) == ["Lotte Aerts", "Anouk Bos"], "a filter keeps the order"


def test_an_answer_that_is_no_report_leads_to_the_page_itself(page: Page, site: Site) -> None:
    """After signing out elsewhere a filter must not swap in half a sign-in page."""
    page.context.clear_cookies()
    page.locator("#fs").select_option("overdue")
    page.wait_for_url("**/inloggen**")
    expect(page.locator("input[type=password]")).to_be_visible()
    expect(page.locator("table, form.filters")).to_have_count(0)


def test_without_a_script_the_form_and_the_links_do_the_same(site: Site) -> None:
    context = _context(site, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/rapport")
    page.fill("#q", "SEYMA")
    page.click("form.filters button")  # a click does not wait for the page it leads to: expect does
    expect(page.locator("tbody .c-naam")).to_have_text(["Şeyma Kaya", "Şeyma Kaya"])
    page.click("text=Wis filters")
    expect(page.locator("tbody .c-naam")).to_have_count(4)
    page.click("thead th.c-naam a")
    expect(page.locator("tbody .c-naam").first).to_have_text("Şeyma Kaya")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    assert waiting.value.suggested_filename.endswith(".csv")
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_hr_overflows_or_breaks_a_rule_of_wcag(
    width: int, scheme: str, site: Site
) -> None:
    context = _context(site, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    for path in ("", "/rapport", "/rapport?q=niemand", "/groepen/nieuw", "/groepen/1"):
        page.goto(site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert violations(page) == [], path
    context.close()

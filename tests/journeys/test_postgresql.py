"""By settings alone: PostgreSQL and two web processes serve the same product."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.chromium import shared_browser
from tests.journeys.conftest import DESK, Visitor, start_site
from tests.postgres import postgres_url

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


def test_database_url_alone_moves_everything_to_postgresql(tmp_path: Path) -> None:
    with postgres_url("journey") as url:
        site = start_site(tmp_path, DATABASE_URL=url, COURSEAPP_WORKERS="2")
        context = shared_browser().new_context(locale="nl", viewport=DESK)
        try:
            me = Visitor(context.new_page(), site, [])
            me.sign_in("samira@lindekroon.example")
            me.page.locator(".resume .btn").first.click()
            me.page.locator("form[action$='/poging'] button").click()
            box = me.page.locator("section.qq input[type=radio], section.qq input[type=text]").first
            box.check() if box.get_attribute("type") == "radio" else box.fill("piek")
            expect(me.page.locator("[data-save][data-state=ok]")).to_be_visible()
            me.check_page()
        finally:
            context.close()
            site.process.terminate()
            assert site.process.wait(timeout=30) == 0
        assert not (tmp_path / "courseapp.sqlite3").exists()

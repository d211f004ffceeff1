"""Trainer, HR and operator each do their main task in the real browser, in both languages."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESK, PHONE, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
SCREENS = [("nl", DESK), ("en", PHONE)]
LESSON = "/studio/wat-blijft-hangen/bestand/2-wat-de-klant-meeneemt/3-afsluiten-in-vier-stappen.md"


def choose_language(me: Visitor, locale: str) -> None:
    """Take the language in the account menu, as a person would."""
    me.page.locator("details.account summary").click()
    me.page.locator(f"details.account button[name=locale][value={locale}]").click()
    expect(me.page.locator("html")).to_have_attribute("lang", locale)


@pytest.mark.parametrize(("locale", "viewport"), SCREENS)
def test_a_trainer_publishes_an_edited_lesson(
    visitor: Callable[..., Visitor], locale: str, viewport: dict[str, int]
) -> None:
    me = visitor(locale=locale, viewport=viewport)
    me.sign_in("marijke@naklank.example")
    choose_language(me, locale)
    me.check_page()
    me.go("/studio/wat-blijft-hangen")
    me.check_page()
    me.go(LESSON)
    sentence = (
        f"Deze zin kwam er bij de proef in het {'Nederlands' if locale == 'nl' else 'Engels'} bij."
    )
    editor = me.page.locator("textarea[data-md]")
    editor.fill(editor.input_value() + f"\n{sentence}\n")
    expect(me.page.frame_locator("iframe:not(.is-next)").locator("body")).to_contain_text(sentence)
    me.check_page()
    me.page.locator("button[data-keep]").click()
    expect(me.page.locator("[data-save][data-state=ok]")).to_be_visible()
    me.go("/studio/wat-blijft-hangen/publiceren")
    expect(me.page.locator("main")).to_contain_text(sentence)
    me.check_page()
    me.page.locator("main form[action$='/publiceren'] button[type=submit]").last.click()
    me.page.wait_for_load_state()
    for page in ("versies", "onthouden", "overdracht"):
        me.go(f"/studio/wat-blijft-hangen/{page}")
        me.check_page()
    reader = visitor(locale="nl")
    reader.sign_in("pim@lindekroon.example")
    reader.page.locator("main a[href^='/leren/']:not([href*='/stap/'])").first.click()
    reader.page.locator(".lessen a[href*='/stap/afsluiten-in-vier-stappen']").click()
    expect(reader.page.locator("article")).to_contain_text(sentence)


@pytest.mark.parametrize(("locale", "viewport"), SCREENS)
def test_hr_downloads_the_report(
    visitor: Callable[..., Visitor], tmp_path: Path, locale: str, viewport: dict[str, int]
) -> None:
    me = visitor(locale=locale, viewport=viewport, accept_downloads=True)
    me.sign_in("joost@lindekroon.example")
    choose_language(me, locale)
    me.check_page()
    me.go("/hr/lindekroon/rapport")
    me.check_page()
    for extension in ("csv", "xlsx"):
        with me.page.expect_download() as caught:
            me.page.locator(
                f"form[action*='/rapport/{extension}'] button, button[formaction*='/rapport/{extension}']"
            ).first.click()
        caught.value.save_as(tmp_path / f"report.{extension}")
    raw = (tmp_path / "report.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(
        csv.reader(raw.decode("utf-8-sig").splitlines(), delimiter=";" if locale == "nl" else ",")
    )
    assert len(rows) > 10 and any("Samira" in cell for row in rows for cell in row)
    assert (tmp_path / "report.xlsx").read_bytes()[:2] == b"PK"


@pytest.mark.parametrize(("locale", "viewport"), SCREENS)
def test_an_operator_finds_people_and_organisations(
    visitor: Callable[..., Visitor], locale: str, viewport: dict[str, int]
) -> None:
    me = visitor(locale=locale, viewport=viewport)
    me.sign_in("beheer@naklank.example")
    choose_language(me, locale)
    me.check_page()
    me.page.locator("main a", has_text="Lindekroon").first.click()
    expect(me.page.locator("main")).to_contain_text("Samira")
    me.check_page()
    me.go("/account")
    me.check_page()


@pytest.mark.parametrize(("locale", "viewport"), SCREENS)
def test_pages_without_a_sign_in(
    visitor: Callable[..., Visitor], locale: str, viewport: dict[str, int]
) -> None:
    me = visitor(locale=locale, viewport=viewport)
    for path in (
        "/inloggen",
        "/wachtwoord",
        "/privacy",
        "/toegankelijkheid",
        "/hulp",
        "/certificaten",
    ):
        me.go(path)
        expect(me.page.locator("html")).to_have_attribute("lang", locale)
        me.check_page()


def test_a_mailed_link_signs_in_once(visitor: Callable[..., Visitor]) -> None:
    me = visitor()
    me.go("/inloggen")
    me.page.locator("form:not(:has(input[name=password])) input[name=email]").first.fill(
        "pim@lindekroon.example"
    )
    me.page.locator(
        "form:not(:has(input[name=password])):has(input[name=email]) button[type=submit]"
    ).first.click()
    outbox = me.site.folder / "outbox"
    for _ in range(100):
        mails = sorted(outbox.glob("*.eml")) if outbox.exists() else []
        if mails:
            break
        me.page.wait_for_timeout(200)
    text = mails[-1].read_text()
    link = next(word for word in text.split() if "/inloggen/" in word)
    me.page.goto(link)
    me.check_page()
    me.page.locator("main form button[type=submit]").first.click()
    me.page.wait_for_url("**/leerpad")
    other = visitor()
    other.page.goto(link)
    if other.page.locator("main form button[type=submit]").count():
        with other.page.expect_navigation():
            other.page.locator("main form button[type=submit]").first.click()
    other.go("/leerpad")
    assert "/inloggen" in other.page.url

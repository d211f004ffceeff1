"""A trainee takes the whole course to a certificate, in each language, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect

from courseapp.catalog.domain.compiled import CompiledStep
from tests.journeys.answering import Book
from tests.journeys.conftest import DESK, PHONE, Site, Visitor
from tests.journeys.people import add_trainee

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("trainee")]


@pytest.mark.parametrize(("locale", "viewport"), [("nl", PHONE), ("en", DESK)])
def test_the_course_leads_from_sign_in_to_a_certificate(
    visitor: Callable[..., Visitor], site: Site, locale: str, viewport: dict[str, int]
) -> None:
    book = Book(locale)
    me = visitor(locale=locale, viewport=viewport)
    _begin(me, site, locale)
    for step in book.course.steps():
        _take(me, book, step, javascript=True)
    me.go("/leerpad")
    _check(me, javascript=True)
    me.page.locator("a[href*='/certificaat/']").first.click()
    _check(me, javascript=True)
    code = me.page.locator(".c-v .tnum").inner_text().replace(" ", "")
    stranger = visitor(locale=locale, viewport=viewport)
    stranger.go(f"/certificaten/{code}")
    _check(stranger, javascript=True)
    expect(stranger.page.locator("main")).to_contain_text(book.course.text(locale).title)


def test_the_first_and_the_last_module_work_without_script(
    visitor: Callable[..., Visitor], site: Site
) -> None:
    """Between them they hold every kind of step."""
    book = Book("nl")
    modules = (book.course.modules[0], book.course.modules[-1])
    assert {step.kind for module in modules for step in module.steps} == TAKE.keys()
    me = visitor(locale="nl", viewport=PHONE, javascript=False)
    _begin(me, site, "nl")
    for module in modules:
        me.page.goto(urljoin(me.page.url, module.steps[0].id))
        for step in module.steps:
            _take(me, book, step, javascript=False)


def _begin(me: Visitor, site: Site, locale: str) -> None:
    """Someone new, from signing in to the first step."""
    me.sign_in(add_trainee(site, locale=locale))
    expect(me.page.locator("h1")).to_have_count(1)
    me.page.locator(".resume .btn, .resume a.btn").first.click()
    me.page.wait_for_url("**/stap/**")


def _take(me: Visitor, book: Book, step: CompiledStep, *, javascript: bool) -> None:
    """The step that the page shows, to its end."""
    me.page.wait_for_url(f"**/stap/{step.id}**")
    _check(me, javascript)
    TAKE[step.kind](me, book, javascript)


def _check(me: Visitor, javascript: bool) -> None:
    """Axe needs script; without it the page must at least not scroll sideways or fail."""
    if javascript:
        me.check_page()
    expect(me.page.locator("h1")).to_have_count(1)


def _read(me: Visitor, book: Book, javascript: bool) -> None:
    if me.page.locator("form[data-lab-guess]").count():
        _play(me, javascript)
    me.page.locator("button.next").click()


def _play(me: Visitor, javascript: bool) -> None:
    """Predict, then change the first number: the lab computes on."""
    guess = me.page.locator("form[data-lab-guess]")
    guess.locator("input[type=radio]").last.check()
    guess.locator("button").click()
    numbers = me.page.locator("[data-lab-block] form input[type=text]")
    first = numbers.first
    first.wait_for()
    first.fill("2")
    first.press("Tab" if javascript else "Enter")
    expect(me.page.locator("[data-lab-block] svg").first).to_be_visible()
    expect(numbers.first).to_have_value("2")
    _check(me, javascript)


def _talk(me: Visitor, book: Book, javascript: bool) -> None:
    me.page.locator("form[action$='/gesprek'] button").first.click()
    for turn in range(1, 20):
        choices = me.page.locator("form[data-choose] button.choice")
        if not choices.count():
            break
        choices.first.click()
        expect(me.page.locator("section.frag.is-past")).to_have_count(turn)
    expect(me.page.locator(".uitslag")).to_be_visible()
    _check(me, javascript)
    me.page.locator("#nu a.btn").first.click()


def _try_at_work(me: Visitor, book: Book, javascript: bool) -> None:
    me.page.check("#gedaan")
    me.page.fill("#bewijs", "Maandag, bij een klant met een dubbele rekening.")
    me.page.fill("#merkte", "Hij vroeg niets meer.")
    me.page.locator("form.refl button[type=submit]").first.click()
    onward = me.page.locator(".refl-s a.btn")
    onward.wait_for()
    _check(me, javascript)
    onward.click()


def _make_own(me: Visitor, book: Book, javascript: bool) -> None:
    """An own scenario can wait; tests/scenarios writes and plays one."""
    me.page.locator(".refl-s a[href*='/stap/']").click()


def _pass_quiz(me: Visitor, book: Book, javascript: bool) -> None:
    me.page.locator("form[action$='/poging'] button").click()
    _check(me, javascript)
    assert book.answer_all(me.page) >= 1
    if javascript:
        expect(
            me.page.locator("[data-save][data-state=ok], [data-save][data-state=saved]")
        ).to_be_visible()
    me.page.locator("[data-hand-in]").click()
    confirm = me.page.locator("button[name=confirm]")
    confirm.or_(me.page.locator(".resrow")).first.wait_for()
    if confirm.count():
        confirm.click()
    me.page.wait_for_url("**/resultaat")
    _check(me, javascript)
    me.page.locator(".resrow a.btn").first.click()


def _plan(me: Visitor, book: Book, javascript: bool) -> None:
    page: Page = me.page
    for area in page.locator("textarea[name^='t-']").all():
        area.fill("Een gesprek over een rekening. Het liep af zonder dat ik het afrondde.")
    page.fill("textarea[name=als]", "de klant zegt dat het duidelijk is")
    page.fill("textarea[name=dan]", "zeg ik wat er nu gebeurt en wie dat doet")
    page.locator("form[data-reflect] button[type=submit]").first.click()
    onward = page.locator(".refl-s a.btn")
    onward.wait_for()
    _check(me, javascript)
    onward.click()


TAKE = {
    "lesson": _read,
    "dialogue": _talk,
    "quiz": _pass_quiz,
    "reflection": _plan,
    "task": _try_at_work,
    "scenario": _make_own,
    "closing": _read,
}

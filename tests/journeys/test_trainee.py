"""A trainee takes the whole course to a certificate, in each language, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from courseapp.catalog.domain.compiled import CompiledStep
from tests.journeys.answering import Book
from tests.journeys.conftest import DESK, PHONE, Site, Visitor
from tests.journeys.people import add_trainee

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("trainee")]
MOVING, STILL = "no-preference", "reduce"
TAKERS = [("nl", PHONE, True, MOVING), ("en", DESK, True, STILL), ("nl", PHONE, False, STILL)]


@dataclass(frozen=True, kw_only=True)
class Taker:
    """Someone on the way through the course."""

    me: Visitor
    book: Book
    javascript: bool = True

    @property
    def page(self) -> Page:
        return self.me.page

    def check(self) -> None:
        """Axe needs script; without it the page must at least not fail."""
        if self.javascript:
            self.me.check_page()
        expect(self.page.locator("h1")).to_have_count(1)

    def begin(self, site: Site) -> None:
        """Someone new, from signing in to the first step."""
        self.me.sign_in(add_trainee(site, locale=self.book.locale))
        self.check()
        self.page.locator(".resume .btn, .resume a.btn").first.click()
        self.page.wait_for_url("**/stap/**")

    def take(self, step: CompiledStep) -> None:
        """The step that the page shows, to its end."""
        self.page.wait_for_url(f"**/stap/{step.id}**")
        self.check()
        TAKE[step.kind](self)


@pytest.mark.parametrize(("locale", "viewport", "javascript", "motion"), TAKERS)
def test_the_course_leads_from_sign_in_to_a_certificate(
    visitor: Callable[..., Visitor],
    site: Site,
    locale: str,
    viewport: dict[str, int],
    javascript: bool,
    motion: str,
) -> None:
    me = visitor(locale=locale, viewport=viewport, javascript=javascript, reduced_motion=motion)
    taker = Taker(me=me, book=Book(locale), javascript=javascript)
    assert {step.kind for step in taker.book.course.steps()} == TAKE.keys()
    taker.begin(site)
    for step in taker.book.course.steps():
        taker.take(step)
    me.go("/leerpad")
    taker.check()
    me.page.locator("a[href*='/certificaat/']").first.click()
    me.page.wait_for_url("**/certificaat/*")
    taker.check()
    code = me.page.locator(".c-v .tnum").inner_text().replace(" ", "")
    stranger = Taker(
        me=visitor(locale=locale, viewport=viewport, javascript=javascript),
        book=taker.book,
        javascript=javascript,
    )
    stranger.me.go(f"/certificaten/{code}")
    stranger.check()
    expect(stranger.page.locator("main")).to_contain_text(taker.book.course.text(locale).title)


def _read(taker: Taker) -> None:
    if taker.page.locator("form[data-lab-guess]").count():
        _play(taker)
    taker.page.locator("button.next").click()


def _play(taker: Taker) -> None:
    """Predict, then change the first number: the lab computes on."""
    guess = taker.page.locator("form[data-lab-guess]")
    guess.locator("input[type=radio]").last.check()
    guess.locator("button").click()
    numbers = taker.page.locator("[data-lab-block] form input[type=text]")
    first = numbers.first
    first.wait_for()
    first.fill("2")
    first.press("Tab" if taker.javascript else "Enter")
    expect(taker.page.locator("[data-lab-block] svg").first).to_be_visible()
    expect(numbers.first).to_have_value("2")
    taker.check()


def _talk(taker: Taker) -> None:
    taker.page.locator("form[action$='/gesprek'] button").first.click()
    choices = taker.page.locator("form[data-choose] button.choice")
    choices.first.wait_for()
    for turn in range(1, 20):
        if not choices.count():
            break
        choices.first.click()
        expect(taker.page.locator("section.frag.is-past")).to_have_count(turn)
    expect(taker.page.locator(".uitslag")).to_be_visible()
    taker.check()
    taker.page.locator("#nu a.btn").first.click()


def _try_at_work(taker: Taker) -> None:
    taker.page.check("#gedaan")
    taker.page.fill("#bewijs", "Maandag, bij een klant met een dubbele rekening.")
    taker.page.fill("#merkte", "Hij vroeg niets meer.")
    taker.page.locator("form.refl button[type=submit]").first.click()
    onward = taker.page.locator(".refl-s a.btn")
    onward.wait_for()
    taker.check()
    onward.click()


def _make_own(taker: Taker) -> None:
    """An own scenario can wait; tests/scenarios writes and plays one."""
    taker.page.locator(".refl-s a[href*='/stap/']").click()


def _pass_quiz(taker: Taker) -> None:
    taker.page.locator("form[action$='/poging'] button").click()
    taker.page.wait_for_url("**/poging/*")
    taker.check()
    assert taker.book.answer_all(taker.page) >= 1
    if taker.javascript:
        expect(
            taker.page.locator("[data-save][data-state=ok], [data-save][data-state=saved]")
        ).to_be_visible()
    taker.page.locator("[data-hand-in]").click()
    confirm = taker.page.locator("button[name=confirm]")
    confirm.or_(taker.page.locator(".resrow")).first.wait_for()
    if confirm.count():
        confirm.click()
    taker.page.wait_for_url("**/resultaat")
    taker.check()
    taker.page.locator(".resrow a.btn").first.click()


def _plan(taker: Taker) -> None:
    page = taker.page
    for area in page.locator("textarea[name^='t-']").all():
        area.fill("Een gesprek over een rekening. Het liep af zonder dat ik het afrondde.")
    page.fill("textarea[name=als]", "de klant zegt dat het duidelijk is")
    page.fill("textarea[name=dan]", "zeg ik wat er nu gebeurt en wie dat doet")
    page.locator("form[data-reflect] button[type=submit]").first.click()
    onward = page.locator(".refl-s a.btn")
    onward.wait_for()
    taker.check()
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

"""Autosave in the real browser: what was typed is stored, also after a cut connection."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select, update

from courseapp.accounts.models import UserSession
from courseapp.reflections.models import Reflection
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.chromium import shared_browser
from tests.exercise_browser import Course, first_held, open_tab, serve_course, wait_until

pytestmark = [
    pytest.mark.browser,
    # the services are tested on both engines; here it is the script
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]
TYPE = """const field = document.querySelector('#t-terug');
  field.value = words;
  field.dispatchEvent(new Event('input', {bubbles: true}));"""
TYPE_ON = f"words => setTimeout(() => {{ {TYPE} }}, 500)"
Desk = tuple[Course, Page, BrowserContext]


@pytest.fixture
def desk(committed_app: Flask) -> Iterator[Desk]:
    """The reflection of the sample course, open in a tab."""
    with (
        serve_course(committed_app) as course,
        open_tab(course, expected="Failed to load resource") as (page, context),
    ):
        page.goto(f"{course.steps}mijn-plan")
        yield course, page, context


def stored(app: Flask, course: Course) -> Reflection | None:
    with app.app_context():
        return db.session.scalars(
            select(Reflection).where(Reflection.organisation_id == course.organisation_id)
        ).one_or_none()


def write_unsent(desk: Desk, words: str) -> None:
    """Type while saves fail; `context.unroute` lets them through again."""
    _, page, context = desk
    context.route("**/reflectie", lambda route: route.abort())
    page.fill("#t-terug", words)
    page.locator("[data-save][data-state=error]").wait_for()


def type_and_leave(page: Page, words: str, *, to: str = "") -> None:
    """The last letter and leaving (or reloading) in one breath."""
    leave = f"location.assign('{to}')" if to else "location.reload()"
    page.evaluate(f"words => {{ {TYPE} {leave}; }}", words)


def reload_with_a_draft_under_way(desk: Desk) -> Route:
    """A fresh page that sends what the page before it left unsent; `continue_` lets that through."""
    _, page, context = desk
    page.fill("#als", "de klant zucht")
    page.fill("#dan", "wacht ik")
    write_unsent(desk, "Een mevrouw belde.")
    context.unroute("**/reflectie")
    under_way: list[Route] = []
    page.route("**/reflectie", lambda route: under_way.append(route), times=1)
    page.reload()
    return first_held(page, under_way)


def test_what_is_typed_is_saved_and_the_plan_reads_along(committed_app: Flask, desk: Desk) -> None:
    course, page, _ = desk
    page.fill("#t-terug", "Een mevrouw belde.")
    page.fill("#als", "Als de klant zucht.")
    page.locator("[data-save][data-state=ok]").wait_for()
    assert page.inner_text("[data-out-if]") == "de klant zucht"
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "Een mevrouw belde."}
    page.fill("#t-terug", "Een mevrouw belde terug.")
    page.fill("#dan", "wacht ik")
    page.click("text=Plan bewaren en afronden")
    page.locator(".zin--kept").wait_for()
    kept = stored(committed_app, course)
    assert kept is not None and kept.submitted_at is not None
    assert kept.texts == {"terug": "Een mevrouw belde terug."}


def test_who_types_on_without_a_pause_is_saved_all_the_same(desk: Desk) -> None:
    _, page, _ = desk
    page.clock.install()
    page.reload()
    page.wait_for_load_state("networkidle")
    with page.expect_request("**/reflectie") as first:
        for letter in "een lang verhaal":
            page.locator("#t-terug").press_sequentially(letter)
            page.clock.run_for(700)
    saved = first.value.post_data_json["fields"]["t-terug"]
    assert "een lang verhaal".startswith(saved) and saved != "een lang verhaal"


def test_what_was_typed_before_the_script_had_loaded_is_saved_too(
    committed_app: Flask, desk: Desk
) -> None:
    course, page, _ = desk
    waiting: list[Route] = []
    page.route("**/js/draft*.js", lambda route: waiting.append(route))
    page.reload(wait_until="commit")
    page.fill("#t-terug", "meteen getypt")
    assert stored(committed_app, course) is None
    first_held(page, waiting).continue_()
    page.locator("[data-save][data-state=ok]").wait_for()
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "meteen getypt"}


def test_typing_before_the_script_had_loaded_loses_nothing_that_was_unsent(
    committed_app: Flask, desk: Desk
) -> None:
    course, page, context = desk
    write_unsent(desk, "een lang verhaal dat nog weg moet")
    waiting: list[Route] = []
    page.route("**/js/draft*.js", lambda route: waiting.append(route))
    page.reload(wait_until="commit")
    page.fill("#dan", "wacht ik")
    context.unroute("**/reflectie")
    first_held(page, waiting).continue_()
    page.locator("[data-save][data-state=ok]").wait_for()
    assert page.input_value("#t-terug") == "een lang verhaal dat nog weg moet"
    draft = stored(committed_app, course)
    assert draft is not None and draft.action == "wacht ik"
    assert draft.texts == {"terug": "een lang verhaal dat nog weg moet"}


def test_a_page_made_before_the_last_save_shows_it_all_the_same(
    committed_app: Flask, desk: Desk
) -> None:
    """The save is acknowledged while the next page, which does not know of it, is on its way."""
    course, page, _ = desk
    older = page.request.get(page.url).text()
    page.fill("#t-terug", "Een mevrouw belde.")
    page.locator("[data-save][data-state=ok]").wait_for()
    page.route(page.url, lambda route: route.fulfill(body=older, content_type="text/html"), times=1)
    page.reload()
    expect(page.locator("#t-terug")).to_have_value("Een mevrouw belde.")
    page.locator("[data-save][data-state=ok]").wait_for()
    with page.expect_response("**/reflectie"):
        page.fill("#dan", "wacht ik")
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "Een mevrouw belde."}
    assert draft.action == "wacht ik"


def test_a_page_that_took_long_to_come_shows_what_was_saved_since(desk: Desk) -> None:
    _, page, _ = desk
    older = page.request.get(page.url).text()
    under_way: list[Route] = []
    page.route(page.url, lambda route: under_way.append(route), times=1)
    type_and_leave(page, "Een mevrouw belde.")
    page.wait_for_timeout(8_000)
    first_held(page, under_way).fulfill(body=older, content_type="text/html")
    expect(page.locator("#t-terug")).to_have_value("Een mevrouw belde.")


def test_handing_in_builds_upon_an_unsent_draft_that_just_arrives(
    committed_app: Flask, desk: Desk
) -> None:
    """The page does not know of that draft; the button is pressed while it is on its way."""
    course, page, _ = desk
    draft = reload_with_a_draft_under_way(desk)
    page.click("text=Plan bewaren en afronden")
    draft.continue_()
    page.locator(".zin--kept").wait_for()
    kept = stored(committed_app, course)
    assert kept is not None and kept.submitted_at is not None
    assert kept.texts == {"terug": "Een mevrouw belde."}


def test_handing_in_does_not_clash_with_an_own_draft_that_is_never_acknowledged(
    committed_app: Flask, desk: Desk
) -> None:
    """It was stored while the button was pressed, but its answer does not come in time."""
    course, page, _ = desk
    draft = reload_with_a_draft_under_way(desk)
    page.fill("#dan", "tel ik tot twee")
    assert draft.fetch().status == 200
    page.click("text=Plan bewaren en afronden")
    page.locator(".zin--kept, #fouten").first.wait_for()
    kept = stored(committed_app, course)
    assert kept is not None and kept.submitted_at is not None
    assert kept.texts == {"terug": "Een mevrouw belde."}
    assert kept.action == "tel ik tot twee"


def test_a_newer_draft_that_overtakes_an_older_one_is_no_clash(
    committed_app: Flask, desk: Desk
) -> None:
    """Both go as the page is left, written before and after a reload; the newer arrives first."""
    course, page, context = desk
    write_unsent(desk, "eerst")
    page.reload()
    expect(page.locator("#t-terug")).to_have_value("eerst")
    page.locator("[data-save][data-state=error]").wait_for()
    context.unroute("**/reflectie")

    def only_newer(route: Route) -> None:
        route.continue_() if "anders begonnen" in (route.request.post_data or "") else None

    page.route("**/reflectie", only_newer)
    page.fill("#t-terug", "anders begonnen")
    page.reload()
    wait_until(page, lambda: bool(stored(committed_app, course)))
    page.unroute("**/reflectie")
    with page.expect_response(lambda r: "anders begonnen" in (r.request.post_data or "")):
        page.reload()
    expect(page.locator("#t-terug")).to_have_value("anders begonnen")
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-save]")).to_contain_text("Kladje bewaard om")
    expect(page.locator("[data-left-over]")).to_have_count(0)
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "anders begonnen"}


def test_of_two_unsent_texts_neither_overwrites_the_other(committed_app: Flask, desk: Desk) -> None:
    """Two tabs, each with a text of its own that could not be sent; one of them comes back."""
    course, page, context = desk
    other = context.new_page()
    other.goto(page.url)
    write_unsent(desk, "in het ene tabblad")
    other.fill("#t-terug", "in het andere tabblad")
    other.locator("[data-save][data-state=error]").wait_for()
    address = page.url
    page.close()
    other.close()
    context.unroute("**/reflectie")
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    draft = stored(committed_app, course)
    assert draft is not None
    shown = page.inner_text("main") + page.input_value("#t-terug") + draft.texts["terug"]
    assert "in het ene tabblad" in shown and "in het andere tabblad" in shown


def test_what_is_typed_while_a_draft_is_handed_over_is_kept(
    committed_app: Flask, desk: Desk
) -> None:
    """The button's request is on its way; its writer types on."""
    course, page, _ = desk
    page.fill("#t-terug", "eerst")
    page.locator("[data-save][data-state=ok]").wait_for()
    under_way: list[Route] = []
    page.route("**/reflectie", lambda route: under_way.append(route), times=1)
    page.evaluate(TYPE_ON, "eerst en later")
    page.click("text=Bewaar als kladje", no_wait_after=True)
    reply = first_held(page, under_way).fetch(max_redirects=0)
    page.wait_for_timeout(2500)
    under_way[0].fulfill(response=reply)
    page.get_by_text("Bewaard.", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    expect(page.locator("#t-terug")).to_have_value("eerst en later")
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "eerst en later"}


def test_what_is_typed_while_a_plan_is_handed_in_is_not_lost(
    committed_app: Flask, desk: Desk
) -> None:
    _course, page, _ = desk
    for name, words in (("t-terug", "eerst"), ("als", "het stil is"), ("dan", "wacht ik")):
        page.fill(f"#{name}", words)
    page.locator("[data-save][data-state=ok]").wait_for()
    under_way: list[Route] = []
    page.route("**/reflectie", lambda route: under_way.append(route), times=1)
    page.evaluate(TYPE_ON, "eerst en later")
    page.click("text=Plan bewaren en afronden", no_wait_after=True)
    page.wait_for_timeout(2500)
    first_held(page, under_way).continue_()
    page.locator(".zin--kept").wait_for()
    expect(page.locator("main")).to_contain_text("eerst en later")


def test_an_answer_that_is_not_the_servers_saves_nothing(committed_app: Flask, desk: Desk) -> None:
    """A gate on the way, such as that of a train, answers everything with a page of its own."""
    course, page, _context = desk
    page.route(
        "**/reflectie",
        lambda route: route.fulfill(body="<p>Log in op wifi</p>", content_type="text/html"),
    )
    page.fill("#t-terug", "in de trein")
    expect(page.locator("[data-save]")).to_have_attribute("data-state", "error")
    page.unroute("**/reflectie")
    page.locator("[data-save][data-state=ok]").wait_for()
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "in de trein"}


def test_a_last_save_on_this_device_is_no_clash_with_what_another_made_of_it(
    committed_app: Flask, desk: Desk
) -> None:
    """Stored as the page went away; its writer goes on elsewhere and then comes back."""
    course, page, context = desk
    address = page.url
    type_and_leave(page, "op de laptop", to="/leerpad")
    wait_until(page, lambda: bool(stored(committed_app, course)))
    device = shared_browser().new_context(locale="nl-NL", storage_state=context.storage_state())
    phone = device.new_page()
    phone.goto(address)
    with phone.expect_response("**/reflectie"):
        phone.fill("#t-terug", "op de telefoon, verder dan op de laptop")
    device.close()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    expect(page.locator("#t-terug")).to_have_value("op de telefoon, verder dan op de laptop")
    expect(page.locator("[data-save]")).to_have_attribute("data-state", "ok")
    with page.expect_response("**/reflectie"):
        page.fill("#dan", "wacht ik")
    draft = stored(committed_app, course)
    assert draft is not None and draft.action == "wacht ik"


def test_a_change_on_the_device_survives_leaving_in_the_same_breath(
    committed_app: Flask, desk: Desk
) -> None:
    _, page, _ = desk
    for name, words in (("t-terug", "zo was het"), ("als", "het stil is"), ("dan", "wacht ik")):
        page.fill(f"#{name}", words)
    page.click("text=Plan bewaren en afronden")
    page.click("text=Aanpassen")
    page.wait_for_load_state("networkidle")
    type_and_leave(page, "zo was het niet")
    expect(page.locator("#t-terug")).to_have_value("zo was het niet")


@pytest.mark.parametrize("is_saved", [True, False])
def test_going_back_does_not_put_an_older_text_over_a_newer_one(
    committed_app: Flask, desk: Desk, is_saved: bool
) -> None:
    course, page, _ = desk
    page.fill("#t-terug", "eerst")
    page.click("text=Bewaar als kladje")
    page.get_by_text("Bewaard.", exact=True).wait_for()
    with page.expect_response("**/reflectie") if is_saved else nullcontext():
        page.fill("#t-terug", "eerst en later")
    page.go_back()
    expect(page.locator("#t-terug")).to_have_value("eerst en later")
    page.locator("[data-save][data-state=ok]").wait_for()
    page.wait_for_load_state("networkidle")
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "eerst en later"}


def test_two_tabs_with_one_unsent_text_overwrite_nothing(committed_app: Flask, desk: Desk) -> None:
    """The second tab finds what the first could not send; then both write on."""
    course, page, context = desk
    write_unsent(desk, "samen begonnen")
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("#t-terug")).to_have_value("samen begonnen")
    context.unroute("**/reflectie")
    other.locator("[data-save][data-state=ok]").wait_for()
    other.fill("#t-terug", "samen begonnen, hier verder")
    with other.expect_response("**/reflectie"):
        pass
    page.bring_to_front()
    page.fill("#t-terug", "samen begonnen, daar verder")
    page.locator("[data-save][data-state=error]", has_text="ander tabblad").wait_for()
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "samen begonnen, hier verder"}


def test_two_tabs_with_one_unsent_text_of_which_one_writes_on_first(
    committed_app: Flask, desk: Desk
) -> None:
    """The other tab repeats what the first has outgrown, and has not seen what it became."""
    course, page, context = desk
    write_unsent(desk, "samen begonnen")
    other = context.new_page()
    other.route("**/reflectie", lambda route: route.abort())
    other.goto(page.url)
    expect(other.locator("#t-terug")).to_have_value("samen begonnen")
    context.unroute("**/reflectie")
    page.bring_to_front()
    with page.expect_response(lambda r: "daar verder" in (r.request.post_data or "")):
        page.fill("#t-terug", "samen begonnen, daar verder")
    other.unroute("**/reflectie")
    with other.expect_response("**/reflectie"):
        other.bring_to_front()
    other.fill("#t-terug", "samen begonnen, hier verder")
    other.locator("[data-save][data-state=error]", has_text="ander tabblad").wait_for()
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "samen begonnen, daar verder"}


def test_what_a_handed_in_reflection_no_longer_takes_is_shown(
    committed_app: Flask, desk: Desk
) -> None:
    """Written without a connection; meanwhile the same person hands in on another device."""
    course, page, context = desk
    write_unsent(desk, "alleen op deze telefoon")
    device = shared_browser().new_context(locale="nl-NL", storage_state=context.storage_state())
    laptop = device.new_page()
    laptop.goto(page.url)
    for name, words in (("t-terug", "op de laptop"), ("als", "het stil is"), ("dan", "wacht ik")):
        laptop.fill(f"#{name}", words)
    laptop.click("text=Plan bewaren en afronden")
    laptop.locator(".zin--kept").wait_for()
    device.close()
    context.unroute("**/reflectie")
    page.reload()
    left = page.locator("[data-left-over]")
    expect(left).to_contain_text("alleen op deze telefoon")
    page.reload()
    expect(left).to_contain_text("alleen op deze telefoon")
    left.get_by_role("button").click()
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(left).to_have_count(0)
    kept = stored(committed_app, course)
    assert kept is not None and kept.texts == {"terug": "op de laptop"}


def test_a_save_that_finds_no_page_stays_on_the_device(committed_app: Flask, desk: Desk) -> None:
    course, page, context = desk
    asked: list[Route] = []
    context.route(
        "**/reflectie", lambda route: (asked.append(route), route.fulfill(status=404, json={}))
    )
    page.fill("#t-terug", "de stap was even weg")
    page.locator("[data-save][data-state=error]").wait_for()
    page.wait_for_timeout(500)
    assert len(asked) < 3  # it asks again after a pause
    context.unroute("**/reflectie")
    page.reload()
    expect(page.locator("#t-terug")).to_have_value("de stap was even weg")
    page.locator("[data-save][data-state=ok]").wait_for()
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "de stap was even weg"}


def test_a_text_that_lost_from_another_tab_waits_on_the_device(
    committed_app: Flask, desk: Desk
) -> None:
    course, page, context = desk
    other = context.new_page()
    other.goto(page.url)
    page.fill("#t-terug", "eerste tabblad")
    page.locator("[data-save][data-state=ok]").wait_for()
    other.fill("#t-terug", "tweede tabblad")
    other.locator("[data-save][data-state=error]").wait_for()
    other.fill("#t-terug", "tweede tabblad, en nog meer")
    other.wait_for_timeout(1500)
    other.reload()
    expect(other.locator("#t-terug")).to_have_value("eerste tabblad")
    expect(other.locator("[data-left-over]")).to_contain_text("tweede tabblad, en nog meer")
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "eerste tabblad"}


def test_a_cut_connection_is_told_and_made_up_for(committed_app: Flask, desk: Desk) -> None:
    course, page, context = desk
    context.set_offline(True)
    page.fill("#t-terug", "zonder verbinding")
    page.locator("[data-save][data-state=error]").wait_for()
    assert "Niet bewaard" in page.inner_text("[data-save]")
    assert stored(committed_app, course) is None
    context.set_offline(False)
    page.locator("[data-save][data-state=ok]").wait_for()
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "zonder verbinding"}


def test_an_ended_session_keeps_the_text_on_the_screen(committed_app: Flask, desk: Desk) -> None:
    course, page, _ = desk
    with committed_app.app_context():
        db.session.execute(
            update(UserSession)
            .where(UserSession.person_id == course.person_id)
            .values(ended_at=utc_now())
        )
        db.session.commit()
    page.fill("#t-terug", "na het uitloggen")
    page.locator("[data-save][data-state=error]").wait_for()
    assert "uitgelogd" in page.inner_text("[data-save]")
    page.fill("#als", "a")
    page.fill("#dan", "b")
    page.click("text=Plan bewaren en afronden")
    page.locator("text=Je tekst is er nog").first.wait_for()
    assert "na het uitloggen" in page.content()


def test_another_tab_is_told_that_something_newer_is_saved(
    committed_app: Flask, desk: Desk
) -> None:
    course, page, context = desk
    other = context.new_page()
    other.goto(page.url)
    page.fill("#t-terug", "eerste tabblad")
    page.locator("[data-save][data-state=ok]").wait_for()
    other.fill("#t-terug", "tweede tabblad")
    other.locator("[data-save][data-state=error]").wait_for()
    assert "ander tabblad" in other.inner_text("[data-save]")
    other.click("text=Bewaar als kladje")
    other.locator("text=Wat er bewaard is").wait_for()
    assert other.input_value("#t-terug") == "tweede tabblad"
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "eerste tabblad"}


def test_a_reload_without_a_connection_keeps_what_was_typed(
    committed_app: Flask, desk: Desk
) -> None:
    course, page, context = desk
    write_unsent(desk, "net voor het herladen")
    page.reload()
    page.locator("[data-save][data-state=error]").wait_for()
    assert page.input_value("#t-terug") == "net voor het herladen"
    context.unroute("**/reflectie")
    page.locator("[data-save][data-state=ok]").wait_for()
    with page.expect_response("**/reflectie"):
        page.fill("#dan", "en nog iets")
    draft = stored(committed_app, course)
    assert draft is not None and draft.texts == {"terug": "net voor het herladen"}
    assert draft.action == "en nog iets"


def test_a_change_to_what_was_handed_in_waits_on_the_device_until_it_is_saved(
    committed_app: Flask, desk: Desk
) -> None:
    course, page, _ = desk
    step = page.url
    for name, words in (("t-terug", "zo was het"), ("als", "het stil is"), ("dan", "wacht ik")):
        page.fill(f"#{name}", words)
    page.click("text=Plan bewaren en afronden")
    page.click("text=Aanpassen")
    page.fill("#t-terug", "zo was het niet")
    page.locator("[data-save]", has_text="alleen op dit apparaat").wait_for()
    page.reload()
    expect(page.locator("#t-terug")).to_have_value("zo was het niet")
    kept = stored(committed_app, course)
    assert kept is not None and kept.texts == {"terug": "zo was het"}
    page.goto(step)
    expect(page.locator("[data-left-over]")).to_contain_text("zo was het niet")
    page.click("text=Aanpassen")
    expect(page.locator("#t-terug")).to_have_value("zo was het niet")
    page.click("text=Plan bewaren")
    page.locator(".zin--kept").wait_for()
    page.wait_for_load_state("networkidle")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-left-over]")).to_have_count(0)
    kept = stored(committed_app, course)
    assert kept is not None and kept.texts == {"terug": "zo was het niet"}

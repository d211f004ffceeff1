"""The editor in a real browser: what it shows, what it keeps, and that no text of an author acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect

from courseapp.accounts.services import start_session
from courseapp.app import create_app
from courseapp.catalog.queries import get_course, get_working_copy, list_drafts
from courseapp.catalog.services import save_draft
from courseapp.database import Base
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.catalog.courses import LESSON
from tests.catalog.publishing import SLUG, course_files, publish_files
from tests.chromium import shared_browser
from tests.conftest import settings_for_tests
from tests.exercise_browser import impatient, wait_until
from tests.serving import running
from tests.trainer.conftest import FILE, make_trainer

pytestmark = pytest.mark.browser
HOSTILE = """\
<script>fetch('/pwned')</script>
<img src=x onerror="fetch('/pwned')">
<svg onload="fetch('/pwned')"><script>fetch('/pwned')</script></svg>
<svg><style><img src=x onerror=fetch('/pwned')></style></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=fetch('/pwned')&gt;">
<iframe srcdoc="<script>parent.fetch('/pwned')</script>"></iframe>
<object data="javascript:fetch('/pwned')"></object><embed src="javascript:fetch('/pwned')">
<a href="javascript:fetch('/pwned')">klik</a> [klik](javascript:fetch('/pwned')) [klik](JaVa&#10;script:alert(1))
<form id="studio" action="/pwned"><input name="csrf_token" autofocus onfocus="fetch('/pwned')"></form>
<meta http-equiv="refresh" content="0;url=/pwned"><base href="https://evil.example/">
<link rel="stylesheet" href="https://evil.example/a.css"><style>@import 'https://evil.example/b.css'</style>
<img src="https://evil.example/volg.png"> ![volg](https://evil.example/volg.png)
<details open ontoggle="fetch('/pwned')"><video><source onerror="fetch('/pwned')"></video></details>
</textarea><script>fetch('/pwned')</script>
"></iframe><script>fetch('/pwned')</script>
&quot;&gt;&lt;script&gt;fetch('/pwned')&lt;/script&gt;
{{ 7*7 }} {% raw %} ${7*7} {0.__class__}
<noscript><p title="</noscript><img src=x onerror=fetch('/pwned')>"></noscript>
<p style="position:fixed;inset:0" onmouseover="fetch('/pwned')">groot</p>
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, str]]:
    """The application on a port of its own, with everything that guards it."""
    folder: Path = tmp_path_factory.mktemp("studio")
    database = f"sqlite:///{folder / 'studio.sqlite3'}"
    app = create_app(settings_for_tests(database_url=database, data_dir=folder))
    app.config["WTF_CSRF_ENABLED"] = True
    with app.app_context():
        Base.metadata.create_all(db.engine)
        publish_files(db.session())
        db.session.commit()
    with running(app) as url:
        yield app, url
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def chromium() -> Browser:
    return shared_browser()


@pytest.fixture
def open_page(site: tuple[Flask, str], chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page of the studio as a trainer; collects all requests and what went wrong."""
    app, url = site
    contexts = []

    def make(**options: Any) -> Page:
        with app.app_context():
            person = make_trainer(db.session(), name="Bram Okkels")
            token = start_session(
                db.session(), person_id=person.id, now=utc_now(), idle_minutes=60, hours=10
            )
            db.session.commit()
        cookie = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token})
        context = chromium.new_context(locale="nl", base_url=url, **options)
        context.add_cookies([{"name": "courseapp", "value": cookie, "url": url}])
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield make
    for context in contexts:
        context.close()


def type_text(page: Page, text: str) -> None:
    """Put a text into the editor and wait until the server has answered."""
    with page.expect_response(lambda r: "/voorbeeld/" in r.url):
        page.fill("textarea[name=text]", text)


def reset(app: Flask) -> None:
    with app.app_context():
        from courseapp.catalog.models import Draft

        db.session.query(Draft).delete()
        db.session.commit()


@pytest.mark.requirement("SEC-23", "SEC-24")
@pytest.mark.parametrize("bypass_csp", [False, True])
def test_nothing_an_author_types_is_executed_or_leaves_the_site(
    site, open_page, bypass_csp: bool
) -> None:
    page = open_page(bypass_csp=bypass_csp)
    asked: list[str] = []
    dialogs: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(FILE)
    start = course_files()[LESSON].decode()
    for payload in HOSTILE.splitlines():
        block = f"\n{payload}\n\n::: note\n{payload}\n:::\n\n::: question {{#q}}\n{payload}\n\n- [x] {payload}\n  > {payload}\n- [ ] nee\n\nhint: {payload}\nwhy: {payload}\n:::\n"
        type_text(page, start.replace("title: Les", f"title: '{payload[:60]}'") + block)
        expect(page.locator("[data-preview] iframe")).to_have_count(1)
        frame = page.frame_locator("[data-preview] iframe")
        assert (
            frame.locator("script, form, meta[http-equiv], base, [onerror], [onload]").count() == 0
        )
        assert page.locator("form#studio").count() == 1
    assert [
        u for u in asked if "pwned" in u or not u.startswith((site[1], "data:", "about:"))
    ] == []
    assert dialogs == []
    type_text(page, start + HOSTILE)
    page.click("[data-keep]")
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard")
    page.goto(f"/studio/{SLUG}/publiceren")
    page.wait_for_timeout(200)
    assert [u for u in asked if "pwned" in u or "evil" in u] == []
    reset(site[0])


def test_the_preview_looks_like_a_lesson_and_follows_the_text(site, open_page) -> None:
    page = open_page(viewport={"width": 1440, "height": 900})
    troubles: list[str] = []
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
    page.goto(FILE)
    type_text(page, course_files("zichtbaar")[LESSON].decode())
    frame = page.frame_locator("[data-preview] iframe:not(.is-next)")
    expect(frame.locator("p", has_text="Luister zichtbaar.")).to_be_visible()
    font = frame.locator("p", has_text="Luister zichtbaar.").evaluate(
        "e => getComputedStyle(e).fontFamily"
    )
    assert "Literata" in font
    picture = frame.locator("img").first
    assert picture.evaluate("e => e.decode().then(() => e.naturalWidth > 0)")
    assert troubles == []
    reset(site[0])


def test_the_preview_opens_where_the_cursor_is(site, open_page) -> None:
    page = open_page(viewport={"width": 1440, "height": 600})
    page.goto(FILE)
    words = "\n\n".join(f"## Kop {n}\n\n" + "Woord. " * 300 for n in range(6))
    type_text(page, course_files()[LESSON].decode() + "\n" + words)
    page.press("textarea[name=text]", "Control+End")
    with page.expect_response(lambda r: "/voorbeeld/" in r.url):
        page.press("textarea[name=text]", "x")
    frame = page.frame_locator("[data-preview] iframe:not(.is-next)")
    expect(frame.get_by_role("heading", name="Kop 5")).to_be_in_viewport()
    reset(site[0])


def test_a_finding_leads_to_its_line_and_blocks_publishing(site, open_page) -> None:
    page = open_page(viewport={"width": 1440, "height": 900})
    page.goto(FILE)
    type_text(page, course_files()[LESSON].decode().replace("- [x]", "- [ ]"))
    expect(page.locator("[data-publish]")).to_have_text("Los eerst 1 fout op")
    jump = page.locator("[data-probs] [data-go]").first
    line = int(jump.get_attribute("data-go"))
    jump.click()
    at = page.evaluate(
        "const t=document.querySelector('[data-md]');t.value.slice(0,t.selectionStart).split('\\n').length"
    )
    assert at == line
    type_text(page, course_files()[LESSON].decode())
    expect(page.locator("[data-publish]")).to_have_text("Publiceer versie 2")
    reset(site[0])


def test_a_draft_is_saved_by_itself_and_by_the_keyboard(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    type_text(page, course_files("vanzelf")[LESSON].decode())
    expect(page.locator("[data-save]")).to_have_text("Nog niet bewaard")
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om", timeout=9000)
    type_text(page, course_files("toets")[LESSON].decode())
    page.keyboard.press("Control+s")
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om")
    with site[0].app_context():
        assert get_working_copy(db.session(), SLUG).files == course_files("toets")
    page.reload()
    assert page.input_value("textarea[name=text]") == course_files("toets")[LESSON].decode()
    reset(site[0])


def test_a_conflict_shows_both_texts(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    with site[0].app_context():
        course = get_course(db.session(), SLUG)
        author = make_trainer(db.session(), name="Noor de Wit").id
        save_draft(
            db.session(), course_id=course.id, path=LESSON, text="andere tekst", version=0,
            base_revision_id=course.current.id, author_id=author, now=utc_now(),
        )  # fmt: skip
        db.session.commit()
    type_text(page, "mijn tekst")
    page.click("[data-keep]")
    expect(page.locator("h1")).to_have_text("Twee teksten, één bestand")
    assert page.input_value("#mine") == "mijn tekst"
    assert page.input_value("#theirs") == "andere tekst"
    page.click("button[value=save]")
    expect(page.locator("textarea[name=text]")).to_have_value("mijn tekst")
    reset(site[0])


def test_an_ended_session_gives_the_text_back(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    type_text(page, "nog niet bewaarde tekst")
    page.context.clear_cookies()
    page.click("[data-keep]")
    expect(page.get_by_text("nog niet bewaarde tekst")).to_be_visible()
    with site[0].app_context():
        assert list_drafts(db.session(), get_course(db.session(), SLUG)) == {}


def test_a_lost_connection_is_said_and_the_text_stays(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    page.context.set_offline(True)
    page.fill("textarea[name=text]", "zonder verbinding")
    page.click("[data-keep]")
    expect(page.locator("[data-save]")).to_contain_text("Niet bewaard")
    page.context.set_offline(False)
    page.click("[data-keep]")
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om")
    assert page.input_value("textarea[name=text]") == "zonder verbinding"
    reset(site[0])


def test_a_save_whose_answer_was_lost_is_no_conflict_with_itself(site, open_page) -> None:
    """The text is stored but no answer comes; meanwhile the author types on."""
    page = open_page()
    page.goto(FILE)
    unanswered: list[tuple[Route, int]] = []
    page.route(f"**{FILE}", lambda route: unanswered.append((route, route.fetch().status)), times=1)
    with impatient(page):
        page.fill("textarea[name=text]", "eerst")
        page.click("[data-keep]")
        expect(page.locator("[data-save]")).to_contain_text("Niet bewaard")
    wait_until(page, lambda: bool(unanswered))
    page.fill("textarea[name=text]", "eerst en daarna")
    page.click("[data-keep]")
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om")
    with site[0].app_context():
        drafts = list_drafts(db.session(), get_course(db.session(), SLUG))
        assert [draft.text for draft in drafts.values()] == ["eerst en daarna"]
    (route, status), *more = unanswered
    route.abort()
    assert (status, more) == (200, [])
    reset(site[0])


def test_publishing_after_a_save_whose_answer_was_lost_is_no_conflict_with_itself(
    site, open_page
) -> None:
    page = open_page()
    page.goto(FILE)
    unanswered: list[Route] = []
    page.route(f"**{FILE}", lambda route: (route.fetch(), unanswered.append(route)), times=1)
    with impatient(page):
        page.fill("textarea[name=text]", course_files("zonder antwoord")[LESSON].decode())
        page.click("[data-keep]")
        expect(page.locator("[data-save]")).to_contain_text("Niet bewaard")
    type_text(page, course_files("met antwoord")[LESSON].decode())
    page.click("[data-publish]")
    page.wait_for_url("**/publiceren")
    unanswered[0].abort()
    reset(site[0])


def test_a_draft_that_saved_itself_is_thrown_away_at_the_first_asking(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    for words in ("eerst", "daarna"):
        page.fill("textarea[name=text]", words)
        page.click("[data-keep]")
        expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om")
        if words == "eerst":
            page.reload()
    page.click("button[form=weg]")
    expect(page.get_by_text("Niet weggegooid")).to_have_count(0)
    with site[0].app_context():
        assert list_drafts(db.session(), get_course(db.session(), SLUG)) == {}


def test_a_draft_saves_itself_once_the_connection_is_back(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    page.context.set_offline(True)
    page.fill("textarea[name=text]", "in de trein")
    page.click("[data-keep]")
    expect(page.locator("[data-save]")).to_contain_text("Niet bewaard")
    page.context.set_offline(False)
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om")
    reset(site[0])


def test_a_draft_saves_itself_once_the_server_is_well_again(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    page.route(f"**{FILE}", lambda route: route.fulfill(status=503), times=1)
    page.fill("textarea[name=text]", "even wachten")
    page.click("[data-keep]")
    expect(page.locator("[data-save]")).to_contain_text("Niet bewaard")
    expect(page.locator("[data-save]")).to_contain_text("Concept bewaard om", timeout=9000)
    reset(site[0])


def test_insertions_go_where_the_cursor_is(site, open_page) -> None:
    page = open_page()
    page.goto(FILE)
    page.fill("textarea[name=text]", "begin")
    page.click("[data-ins^='**']")
    assert page.input_value("textarea[name=text]") == "begin**vet**"
    page.click("[data-end]")
    text = page.input_value("textarea[name=text]")
    assert "[^1]" in text and text.endswith("[^1]: Tekst van de noot.\n")
    reset(site[0])


def test_without_a_script_the_same_work_is_done(site, open_page) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(FILE)
    page.fill("textarea[name=text]", course_files("papier")[LESSON].decode())
    page.click("button[value=preview]")
    frame = page.frame_locator("[data-preview] iframe")
    expect(frame.locator("p", has_text="Luister papier.")).to_have_count(1)
    with page.expect_navigation():
        page.click("[data-keep]")
    assert page.input_value("textarea[name=text]") == course_files("papier")[LESSON].decode()
    page.click("[data-publish]")
    page.fill("#message", "Op papier")
    with page.expect_navigation():
        page.click(".st-go button")
    with site[0].app_context():
        current = get_course(db.session(), SLUG).current
        assert (current.number, current.message) == (2, "Op papier")

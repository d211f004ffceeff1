"""The hostile corpora through every field, in the real browser: with the content policy switched off
nothing runs, so the policy is a second net; with it on, nothing even tries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courseapp.accounts.models import UserSession
from courseapp.accounts.services import start_session
from courseapp.app import create_app
from courseapp.catalog.models import Revision
from courseapp.database import Base
from courseapp.enrolment.models import CourseRun
from courseapp.organisations.models import Department
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.chromium import shared_browser
from tests.conftest import settings_for_tests
from tests.factories import make_enrolment, make_organisation, make_person, make_run
from tests.security.course import LESSON, publish_course
from tests.security.hostile import HostileWords, chunks, vectors
from tests.security.world import World, browser_as, make_world
from tests.serving import running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]
MARK = "\"'><img src=x onerror=alert(1)>{{7*7}}<svg/onload=alert(2)>"
SEARCH = quote("\"><svg onload=alert(1)>'{{7*7}}")
ROUNDS = 3
"""So many courses until every text of the corpora has been in a title, a line and a block."""
WATCH = """
window.__ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'Worker'])
  window[name] = (...words) => { window.__ran.push(name + ': ' + words.join()); };
document.addEventListener('securitypolicyviolation', (e) => window.__ran.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
"""
AUDIT = """() => {
  const bad = [];
  const schemes = ['http:', 'https:', 'mailto:', 'tel:'];
  for (const el of document.querySelectorAll('*')) {
    const name = el.localName;
    for (const attribute of el.attributes) {
      if (/^on|^style$|^srcdoc$/i.test(attribute.name) && !(attribute.name === 'srcdoc' && el.sandbox !== undefined
          && el.hasAttribute('sandbox') && !/scripts|same-origin/.test(el.getAttribute('sandbox'))))
        bad.push(name + ' ' + attribute.name);
    }
    if (['object', 'embed', 'applet', 'base', 'frame', 'math', 'style', 'audio', 'video'].includes(name)) bad.push(name);
    if (name === 'script' && new URL(el.src).origin !== location.origin) bad.push('script');
    if (name === 'meta' && /refresh/i.test(el.httpEquiv)) bad.push('refresh');
    if (el.hasAttribute('formaction') && new URL(el.formAction).origin !== location.origin) bad.push('formaction');
    if (name === 'form' && new URL(el.getAttribute('action') ?? '', location).origin !== location.origin) bad.push('form');
    if (el.href && typeof el.href === 'string' && !schemes.includes(new URL(el.href).protocol)) bad.push('href ' + el.href);
    if (name === 'img' && new URL(el.src).origin !== location.origin) bad.push('img ' + el.src);
    if (name === 'iframe' && el.src) bad.push('iframe ' + el.src);
  }
  for (const name of ['csrf_token', 'forms', 'action', 'cookie', 'x'])
    if (name in document && document[name] instanceof Element) bad.push('clobbered ' + name);
  const names = (root) => [...root.querySelectorAll('*')].map((el) => el.localName).join();
  const again = new DOMParser().parseFromString(document.body.outerHTML, 'text/html').body;
  if (names(again) !== names(document.body)) bad.push('other nodes after a round trip');
  return bad.concat(window.__ran);
}"""


@dataclass
class Stage:
    """A running application full of hostile texts."""

    url: str
    app: Flask
    world: World = field(repr=False)
    paths: dict[str, list[str]] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("hostile")
    app = create_app(settings_for_tests(data_dir=folder))
    with app.app_context():
        Base.metadata.create_all(db.engine)
        session = db.session()
        world = make_world(
            session, app, mark=MARK, secret="\n".join(vectors()), words=HostileWords()
        )
        _fill(session, world)
        session.commit()
        stage = Stage("", app, world)
        _learn(session, stage)
        _list_staff_pages(stage)
        for column in ("owner", "hr", "trainer", "operator"):
            stage.cookies[column] = _cookie(app, session, world.person(column).id)
        session.execute(update(UserSession).values(device=MARK))
        session.commit()
    app.config["WTF_CSRF_ENABLED"] = True
    with running(app) as stage.url:
        yield stage
    with app.app_context():
        db.engine.dispose()


def _cookie(app: Flask, session: Session, person_id: int) -> str:
    token = start_session(session, person_id=person_id, now=utc_now(), idle_minutes=60, hours=9)
    interface: Any = app.session_interface
    return str(interface.get_signing_serializer(app).dumps({"_user_id": token}))


def _fill(session: Session, world: World) -> None:
    """Names of people, runs, departments and organisations; messages of revisions."""
    ours, pieces = world.organisation, chunks(vectors(), 110)
    run = session.scalars(select(CourseRun).where(
        CourseRun.organisation_id == ours.id, CourseRun.id == world.values["run_id"])).one()  # fmt: skip
    for number in range(len(vectors()) // 3):
        person = make_person(
            session, organisation=ours, name=next(pieces), email=f"p{number}@example.org"
        )
        if number % 2:
            make_enrolment(session, person=person, run=run)
    for number in range(20):
        make_organisation(session, name=next(pieces), slug=f"huis-{number}")
        session.add(CourseRun(organisation_id=ours.id, course_id=run.course_id, name=next(pieces),
                              starts_on=run.starts_on, created_at=utc_now()))  # fmt: skip
        session.add(Department(organisation_id=ours.id, name=f"{number} {next(pieces)}"[:120]))
    for revision in session.scalars(select(Revision)):
        revision.message = next(pieces)


def _learn(session: Session, stage: Stage) -> None:
    """Let the owner walk through several courses, one as far as it goes, one half open."""
    owner = stage.world.person("owner")
    browser = browser_as(stage.app, session, owner)
    session.commit()
    paths = ["/leerpad", "/account", f"/certificaat/{stage.world.values['enrolment_id']}"]
    for _ in range(ROUNDS):
        course = publish_course(session, HostileWords())
        for is_done in (False, True):
            run = make_run(session, organisation=stage.world.organisation, course=course, name=MARK,
                           trainer_id=stage.world.person("trainer").id)  # fmt: skip
            enrolment = make_enrolment(session, person=owner, run=run)
            session.commit()
            paths += _walk(browser, f"/leren/{enrolment.id}", is_done=is_done)
    stage.paths["owner"] = paths


def _walk(browser: FlaskClient, base: str, *, is_done: bool) -> list[str]:
    attempt = browser.post(f"{base}/stap/toets/poging").headers["Location"]
    browser.post(f"{base}/stap/gesprek/gesprek")
    steps = [f"{base}/stap/{step}" for step in ("les-een", "toets", "gesprek", "mijn-plan")]
    if not is_done:
        return [base, *steps, attempt]
    browser.post(f"{base}/stap/les-een/oefenvraag/oefen-1", data=_choice(browser, steps[0]))
    browser.post(f"{attempt}/antwoord", data={"i-v-text": vectors()[0]})
    browser.post(f"{attempt}/inleveren", data={"confirm": "1"})
    for turn in ("1", "2"):
        page = browser.get(steps[2]).get_data(as_text=True)
        action = page.split("/keuze")[0].rpartition('"')[2] + "/keuze"
        reply = page.split('name="reply"')[1].split('value="')[1].split('"')[0]
        assert browser.post(action, data={"turn": turn, "reply": reply, "key": turn * 9}).status_code == 303  # fmt: skip
    text = "\n".join(vectors())[:9000]
    browser.post(f"{steps[3]}/reflectie", data={"t-terug": text, "als": text[:400], "dan": text[-400:]})  # fmt: skip
    return [base, f"{steps[0]}?oefenvraag=oefen-1", steps[2], steps[3], f"{steps[3]}?wijzig=1", f"{attempt}/resultaat"]  # fmt: skip


def _choice(browser: FlaskClient, url: str) -> dict[str, str]:
    """The first option of the practice question, by the names on the page."""
    tag = next(t for t in browser.get(url).get_data(as_text=True).split("<input") if 'type="radio"' in t)  # fmt: skip
    return {key: tag.split(f'{key}="')[1].split('"')[0] for key in ()} | {
        tag.split('name="')[1].split('"')[0]: tag.split('value="')[1].split('"')[0]
    }


def _list_staff_pages(stage: Stage) -> None:
    v, hr, files = (
        stage.world.values,
        "/hr/lindekroon",
        (LESSON, "1-begin/2-gesprek.md", "1-begin/3-toets.md", "course.md"),
    )
    studio = f"/studio/{v['course_slug']}"
    stage.paths["hr"] = [
        hr, f"{hr}/rapport?q={SEARCH}", f"{hr}/groepen/{v['run_id']}", f"{hr}/groepen/nieuw",
        f"{hr}/groepen/{v['later_run_id']}?zoek={SEARCH}", *(f"{hr}/rapport?pagina={n}" for n in range(1, 4)),
    ]  # fmt: skip
    stage.paths["operator"] = [
        "/beheer", f"/beheer/lindekroon?q={SEARCH}", f"/beheer/lindekroon/mensen/{v['person_id']}",
        *(f"/beheer/lindekroon?pagina={n}" for n in range(1, 5)),
    ]  # fmt: skip
    stage.paths["trainer"] = [
        "/studio", studio, f"{studio}/versies", f"{studio}/versies/2", f"{studio}/publiceren", "/studio/gedeeld",
        f"{studio}/vergelijk/{LESSON}", f"{studio}/versies/2/bestand/{LESSON}", f"/studio/gedeeld/{v['reflection_id']}",
        *(f"{studio}/bestand/{path}" for path in files),
    ]  # fmt: skip
    stage.paths["anonymous"] = [f"/inloggen?next=/{SEARCH}", f"/{SEARCH}", f"/certificaten?code={SEARCH}",
                                f"/certificaten/{v['code']}", f"/uitnodiging/{SEARCH}"]  # fmt: skip


def open_context(stage: Stage, column: str, *, policy: bool) -> BrowserContext:
    context = shared_browser().new_context(bypass_csp=not policy, locale="nl-NL")
    context.add_init_script(WATCH)
    if column in stage.cookies:
        context.add_cookies(
            [{"name": "courseapp", "value": stage.cookies[column], "url": stage.url}]
        )
    return context


@pytest.mark.requirement("SEC-16", "SEC-17", "SEC-18", "SEC-19", "SEC-20", "SEC-23", "SEC-34")
@pytest.mark.parametrize("policy", [False, True], ids=["without the policy", "with the policy"])
@pytest.mark.parametrize("column", ["owner", "hr", "trainer", "operator", "anonymous"])
def test_no_hostile_text_runs_anywhere(stage: Stage, column: str, policy: bool) -> None:
    context = open_context(stage, column, policy=policy)
    asked: list[str] = []
    wrong: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: dialog.dismiss())
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        for path in stage.paths[column]:
            answer = page.goto(stage.url + path, wait_until="load")
            assert answer is not None and answer.status < 500, path
            assert answer.status == 200 or column == "anonymous", f"{path}: {answer.status}"
            wrong += [f"{path}: {found}" for found in _audit(page)]
    finally:
        context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith(stage.url) and url != "about:srcdoc"] == []


def test_the_watch_sees_what_runs(stage: Stage) -> None:
    planted = "<!doctype html><body><img src=x onerror=alert(1)><a href='javascript:x'>x</a><form id=csrf_token>"
    context = open_context(stage, "anonymous", policy=False)
    try:
        page = context.new_page()
        page.route("**/planted", lambda route: route.fulfill(body=planted, content_type="text/html"))  # fmt: skip
        page.goto(stage.url + "/planted")
        found = " ".join(_audit(page))
    finally:
        context.close()
    assert "img onerror" in found and "href javascript" in found and "alert: 1" in found


def _audit(page: Page) -> list[str]:
    found: list[str] = page.evaluate(AUDIT)
    return found


@pytest.mark.requirement("SEC-16", "SEC-19")
def test_a_form_that_comes_back_runs_nothing(stage: Stage, tmp_path: Path) -> None:
    context = open_context(stage, "owner", policy=False)
    try:
        page = context.new_page()
        page.goto(stage.url + "/hulp")
        with page.expect_navigation():
            page.evaluate(
                """(texts) => { const form = document.createElement('form');
                form.method = 'post'; form.action = '/leren/1/stap/mijn-plan/reflectie';
                texts.forEach((text, place) => { const area = document.createElement('textarea');
                  area.name = place ? 'veld-' + place : text; area.value = text; form.append(area); });
                document.body.append(form); form.submit(); }""",
                vectors(),
            )
        assert _audit(page) == []
        typed = page.evaluate("[...document.querySelectorAll('input, textarea')].map((f) => f.value).join()")  # fmt: skip
        assert "{{7*7}}" in typed and "<img src=x onerror=alert(1)>" in typed
    finally:
        context.close()


@pytest.mark.requirement("SEC-25")
def test_templates_in_texts_stay_text(stage: Stage) -> None:
    context = open_context(stage, "owner", policy=True)
    try:
        page = context.new_page()
        seen = ""
        for path in stage.paths["owner"][:15]:  # the first course of the rounds
            page.goto(stage.url + path)
            seen += page.inner_text("body") + page.evaluate(
                "[...document.querySelectorAll('textarea, input')].map((f) => f.value).join()"
            )
    finally:
        context.close()
    for text in ("{{7*7}}", "${7*7}", "{0.__class__}", "{{ config }}", "#{7*7}"):
        assert text in seen
    for result in ("<class 'str'>", "<Config", "SECRET_KEY"):
        assert result not in seen


@pytest.mark.requirement("SEC-24")
def test_the_preview_of_the_studio_is_a_sandbox(stage: Stage) -> None:
    context = open_context(stage, "trainer", policy=False)
    try:
        page = context.new_page()
        page.goto(f"{stage.url}/studio/{stage.world.values['course_slug']}/bestand/{LESSON}")
        sandbox = page.locator("iframe").get_attribute("sandbox")
        page.locator("textarea").first.fill("---\nid: les-een\ntitle: Les\n---\n" + "\n\n".join(vectors()[:200]))  # fmt: skip
        page.wait_for_timeout(1500)
        assert _audit(page) == []
        assert page.evaluate("window.__ran") == []
    finally:
        context.close()
    assert sandbox is not None and "scripts" not in sandbox and "same-origin" not in sandbox

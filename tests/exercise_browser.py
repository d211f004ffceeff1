"""A sample course on a running server and a signed-in tab of the real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route

from courseapp.accounts.services import start_session
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.chromium import shared_browser
from tests.factories import make_course, make_enrolment, make_organisation, make_person
from tests.serving import running


@dataclass(frozen=True, kw_only=True)
class Course:
    """The address of the sample course's steps and the cookie of its one trainee."""

    steps: str
    cookie: dict[str, str]
    person_id: int
    organisation_id: int


@contextmanager
def serve_course(app: Flask, **documents: Any) -> Iterator[Course]:
    """Serve the sample course, or other compiled documents, to one trainee."""
    with app.app_context():
        session = db.session()
        organisation = make_organisation(session)
        person = make_person(session, organisation=organisation)
        published = make_course(session, **documents)
        enrolment = make_enrolment(
            session, person=person, course=published, organisation=organisation
        )
        ids = (person.id, organisation.id, enrolment.id)
        token = start_session(session, person_id=person.id, now=utc_now(), idle_minutes=60, hours=9)
        session.commit()
    interface: Any = app.session_interface
    cookie = interface.get_signing_serializer(app).dumps({"_user_id": token})
    with running(app) as url:
        yield Course(
            steps=f"{url}/leren/{ids[2]}/stap/",
            cookie={"name": "courseapp", "value": cookie, "url": url},
            person_id=ids[0],
            organisation_id=ids[1],
        )


@contextmanager
def open_tab(
    course: Course, *, expected: str = "", **options: Any
) -> Iterator[tuple[Page, BrowserContext]]:
    """A signed-in tab that fails on trouble in the console, other than with an `expected` text."""
    troubles: list[str] = []
    context = shared_browser().new_context(locale="nl-NL", **options)
    try:
        context.add_cookies([course.cookie])  # type: ignore[list-item]
        tab = context.new_page()
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("console", lambda m: troubles.append(m.text) if m.type == "error" else None)
        yield tab, context
    finally:
        context.close()
    assert [t for t in troubles if not expected or expected not in t] == []


def wait_until(page: Page, is_so: Callable[[], bool]) -> None:
    """What the server was sent by a page that is gone shows only in its database."""
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


def first_held(page: Page, held: list[Route]) -> Route:
    """The request that a test holds back; its handler may run a little after the page asked."""
    wait_until(page, lambda: bool(held))
    return held[0]


def reload_before_script(page: Page, address: str) -> Route:
    """Load the page anew, but for the script at `address`, which waits for `continue_`."""
    waiting: list[Route] = []
    page.route(address, lambda route: waiting.append(route), times=1)
    page.reload(wait_until="commit")
    page.locator("footer").wait_for()
    return first_held(page, waiting)


@contextmanager
def impatient(page: Page) -> Iterator[None]:
    """Meanwhile the page waits half a second for an answer, rather than its fifteen."""
    page.evaluate("patient = AbortSignal.timeout")
    page.evaluate("AbortSignal.timeout = () => patient.call(AbortSignal, 500)")
    yield
    page.evaluate("AbortSignal.timeout = patient")

"""Steps that completion does not ask for: they say so, can be skipped, and are counted apart."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.sample_course import COMPILED
from tests.trainee.exercise_desk import SignIn

LINE = "Mag, hoeft niet"
OPTIONAL = {"lab-les": 7, "gesprek": 4}
AFTER = {"lab-les": "gesprek", "gesprek": "toets"}
Reader = tuple[FlaskClient, int]


def _course() -> dict[str, Any]:
    """The sample course in which the lab and the dialogue may be left out."""
    course = copy.deepcopy(COMPILED)
    for step in course["modules"][0]["steps"]:
        if step["id"] in OPTIONAL:
            step |= {"required": False, "minutes": OPTIONAL[step["id"]]}
    return course


def _read(session: Session, client_as: SignIn, course: dict[str, Any]) -> Reader:
    organisation = make_organisation(session)
    run = make_run(session, organisation=organisation, course=make_course(session, compiled=course))
    person = make_person(session, organisation=organisation)
    return client_as(person), make_enrolment(session, person=person, run=run).id


@pytest.fixture
def reader(session: Session, client_as: SignIn) -> Reader:
    """A trainee's browser and the number of the enrolment."""
    return _read(session, client_as, _course())


@pytest.fixture
def page(reader: Reader) -> Callable[[str], str]:
    """The words of a page of the enrolment."""
    browser, enrolment = reader
    return lambda path: browser.get(f"/leren/{enrolment}{path}").get_data(as_text=True)


@pytest.mark.parametrize("step_id", OPTIONAL)
def test_it_says_so_and_leads_past_it(
    page: Callable[[str], str], reader: Reader, step_id: str
) -> None:
    words = page(f"/stap/{step_id}")
    assert words.count(LINE) == 1
    assert f'href="/leren/{reader[1]}/stap/{AFTER[step_id]}">Overslaan, door naar ' in words


@pytest.mark.parametrize("step_id", ["les-een", "toets", "mijn-plan"])
def test_a_step_that_counts_says_nothing_of_the_kind(
    page: Callable[[str], str], step_id: str
) -> None:
    words = page(f"/stap/{step_id}")
    assert "<h1" in words
    assert LINE not in words and "Overslaan" not in words


def test_once_done_it_is_no_longer_offered_to_skip(
    page: Callable[[str], str], reader: Reader
) -> None:
    browser, enrolment = reader
    assert browser.post(f"/leren/{enrolment}/stap/lab-les/afronden").status_code == 303
    assert LINE not in page("/stap/lab-les")


def test_the_last_step_has_nothing_to_skip_to(session: Session, client_as: SignIn) -> None:
    course = _course()
    course["modules"][0]["steps"][-1]["required"] = False
    browser, enrolment = _read(session, client_as, course)
    last = course["modules"][0]["steps"][-1]["id"]
    words = browser.get(f"/leren/{enrolment}/stap/{last}").get_data(as_text=True)
    assert LINE in words and "Overslaan" not in words


@pytest.mark.parametrize("everything", [False, True])
def test_a_module_counts_their_minutes_apart(
    session: Session, client_as: SignIn, everything: bool
) -> None:
    course = _course()
    ahead = copy.deepcopy(course["modules"][0]) | {"id": "later", "number": 2}
    ahead["steps"] = [step | {"id": f"later-{step['id']}"} for step in ahead["steps"]]
    if everything:
        ahead["steps"] = [step for step in ahead["steps"] if not step["required"]]
    course["modules"].append(ahead)
    browser, enrolment = _read(session, client_as, course)
    words = browser.get(f"/leren/{enrolment}").get_data(as_text=True)
    asked = sum(step["minutes"] for step in ahead["steps"] if step["required"])
    assert (f"3 stappen, {asked} min<" in words) is not everything
    assert "0 stappen" not in words
    assert "2 naar keuze, 11 min<" in words

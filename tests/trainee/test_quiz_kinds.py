"""A look ahead, opinions, and how sure someone is: on the pages, with forms alone."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.quizzes.models import Answer, Attempt, GradedItem, PracticeAnswer
from tests.quizzes.reading import compiled
from tests.sample_course import COMPILED, KEYS
from tests.trainee.test_quiz_views import FORM, Desk, SignIn, form_of

WRONG = {
    "v-single": {"i-v-single": "b2"},
    "v-multiple": {"i-v-multiple": ["f3"]},
    "v-order": {"i-v-order-k3": "1", "i-v-order-k1": "2", "i-v-order-k2": "3"},
    "v-number": {"i-v-number": "7"},
}
AHEAD = {"graded": False, "attempts": 1, "draw": 0, "shuffle": False, "pass_share": 0.0}
OPINIONS = {
    "mening": "Wat denk je?\n\n- ( ) ja\n- ( ) nee",
    "schaal": "Hoe vaak?\n\nscale: 1..7 | nooit | altijd",
}


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as)


@pytest.fixture
def ahead(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as, **AHEAD)


def with_opinions(course: dict[str, Any] = COMPILED) -> tuple[dict[str, Any], dict[str, Any]]:
    """The sample course with two opinions in its lesson instead of its practice question."""
    parts, keys = [], dict(KEYS["nl"])
    for name, text in OPINIONS.items():
        _, data, key = compiled(text, id=name)
        parts.append({"kind": "question", "id": name, "data": json.loads(json.dumps(data))})
        keys[name] = key
    changed = copy.deepcopy(course)
    for text in changed["modules"][0]["steps"][0]["texts"].values():
        text["parts"] = parts
    return changed, {"nl": keys, "en": keys}


def stored(desk: Desk, table: type[Any]) -> list[Any]:
    own = table.organisation_id == desk.enrolment.organisation_id
    return list(desk.session.scalars(select(table).where(own).order_by(table.id)))


def test_a_look_ahead_is_done_once_it_is_handed_in(ahead: Desk) -> None:
    start = ahead.page(f"{ahead.base}/stap/toets")
    assert "Raden mag" in start
    assert "Gehaald bij" not in start
    attempt = ahead.start()
    fields = WRONG["v-single"] | {"confirm": "yes"}
    ahead.browser.post(ahead.url(attempt, "/inleveren"), data=fields)
    ahead.session.refresh(attempt)
    assert (attempt.points, attempt.max_points, attempt.is_passed) == (None, None, None)
    assert [(row.step_id, row.rule) for row in stored(ahead, Completion)] == [
        ("toets", "submitted")
    ]


def test_its_result_sets_what_someone_thought_beside_what_the_module_says(ahead: Desk) -> None:
    attempt = ahead.start()
    assert len(attempt.items) == 4
    ahead.browser.post(ahead.url(attempt, "/inleveren"), data=form_of(attempt))
    page = ahead.page(ahead.url(attempt, "/resultaat"))
    assert "Dit dacht je vooraf" in page
    assert page.count("Wat de module zegt") == page.count("GEHEIM-waarom") == 4
    assert not re.search(r"\d+ van de \d+ goed|punten|gehaald|opnieuw maken", page)


def test_a_look_ahead_is_taken_once(ahead: Desk) -> None:
    attempt = ahead.start()
    ahead.browser.post(ahead.url(attempt, "/inleveren"), data={"confirm": "yes"})
    answer = ahead.browser.post(f"{ahead.base}/stap/toets/poging")
    assert answer.headers["Location"] == f"{ahead.base}/stap/toets"
    assert len(stored(ahead, Attempt)) == 1
    page = ahead.page(f"{ahead.base}/stap/toets")
    assert ahead.url(attempt, "/resultaat") in page
    assert "Begin" not in page.partition("<main")[2]


@pytest.mark.requirement("SEC-13")
def test_an_open_look_ahead_shows_nothing_of_the_key_and_asks_nothing_about_it(
    ahead: Desk,
) -> None:
    attempt = ahead.start()
    page = ahead.page(ahead.url(attempt))
    assert "GEHEIM" not in page
    assert "Hoe zeker ben je?" not in page
    assert "Vooraf, telt niet mee" in page


def test_the_course_page_calls_a_look_ahead_by_its_name(ahead: Desk, desk: Desk) -> None:
    assert "Vooraf, 5 min" in " ".join(ahead.page(ahead.base).split())
    assert "Toets, 5 min" in " ".join(desk.page(desk.base).split())


def test_a_form_says_how_sure_someone_is(desk: Desk) -> None:
    attempt = desk.start()
    first, second, _ = attempt.items
    page = desk.page(desk.url(attempt))
    assert page.count('class="sure"') == 3
    fields = {f"c-{first}": "sure", f"c-{second}": "guess"}
    fields |= WRONG[first] | FORM[second]
    desk.browser.post(desk.url(attempt, "/antwoord"), data=fields)
    page = desk.page(desk.url(attempt))
    assert re.findall(r'name="c-([^"]+)"[^>]* value="(\w+)" checked', page) == [
        (first, "sure"),
        (second, "guess"),
    ]
    desk.browser.post(desk.url(attempt, "/inleveren"), data=fields | {"confirm": "yes"})
    page = desk.page(desk.url(attempt, "/resultaat"))
    assert page.count("Je wist dit zeker; lees de uitleg nog eens rustig.") == 1
    table = re.sub("<[^>]+>", " ", page.partition("Hoe zeker je was")[2].partition("</table")[0])
    assert " ".join(table.split()).endswith("zeker weten 0 keer 1 keer gok 1 keer 0 keer")
    assert {row.item_id: row.confidence for row in stored(desk, GradedItem)} == {
        first: "sure",
        second: "guess",
        attempt.items[2]: None,
    }


def test_a_script_saves_how_sure_someone_is_with_the_answer(desk: Desk) -> None:
    attempt = desk.start()
    body = {"item": "", "key": "key-00000001", "sequence": 1, "response": {}}
    body |= {"item": attempt.items[0], "confidence": "think"}
    headers = {"Accept": "application/json"}
    url = desk.url(attempt, "/antwoord")
    assert desk.browser.post(url, json=body, headers=headers).status_code == 200
    assert [row.confidence for row in stored(desk, Answer)] == ["think"]
    for wrong in ("zeker", 3, ["sure"], {"sure": 1}):
        refused = body | {"confidence": wrong, "key": "key-00000002", "sequence": 2}
        assert desk.browser.post(url, json=refused, headers=headers).status_code == 422


@pytest.mark.parametrize("value", ["zeker", "SURE"])
def test_any_other_confidence_in_a_form_is_refused(desk: Desk, value: str) -> None:
    attempt = desk.start()
    fields = form_of(attempt) | {f"c-{attempt.items[0]}": value}
    for page in ("/antwoord", "/inleveren"):
        assert desk.browser.post(desk.url(attempt, page), data=fields).status_code == 422
    practice = {"i-oefen-1": "a1", "c-oefen-1": value}
    url = f"{desk.base}/stap/les-een/oefenvraag/oefen-1"
    assert desk.browser.post(url, data=practice).status_code == 422


def test_a_course_may_leave_confidence_out(session: Session, client_as: SignIn) -> None:
    desk = Desk(session, client_as, course={**COMPILED, "confidence": False})
    attempt = desk.start()
    fields = form_of(attempt) | {f"c-{attempt.items[0]}": "sure"}
    assert "Hoe zeker" not in desk.page(desk.url(attempt))
    assert "Hoe zeker" not in desk.page(f"{desk.base}/stap/les-een")
    desk.browser.post(desk.url(attempt, "/inleveren"), data=fields)
    assert "Hoe zeker" not in desk.page(desk.url(attempt, "/resultaat"))
    assert {row.confidence for row in stored(desk, GradedItem)} == {None}


def test_practice_says_how_sure_someone_was(desk: Desk) -> None:
    url = f"{desk.base}/stap/les-een/oefenvraag/oefen-1"
    fields = {"i-oefen-1": "b2", "c-oefen-1": "sure"}
    answer = desk.browser.post(url, data=fields, headers={"X-Fragment": "1"})
    assert "Je wist dit zeker" in answer.get_data(as_text=True)
    answer = desk.browser.post(url, data=fields)
    page = desk.page(answer.headers["Location"])
    assert "Je wist dit zeker" in page
    assert 'value="sure" checked' in page
    assert {row.confidence for row in stored(desk, PracticeAnswer)} == {"sure"}


@pytest.mark.parametrize("name", sorted(OPINIONS))
def test_an_opinion_is_thanked_for_and_stays_changeable(
    session: Session, client_as: SignIn, name: str
) -> None:
    course, keys = with_opinions()
    desk = Desk(session, client_as, course=course, keys=keys)
    lesson, url = f"{desk.base}/stap/les-een", f"{desk.base}/stap/les-een/oefenvraag/{name}"
    page = desk.page(lesson)
    assert "Hoe zeker" not in page
    ids = re.findall(rf'name="i-{name}" id="[^"]+" value="([^"]+)"', page)
    for choice in ids[:2]:
        desk.browser.post(url, data={f"i-{name}": choice})
        page = desk.page(lesson)
        checked = re.findall(rf'name="i-{name}"[^>]* value="([^"]+)" checked', page)
        assert checked == [choice]
        assert page.count("Dank je, je kunt je antwoord altijd nog veranderen.") == 1
    assert {row.verdict for row in stored(desk, PracticeAnswer)} == {"noted"}


def test_a_lesson_asks_once_for_all_its_opinions(
    session: Session, client_as: SignIn, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    course, keys = with_opinions()
    both = Desk(session, client_as, course=course, keys=keys)
    single = copy.deepcopy(course)
    for text in single["modules"][0]["steps"][0]["texts"].values():
        text["parts"] = text["parts"][:1]
    one = Desk(session, client_as, course=single, keys=keys)
    counts = set()
    for desk in (both, one):
        desk.page(f"{desk.base}/stap/les-een")
        counts.add(count_queries(lambda d=desk: d.page(f"{d.base}/stap/les-een")))  # type: ignore[misc]
    assert len(counts) == 1

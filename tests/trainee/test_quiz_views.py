"""Taking a quiz with forms alone, saving by script, and practice questions."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.activities.models import Completion
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.models import Answer, Attempt
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.quizzes.reading import SAMPLES, compiled
from tests.quizzes.taking import RIGHT
from tests.sample_course import COMPILED, KEYS

FORM = {
    "v-single": {"i-v-single": "a1"},
    "v-multiple": {"i-v-multiple": ["d1", "e2"]},
    "v-order": {"i-v-order-k2": "1", "i-v-order-k1": "2", "i-v-order-k3": "3"},
    "v-number": {"i-v-number": "-0,5"},
}
SignIn = Callable[[Person], FlaskClient]


class Desk:
    """A signed-in trainee with the addresses of the sample course."""

    def __init__(
        self,
        session: Session,
        client_as: SignIn,
        course: dict[str, Any] = COMPILED,
        keys: dict[str, Any] = KEYS,
        **settings: Any,
    ) -> None:
        self.session = session
        compiled = copy.deepcopy(course)
        compiled["modules"][0]["steps"][3]["settings"].update(settings)
        organisation = make_organisation(session)
        self.person = make_person(session, organisation=organisation)
        published = make_course(session, compiled=compiled, keys=keys)
        run = make_run(session, organisation=organisation, course=published)
        self.enrolment: Enrolment = make_enrolment(session, person=self.person, run=run)
        self.browser = client_as(self.person)
        self.base = f"/leren/{self.enrolment.id}"

    def start(self) -> Attempt:
        answer = self.browser.post(f"{self.base}/stap/toets/poging")
        assert answer.status_code == 303
        rows = self.session.scalars(
            select(Attempt)
            .where(Attempt.organisation_id == self.enrolment.organisation_id)
            .order_by(Attempt.id.desc())
        )
        attempt = rows.first()
        assert attempt is not None
        return attempt

    def url(self, attempt: Attempt, page: str = "") -> str:
        return f"{self.base}/poging/{attempt.id}{page}"

    def page(self, url: str) -> str:
        answer = self.browser.get(url)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def save(self, attempt: Attempt, item: str, key: str, number: int) -> Any:
        fields = {"item": item, "key": key, "sequence": number, "response": RIGHT[item]}
        return self.browser.post(
            self.url(attempt, "/antwoord"), json=fields, headers={"Accept": "application/json"}
        )


@pytest.fixture
def desk(session: Session, client_as: SignIn) -> Desk:
    return Desk(session, client_as)


def form_of(attempt: Attempt, *items: str) -> dict[str, Any]:
    """The right answers as form fields, of these items or of all that were drawn."""
    fields: dict[str, Any] = {}
    for item in items or attempt.items:
        fields |= FORM[item]
    return fields


def test_a_quiz_is_taken_with_forms_alone_from_start_to_certificate_of_passing(desk: Desk) -> None:
    assert "Begin met de toets" in desk.page(f"{desk.base}/stap/toets")
    attempt = desk.start()
    assert "0 van de 3 beantwoord" in desk.page(desk.url(attempt))
    answer = desk.browser.post(desk.url(attempt, "/inleveren"), data=form_of(attempt))
    assert answer.headers["Location"] == desk.url(attempt, "/resultaat")
    assert "3 van de 3 goed" in desk.page(desk.url(attempt, "/resultaat"))
    rows = desk.session.scalars(
        select(Completion).where(Completion.organisation_id == desk.enrolment.organisation_id)
    )
    assert [(row.step_id, row.rule) for row in rows] == [("toets", "passed")]


@pytest.mark.requirement("SEC-13")
def test_an_open_attempt_shows_nothing_of_the_key(desk: Desk) -> None:
    attempt = desk.start()
    for page in ("", "/inleveren"):
        assert "GEHEIM" not in desk.page(desk.url(attempt, page))
    assert "GEHEIM" not in desk.page(f"{desk.base}/stap/toets")
    desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
    assert "GEHEIM" in desk.page(desk.url(attempt, "/resultaat"))


@pytest.mark.requirement("SEC-13")
def test_an_open_attempt_hides_the_ids_that_tell_the_order(desk: Desk) -> None:
    attempt = desk.start()
    page = desk.page(desk.url(attempt))
    assert "i-v-order" in page or "v-order" not in attempt.items
    assert not re.search(r"i-v-order-k[123]", page)


def test_the_fields_that_a_page_offers_are_understood(desk: Desk) -> None:
    attempt = desk.start()
    page = desk.page(desk.url(attempt))
    fields: dict[str, Any] = dict(
        re.findall(r'<input type="radio" name="([^"]+)" id="[^"]+" value="([^"]+)"', page)
    )
    for place, name in enumerate(
        re.findall(r'<select class="in" name="(i-v-order-[^"]+)"', page), 1
    ):
        fields[name] = str(place)
    desk.browser.post(desk.url(attempt, "/antwoord"), data=fields)
    stored = desk.session.scalars(
        select(Answer.item_id).where(Answer.organisation_id == attempt.organisation_id)
    ).all()
    assert set(stored) == {"v-single", "v-order"} & set(attempt.items)


def test_missing_answers_are_asked_about_before_handing_in(desk: Desk) -> None:
    attempt = desk.start()
    given = form_of(attempt, attempt.items[0])
    answer = desk.browser.post(desk.url(attempt, "/inleveren"), data=given)
    assert answer.headers["Location"] == desk.url(attempt, "/inleveren")
    page = desk.page(desk.url(attempt, "/inleveren"))
    assert "deze 2 vragen" in page
    answer = desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
    assert answer.headers["Location"] == desk.url(attempt, "/resultaat")
    desk.session.refresh(attempt)
    assert attempt.points == 1.0


def test_two_lines_on_one_place_are_asked_about(session: Session, client_as: SignIn) -> None:
    desk = Desk(session, client_as, draw=4)
    attempt = desk.start()
    fields = form_of(attempt) | {"i-v-order-k1": "1"}
    answer = desk.browser.post(desk.url(attempt, "/inleveren"), data=fields)
    page = desk.page(answer.headers["Location"])
    assert "dezelfde plaats" in page


def test_the_button_without_script_saves_the_whole_form(desk: Desk) -> None:
    attempt = desk.start()
    desk.browser.post(desk.url(attempt, "/antwoord"), data=form_of(attempt, *attempt.items[:2]))
    page = desk.page(desk.url(attempt))
    assert "2 van de 3 beantwoord" in page
    assert "Bewaard om" in page


def test_handing_in_twice_leads_to_the_same_result(desk: Desk) -> None:
    attempt = desk.start()
    for given in (form_of(attempt), {"confirm": "yes"}, {}):
        answer = desk.browser.post(desk.url(attempt, "/inleveren"), data=given)
        assert answer.headers["Location"] == desk.url(attempt, "/resultaat")
    desk.session.refresh(attempt)
    assert attempt.points == 3.0


@pytest.mark.requirement("SEC-14")
def test_pages_out_of_order_lead_to_where_the_attempt_is(desk: Desk) -> None:
    attempt = desk.start()
    answer = desk.browser.get(desk.url(attempt, "/resultaat"))
    assert answer.headers["Location"] == desk.url(attempt)
    desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
    for page in ("", "/inleveren"):
        answer = desk.browser.get(desk.url(attempt, page))
        assert answer.headers["Location"] == desk.url(attempt, "/resultaat")
    answer = desk.browser.post(desk.url(attempt, "/antwoord"), data=form_of(attempt))
    assert answer.headers["Location"] == desk.url(attempt, "/resultaat")
    desk.session.refresh(attempt)
    assert attempt.points == 0.0


def test_a_saved_answer_is_acknowledged_with_its_time(desk: Desk) -> None:
    attempt = desk.start()
    item = attempt.items[0]
    first = desk.save(attempt, item, "key-00000001", 1)
    assert first.status_code == 200
    assert first.get_json().keys() == {"item", "sequence", "saved_at", "problem"}
    assert desk.save(attempt, item, "key-00000001", 1).get_json() == first.get_json()


@pytest.mark.requirement("SEC-14")
def test_a_newer_answer_and_a_closed_attempt_are_told_apart(desk: Desk) -> None:
    attempt = desk.start()
    item = attempt.items[0]
    desk.save(attempt, item, "key-00000005", 5)
    stale = desk.save(attempt, item, "key-00000004", 4)
    assert (stale.status_code, stale.get_json()) == (409, {"error": "stale", "sequence": 5})
    desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
    closed = desk.save(attempt, item, "key-00000006", 6)
    assert (closed.status_code, closed.get_json()) == (409, {"error": "closed"})


@pytest.mark.parametrize(
    "body",
    [
        {"key": "kort"},
        {"key": 12345678},
        {"sequence": 0},
        {"sequence": True},
        {"sequence": "1"},
        {"item": "onbekend"},
        {"response": {"choice": "zz", "order": ["zz"], "choices": ["zz"], "text": 3}},
        {"response": "a1"},
    ],
)
def test_a_save_of_another_shape_is_refused(desk: Desk, body: dict[str, Any]) -> None:
    attempt = desk.start()
    fields = {"key": "key-00000001", "sequence": 1, "item": attempt.items[0], "response": {}} | body
    answer = desk.browser.post(
        desk.url(attempt, "/antwoord"), json=fields, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 422


def test_an_attempt_of_someone_else_does_not_exist(desk: Desk, client_as: SignIn) -> None:
    attempt = desk.start()
    stranger = Desk(desk.session, client_as)
    for base in (desk.base, stranger.base):
        url = f"{base}/poging/{attempt.id}"
        assert stranger.browser.get(url).status_code == 404
        for page in ("/antwoord", "/inleveren"):
            assert stranger.browser.post(url + page).status_code == 404


@pytest.fixture
def every_kind(session: Session, client_as: SignIn) -> Desk:
    """A quiz, and a lesson, with one question of each kind."""
    questions, keys = [], {}
    for kind in SAMPLES:
        text, named = SAMPLES[kind].split("\nwhy:")[0] + "\nwhy: GEHEIM", {"kind": kind, "id": kind}
        _, data, key = compiled(text, **named)
        questions.append({"kind": "question", "id": kind, "data": json.loads(json.dumps(data))})
        keys[kind] = key
    course = copy.deepcopy(COMPILED)
    for step in (course["modules"][0]["steps"][number] for number in (0, 3)):
        for text in step["texts"].values():
            text["parts"] = questions
    course["modules"][0]["steps"][3]["settings"].update(draw=len(SAMPLES))
    return Desk(session, client_as, course=course, keys={"nl": keys, "en": keys})


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_every_kind_shows_its_fields_and_then_its_verdict(every_kind: Desk, locale: str) -> None:
    every_kind.person.locale = locale
    attempt = every_kind.start()
    page = every_kind.page(every_kind.url(attempt))
    assert all(f'data-kind="{kind}"' in page for kind in SAMPLES)
    assert "GEHEIM" not in page
    every_kind.browser.post(every_kind.url(attempt, "/inleveren"), data={"confirm": "yes"})
    page = every_kind.page(every_kind.url(attempt, "/resultaat"))
    assert page.count("GEHEIM") == len(SAMPLES)


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_kind_is_answered_and_judged_in_a_lesson(every_kind: Desk, kind: str) -> None:
    fields = {"text": "-0,5" if kind == "numeric" else "kahneman"}
    page = every_kind.page(f"{every_kind.base}/stap/les-een")
    section = page.partition(f'id="v-{kind}"')[2].partition("</form>")[0]
    given = {f"i-{kind}": fields["text"]} if kind in ("numeric", "short-text") else {}
    for tag in re.findall(r"<(?:input|select)[^>]*>", section):
        name = re.findall(rf'name="(i-{kind}[^"]*)"', tag)
        value = re.findall(r'value="([^"]+)"', tag)
        if name and name[0] not in given:
            given[name[0]] = value[0] if value else str(len(given) + 1)
    if kind == "matching":
        right = re.findall(r'<option value="([^"]{8})"', section)
        given = dict.fromkeys(given, right[0])
    url = f"{every_kind.base}/stap/les-een/oefenvraag/{kind}"
    answer = every_kind.browser.post(url, data=given, headers={"X-Fragment": "1"})
    assert answer.status_code == 200
    assert "data-verdict" in answer.get_data(as_text=True)


def test_without_script_two_lines_on_one_place_are_told(every_kind: Desk) -> None:
    lesson = f"{every_kind.base}/stap/les-een"
    names = re.findall(r'<select[^>]* name="(i-ordering-[^"]+)"', every_kind.page(lesson))
    url = f"{lesson}/oefenvraag/ordering"
    answer = every_kind.browser.post(url, data=dict.fromkeys(names, "1"))
    assert len(names) == 4 and answer.status_code == 303
    told = "Twee regels kregen dezelfde plaats"
    assert told in every_kind.page(answer.headers["Location"])
    answer = every_kind.browser.post(url, data={n: str(i) for i, n in enumerate(names, start=1)})
    assert told not in every_kind.page(answer.headers["Location"])


def test_when_attempts_run_out_the_start_page_says_so(session: Session, client_as: SignIn) -> None:
    desk = Desk(session, client_as, attempts=1)
    attempt = desk.start()
    desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
    answer = desk.browser.post(f"{desk.base}/stap/toets/poging")
    assert answer.headers["Location"] == f"{desk.base}/stap/toets"
    assert "Je pogingen zijn op" in desk.page(f"{desk.base}/stap/toets")


def test_the_start_page_says_when_the_next_attempt_may_start(
    session: Session, client_as: SignIn
) -> None:
    desk = Desk(session, client_as, wait=60)
    desk.browser.post(desk.url(desk.start(), "/inleveren"), data={"confirm": "yes"})
    assert "De volgende poging kan vanaf" in desk.page(f"{desk.base}/stap/toets")


def test_where_the_quiz_says_so_each_answer_is_checked_once_for_all(
    session: Session, client_as: SignIn
) -> None:
    desk = Desk(session, client_as, feedback="each", draw=4)
    attempt = desk.start()
    fields = FORM["v-single"] | {"check": "v-single"}
    desk.browser.post(desk.url(attempt, "/antwoord"), data=fields)
    assert desk.page(desk.url(attempt)).count("GEHEIM") == 1
    closed = desk.save(attempt, "v-single", "key-00000009", 9)
    assert (closed.status_code, closed.get_json()["error"]) == (409, "closed")


def test_a_check_is_refused_where_feedback_comes_at_the_end(desk: Desk) -> None:
    attempt = desk.start()
    item = attempt.items[0]
    desk.browser.post(desk.url(attempt, "/antwoord"), data=form_of(attempt, item) | {"check": item})
    assert "GEHEIM" not in desk.page(desk.url(attempt))


def test_what_was_not_right_links_to_the_lesson_with_the_same_objective(desk: Desk) -> None:
    attempt = desk.start()
    desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
    assert f'href="{desk.base}/stap/les-een"' in desk.page(desk.url(attempt, "/resultaat"))


@pytest.mark.parametrize(("choice", "verdict"), [("a1", "Juist"), ("b2", "Nog niet")])
def test_a_practice_question_gives_its_verdict_in_the_lesson(
    desk: Desk, choice: str, verdict: str
) -> None:
    url = f"{desk.base}/stap/les-een/oefenvraag/oefen-1"
    assert "GEHEIM" not in desk.page(f"{desk.base}/stap/les-een")
    answer = desk.browser.post(url, data={"i-oefen-1": choice})
    assert answer.status_code == 303
    page = desk.page(answer.headers["Location"])
    assert f"{verdict}</h3>" in page
    assert "GEHEIM" in page


def test_a_script_gets_the_practice_question_alone(desk: Desk) -> None:
    url = f"{desk.base}/stap/les-een/oefenvraag/oefen-1"
    answer = desk.browser.post(url, data={"i-oefen-1": "a1"}, headers={"X-Fragment": "1"})
    text = answer.get_data(as_text=True)
    assert text.lstrip().startswith("<form")
    assert "Juist</h3>" in text


def test_a_practice_question_without_an_answer_tells_nothing(desk: Desk) -> None:
    url = f"{desk.base}/stap/les-een/oefenvraag/oefen-1"
    answer = desk.browser.post(url, data={}, headers={"X-Fragment": "1"})
    assert "GEHEIM" not in answer.get_data(as_text=True)
    lesson = desk.browser.post(url, data={}).headers["Location"]
    assert "oefenvraag=" not in lesson
    assert "Geef eerst een antwoord." in desk.page(lesson).split("<h1")[0]


def test_the_pages_of_an_attempt_take_a_fixed_number_of_queries(
    session: Session, client_as: SignIn, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    counts = []
    for draw in (1, 4):
        desk = Desk(session, client_as, draw=draw)
        attempt = desk.start()
        desk.page(desk.url(attempt))
        shown = count_queries(lambda d=desk, a=attempt: d.page(d.url(a)))
        saved = count_queries(lambda d=desk, a=attempt: d.save(a, a.items[0], "key-0000001", 1))
        desk.browser.post(desk.url(attempt, "/inleveren"), data={"confirm": "yes"})
        result = count_queries(lambda d=desk, a=attempt: d.page(d.url(a, "/resultaat")))
        counts.append((shown, saved, result))
    assert counts[0] == counts[1]
    assert counts[0] == (7, 7, 8)

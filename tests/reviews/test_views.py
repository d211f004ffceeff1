"""Reviewing by form alone: the session, the verdict, the end, the menu."""

from __future__ import annotations

import copy
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.factories import make_person
from tests.reviews.taking import DAY, NOW, Learner, hidden_fields, option_values
from tests.sample_course import COMPILED

ITEM = "/herhalen/vraag"


@pytest.fixture
def learner(session, client_as) -> Learner:
    return Learner(session, client_as)


def text(browser: FlaskClient, url: str) -> str:
    reply = browser.get(url)
    assert reply.status_code == 200, (url, reply.status, reply.location)
    return reply.get_data(as_text=True)


def menu_count(page: str) -> str:
    found = re.search(r'href="/herhalen"[^>]*>Herhalen( <span class="count">(\d+)</span>)?', page)
    assert found
    return found[2] or "0"


def fill_in(page: str, *, right: bool = True, **more: str) -> dict[str, str]:
    """The form of an item, filled in whatever its kind."""
    fields = hidden_fields(page)
    name = f"i-{fields['item']}"
    options = option_values(page)
    if "Optie a1" in options:
        return {**fields, name: options["Optie a1" if right else "Optie b2"], **more}
    if "Optie d1" in options:
        chosen = ["Optie d1", "Optie e2"] if right else ["Optie f3"]
        return {**fields, name: [options[each] for each in chosen], **more}
    if fields["item"] == "v-number":
        return {**fields, name: "-0,5" if right else "3", **more}
    order = ("Optie k2", "Optie k1", "Optie k3")
    places = {card: place for place, card in enumerate(order if right else order[::-1], start=1)}
    cards = dict(re.findall(r'for="(i-v-order-[^"]+)">Plaats van: (Optie k\d)', page))
    return {**fields, **{card: str(places[t]) for card, t in cards.items()}, **more}


def test_nothing_answered_yet_says_what_will_come(learner) -> None:
    page = text(learner.browser(), "/herhalen")
    assert "Er is nog niets te herhalen" in page
    assert menu_count(page) == "0"


def test_nothing_due_says_when_the_next_one_is(learner) -> None:
    learner.practise("b2")
    with learner.at(NOW):
        page = text(learner.browser(), "/herhalen")
    assert "Er is nu niets te herhalen." in page
    assert "De volgende keer is morgen." in page


def test_a_session_goes_item_by_item_to_its_end(learner) -> None:
    learner.take_quiz({})
    with learner.at(NOW + DAY):
        browser = learner.browser()
        assert "Er staan 2 vragen klaar, ongeveer 1 minuut." in text(browser, "/herhalen")
        assert menu_count(text(browser, "/leerpad")) == "2"
        for number, right in ((1, True), (2, False)):
            page = text(browser, ITEM)
            assert f"Vraag {number} van 2" in page
            assert "GEHEIM" not in page
            reply = browser.post(ITEM, data=fill_in(page, right=right))
            assert reply.status_code == 303
            verdict = text(browser, reply.location)
            assert ("Juist" if right else "Nog niet") in verdict
            assert "GEHEIM-waarom" in verdict
            assert ("Volgende vraag" if number == 1 else "Rond af") in verdict
        assert browser.get(ITEM).location == "/herhalen"
        end = text(browser, "/herhalen")
    assert "Klaar voor vandaag" in end
    assert "Je beantwoordde 2 vragen, 1 goed." in end
    assert "De volgende keer is morgen." in end
    assert menu_count(end) == "0"


def test_another_device_goes_on_with_the_same_item(learner) -> None:
    learner.take_quiz({})
    with learner.at(NOW + DAY):
        phone, laptop = learner.browser(), learner.browser()
        on_phone, on_laptop = text(phone, ITEM), text(laptop, ITEM)
        assert hidden_fields(on_phone) | {"csrf_token": ""} == hidden_fields(on_laptop) | {"csrf_token": ""}  # fmt: skip
        first = phone.post(ITEM, data=fill_in(on_phone))
        late = laptop.post(ITEM, data=fill_in(on_laptop, right=False))
        assert first.location == late.location
        assert "Vraag 2 van 2" in text(laptop, ITEM)
    assert [answer.verdict for answer in learner.answers()] == ["correct"]


def test_a_parallel_item_comes_before_the_same_wording(learner) -> None:
    learner.practise("b2")
    seen = set()
    for number in range(1, 4):
        with learner.at(NOW + number * 400 * DAY):
            browser = learner.browser()
            page = text(browser, ITEM)
            seen.add(hidden_fields(page)["item"])
            browser.post(ITEM, data=fill_in(page))
    assert seen == {"v-single", "v-order", "oefen-1"}
    assert [a.item_id for a in learner.answers()][-1] == "oefen-1"


def test_an_empty_answer_is_asked_again_and_not_knowing_is_an_answer(learner) -> None:
    learner.practise("b2")
    with learner.at(NOW + DAY):
        browser = learner.browser()
        fields = hidden_fields(text(browser, ITEM))
        assert browser.post(ITEM, data=fields).location == ITEM
        assert "Geef eerst een antwoord" in text(browser, ITEM)
        reply = browser.post(ITEM, data={**fields, "unknown": "1"})
        assert "Geen antwoord" in text(browser, reply.location)
    assert [answer.verdict for answer in learner.answers()] == ["unanswered"]


def test_a_number_that_cannot_be_read_comes_back_as_typed(learner) -> None:
    learner.take_quiz({"i-v-multiple": ["d1", "e2"], "i-v-single": "a1"})
    found = False
    for number in range(1, 8):
        with learner.at(NOW + number * 400 * DAY):
            browser = learner.browser()
            for _ in range(2):
                page = text(browser, ITEM)
                fields = hidden_fields(page)
                if fields["item"] == "v-number":
                    reply = browser.post(ITEM, data={**fields, "i-v-number": "ruim drie"})
                    assert reply.status_code == 422
                    assert 'value="ruim drie"' in reply.get_data(as_text=True)
                    found = True
                browser.post(ITEM, data=fill_in(page))
        if found:
            break
    assert found


def test_what_does_not_belong_to_the_item_is_refused(learner) -> None:
    learner.practise("b2")
    with learner.at(NOW + DAY):
        browser = learner.browser()
        data = fill_in(text(browser, ITEM))
        strange = {
            name: "x" * 9 if name.startswith("i-") else value for name, value in data.items()
        }
        assert browser.post(ITEM, data=strange).status_code == 422
        assert browser.post(ITEM, data={**data, "item": "v-number"}).location == ITEM
        assert browser.post(ITEM, data={**data, "key": "andere-sleutel"}).status_code in (303, 422)
        assert browser.post(ITEM, data={**data, f"c-{data['item']}": "heel"}).status_code == 422
        assert browser.post(ITEM, data={**data, "enrolment": "999999"}).status_code == 404
    assert learner.answers() == []


def test_a_script_gets_the_address_of_the_next_page(learner) -> None:
    learner.practise("b2")
    with learner.at(NOW + DAY):
        browser = learner.browser()
        data = fill_in(text(browser, ITEM))
        reply = browser.post(ITEM, data=data, headers={"Accept": "application/json"})
        again = browser.post(ITEM, data=data, headers={"Accept": "application/json"})
    assert reply.json == again.json
    assert reply.json["next"].startswith("/herhalen/antwoord/")


def test_confidence_is_kept_and_sure_and_wrong_comes_first(learner) -> None:
    learner.take_quiz({"i-v-single": "b2", "c-v-single": "sure"})
    sure = [card for card in learner.cards().values() if card.is_sure_wrong]
    assert [card.objective_id for card in sure] in ([], ["slot"])  # the draw may skip v-single
    learner.practise("b2", **{"c-oefen-1": "sure"}, at=NOW + timedelta(minutes=5))
    assert learner.cards()["slot"].is_sure_wrong
    with learner.at(NOW + DAY):
        browser = learner.browser()
        page = text(browser, ITEM)
        assert hidden_fields(page)["objective"] == "slot"
        data = fill_in(page)
        browser.post(ITEM, data={**data, f"c-{data['item']}": "think"})
    assert [answer.confidence for answer in learner.answers()] == ["think"]


def test_what_one_knew_already_stays_away_longer(learner) -> None:
    learner.practise("b2")
    with learner.at(NOW + DAY):
        browser = learner.browser()
        reply = browser.post(ITEM, data=fill_in(text(browser, ITEM)))
        before = learner.cards()["slot"].due_at
        assert "Dit wist ik al" in text(browser, reply.location)
        assert browser.post(f"{reply.location}/wist-ik-al").status_code == 303
        assert "Dit wist ik al" not in text(browser, reply.location)
    assert learner.cards()["slot"].due_at > before


def test_a_hint_that_was_asked_for_is_remembered(session, client_as) -> None:
    compiled = copy.deepcopy(COMPILED)
    for step in compiled["modules"][0]["steps"]:
        for words in step["texts"].values():
            for part in words["parts"]:
                if part["kind"] == "question":
                    part["data"] = part["data"] | {"hint_html": "Denk aan het slot."}
    learner = Learner(session, client_as, compiled=compiled)
    learner.practise("b2")
    with learner.at(NOW + DAY):
        browser = learner.browser()
        page = text(browser, ITEM)
        assert "Denk aan het slot." not in page
        given = fill_in(page)
        asked = browser.post(ITEM, data=given | {"vraag-tip": "1"})
        page = asked.get_data(as_text=True)
        assert asked.status_code == 200 and "Denk aan het slot." in page
        assert learner.answers() == []
        chosen = [value for name, value in given.items() if name.startswith("i-")]
        assert len(re.findall(r" (?:checked|selected)\b", page)) == len(chosen)
        browser.post(ITEM, data=fill_in(page))
    (answer,) = learner.answers()
    assert answer.is_hinted
    assert learner.cards()["slot"].due_at <= NOW + 3 * DAY


def test_answers_are_their_givers_alone(learner, session, client_as) -> None:
    learner.practise("b2")
    with learner.at(NOW + DAY):
        browser = learner.browser()
        page = text(browser, ITEM)
        colleague = client_as(make_person(session, organisation=learner.organisation))
        assert colleague.post(ITEM, data=fill_in(page)).status_code == 404
        own = browser.post(ITEM, data=fill_in(page)).location
        assert browser.get(own).status_code == 200
        assert colleague.get(own).status_code == 404


def test_the_pages_ask_a_constant_number_of_queries(learner, count_queries) -> None:
    learner.take_quiz({})
    with learner.at(NOW + 30 * DAY):
        browser = learner.browser()
        text(browser, ITEM)
        few = {url: count_queries(lambda url=url: browser.get(url)) for url in ("/herhalen", ITEM)}
        for minutes in range(9):
            learner.practise("b2", at=NOW + timedelta(minutes=minutes))
        learner.take_quiz({}, at=NOW + timedelta(hours=1))
        many = {url: count_queries(lambda url=url: browser.get(url)) for url in few}
    assert many == few
    assert few["/herhalen"] <= 7
    assert few[ITEM] <= 13


def mastery_of(learner, *, at) -> dict[str, str]:
    with learner.at(at):
        page = text(learner.browser(), learner.base)
    goals = page.partition('<ul class="goals">')[2].partition("</ul>")[0]
    return {
        words[0]: " ".join(re.sub(r"<[^>]+>|–", " ", words[1]).split())
        for words in re.findall(r"<li>([^<]+?)<br>(.*?)</li>", goals, re.DOTALL)
    }


CLOSE, LOW = "Je sluit af in vier stappen.", "Je herkent een dieptepunt."


def test_the_course_page_says_in_words_how_far_each_objective_is(learner) -> None:
    assert mastery_of(learner, at=NOW) == {CLOSE: "nieuw", LOW: "nieuw"}
    learner.practise("a1")
    assert mastery_of(learner, at=NOW) == {CLOSE: "groeit", LOW: "nieuw"}


def test_mastery_takes_a_decision_right_answers_and_three_days(learner) -> None:
    with learner.at(NOW):
        browser = learner.browser()
        browser.post(f"{learner.base}/stap/gesprek/gesprek")
        page = text(browser, f"{learner.base}/stap/gesprek")
        walk = page.partition(f'action="{learner.base}/gesprek/')[2].partition('"')[0]
        data = {"turn": 1, "reply": "r1", "key": "sleutel-1"}
        browser.post(f"{learner.base}/gesprek/{walk}", data=data)
    learner.practise("a1")
    words = []
    for _ in range(6):
        at = learner.cards()["slot"].due_at
        with learner.at(at):
            browser = learner.browser()
            browser.post(ITEM, data=fill_in(text(browser, ITEM)))
        words.append(mastery_of(learner, at=at)[CLOSE])
    assert words == ["groeit", "bijna", "bijna", "beheerst", "beheerst", "beheerst"]


def test_what_has_faded_asks_for_a_refresher(learner) -> None:
    learner.practise("a1")
    assert mastery_of(learner, at=NOW + 10 * DAY)[CLOSE] == "groeit"
    assert mastery_of(learner, at=NOW + 60 * DAY)[CLOSE] == "groeit even opfrissen"

"""Cards and answers on both engines."""

from __future__ import annotations

import copy

import pytest
from sqlalchemy import func, select

from courseapp.catalog.models import Revision
from courseapp.reviews.domain.session import day_of
from courseapp.reviews.queries import find_deck, read_records
from courseapp.reviews.services import (
    Given,
    NotAsked,
    Question,
    answer_item,
    call_known,
    refresh_cards,
    review_key,
)
from courseapp.trainee.review_pages import find_asked
from tests.factories import publish_revision
from tests.reviews.taking import DAY, NOW, Learner
from tests.sample_course import COMPILED, KEYS

ZONE = "Europe/Amsterdam"


@pytest.fixture
def learner(session, client_as) -> Learner:
    return Learner(session, client_as)


def give(learner, response, *, at, item="v-single", objective="slot", key="", **how):
    """Answer one item in review; the key is the next one unless given."""
    earlier = sum(answer.objective_id == objective for answer in learner.answers())
    ids = {"enrolment_id": learner.enrolment.id, "objective_id": objective}
    key = key or review_key(**ids, earlier=earlier)
    _step, asked = find_asked(learner.published, objective, item, key=key, locale="nl")
    return answer_item(
        learner.session,
        enrolment=learner.enrolment,
        question=Question(
            published=learner.published, objective_id=objective, asked=asked, key=key
        ),
        given=Given(response=response, **how),
        day=day_of(at, ZONE),
        now=at,
    )


def deck(learner, at):
    return find_deck(
        learner.session,
        person_id=learner.person.id,
        organisation_ids=[learner.organisation.id],
        day=day_of(at, ZONE),
    )


def test_a_practice_answer_gives_its_objective_a_card(learner) -> None:
    learner.practise("a1")
    (card,) = learner.cards().values()
    assert card.objective_id == "slot"
    assert card.reviews == 1
    assert card.last_at == NOW
    assert card.due_at > NOW


def test_a_quiz_gives_each_objective_a_card_and_a_conversation_too(learner, client_as) -> None:
    learner.take_quiz({})
    assert set(learner.cards()) == {"slot", "piek"}
    other = Learner(learner.session, client_as)
    with other.at(NOW):
        browser = other.browser()
        browser.post(f"{other.base}/stap/gesprek/gesprek")
        walk = browser.get(f"{other.base}/stap/gesprek").get_data(as_text=True)
        walk_url = walk.partition(f'action="{other.base}/gesprek/')[2].partition('"')[0]
        for turn, reply in ((1, "r1"), (2, "r3")):
            data = {"turn": turn, "reply": reply, "key": f"sleutel-{turn}"}
            browser.post(f"{other.base}/gesprek/{walk_url}", data=data)
    (card,) = other.cards().values()
    assert card.objective_id == "slot"
    records = read_records(
        other.session, enrolments=[other.enrolment], current={other.enrolment.id: other.published}
    )
    assert records[other.enrolment.id].decided == {"slot"}


def test_a_pretest_leaves_no_trace(session, client_as) -> None:
    compiled = copy.deepcopy(COMPILED)
    quiz = compiled["modules"][0]["steps"][3]
    quiz["settings"] = {"graded": False, "draw": 0, "shuffle": False, "attempts": 1}
    learner = Learner(session, client_as, compiled=compiled)
    learner.take_quiz({"i-v-single": "b2"})
    assert learner.cards() == {}


def test_an_answer_moves_its_card_and_is_asked_once_a_day(learner) -> None:
    learner.practise("b2")
    later = NOW + DAY
    assert [d.objective_id for d in deck(learner, later).due] == ["slot"]
    answer = give(learner, {"choice": "a1"}, at=later)
    assert answer.verdict == "correct"
    card = learner.cards()["slot"]
    assert card.reviews == 2
    assert card.due_at > later
    assert deck(learner, later).due == []
    with pytest.raises(NotAsked):
        give(learner, {"choice": "a1"}, at=later)


def test_the_same_key_twice_is_one_answer(learner) -> None:
    learner.practise("b2")
    first = give(learner, {"choice": "a1"}, at=NOW + DAY)
    again = give(learner, {"choice": "b2"}, at=NOW + DAY, key=first.client_key)
    assert again is first
    assert len(learner.answers()) == 1
    assert learner.cards()["slot"].reviews == 2


def test_a_key_that_is_not_the_next_one_is_refused(learner) -> None:
    learner.practise("b2")
    with pytest.raises(NotAsked):
        give(learner, {"choice": "a1"}, at=NOW + DAY, key="een-sleutel-van-elders")
    with pytest.raises(NotAsked):
        give(learner, {"choice": "a1"}, at=NOW)
    assert learner.answers() == []


def test_stored_cards_are_what_the_answers_lead_to(learner) -> None:
    learner.practise("a1")
    at = NOW
    for choice in ("a1", "b2", "a1", "a1"):
        at = max(learner.cards()["slot"].due_at, at + DAY)
        give(learner, {"choice": choice}, at=at, confidence="sure")
    stored = {name: getattr(learner.cards()["slot"], name) for name in ("due_at", "stability", "difficulty", "reviews", "right_in_a_row", "is_sure_wrong")}  # fmt: skip
    learner.session.delete(learner.cards()["slot"])
    learner.session.flush()
    refresh_cards(learner.session, enrolment=learner.enrolment, published=learner.published)
    made = {name: getattr(learner.cards()["slot"], name) for name in stored}
    assert made == stored
    assert made["reviews"] == 5
    assert made["right_in_a_row"] == 2


def test_not_knowing_is_wrong_and_needs_no_confidence(learner) -> None:
    learner.practise("a1")
    due = learner.cards()["slot"].due_at
    answer = give(learner, None, at=due, confidence="sure")
    assert (answer.verdict, answer.confidence) == ("unanswered", None)
    assert learner.cards()["slot"].due_at <= due + 2 * DAY


def test_what_was_known_anyway_stays_away_longer(learner) -> None:
    learner.practise("a1")
    due = learner.cards()["slot"].due_at
    answer = give(learner, {"choice": "a1"}, at=due)
    before = learner.cards()["slot"].due_at
    call_known(
        learner.session, answer=answer, enrolment=learner.enrolment, published=learner.published
    )
    assert learner.cards()["slot"].due_at > before


def test_a_wrong_answer_was_not_known(learner) -> None:
    learner.practise("a1")
    answer = give(learner, {"choice": "b2"}, at=learner.cards()["slot"].due_at)
    call_known(
        learner.session, answer=answer, enrolment=learner.enrolment, published=learner.published
    )
    assert not answer.is_known


def test_days_since_the_quiz_are_kept_with_the_answer(learner) -> None:
    learner.take_quiz({"i-v-single": "a1"})
    answer = give(learner, {"choice": "a1"}, at=NOW + 9 * DAY)
    assert answer.days_since == 9


def _republish(learner, *, compiled=COMPILED, keys=KEYS):
    number = 1 + learner.session.scalar(select(func.count(Revision.id)))
    publish_revision(
        learner.session, course=learner.course, compiled=compiled, keys=keys, number=number
    )


def test_another_wording_keeps_the_card_and_another_right_answer_makes_it_due(learner) -> None:
    learner.practise("a1")
    card = learner.cards()["slot"]
    before = (card.due_at, card.stability)
    reworded = copy.deepcopy(KEYS)
    for key in reworded.values():
        key["oefen-1"]["why_html"] = "<p>Anders gezegd.</p>"
    _republish(learner, keys=reworded)
    refresh_cards(learner.session, enrolment=learner.enrolment, published=learner.published)
    assert (card.due_at, card.stability) == before
    mended = copy.deepcopy(KEYS)
    for key in mended.values():
        key["oefen-1"]["right"] = ["b2"]
    _republish(learner, keys=mended)
    refresh_cards(learner.session, enrolment=learner.enrolment, published=learner.published)
    assert (card.due_at, card.stability) == (NOW, None)
    assert [d.objective_id for d in deck(learner, NOW + DAY).due] == ["slot"]


def test_a_removed_item_keeps_its_history_and_a_vanished_objective_rests(learner) -> None:
    learner.practise("a1")
    before = learner.cards()["slot"].due_at
    compiled = copy.deepcopy(COMPILED)
    for text in compiled["modules"][0]["steps"][0]["texts"].values():
        text["parts"] = []
    _republish(learner, compiled=compiled)
    refresh_cards(learner.session, enrolment=learner.enrolment, published=learner.published)
    assert learner.cards()["slot"].due_at == before
    del compiled["modules"][0]["objectives"][0]
    _republish(learner, compiled=compiled)
    refresh_cards(learner.session, enrolment=learner.enrolment, published=learner.published)
    assert learner.cards()["slot"].due_at == before
    found = deck(learner, before + 30 * DAY)
    assert found.due == []
    assert found.next_at is None


def test_ended_enrolments_and_others_are_left_alone(learner, client_as) -> None:
    learner.practise("b2")
    other = Learner(learner.session, client_as)
    assert deck(other, NOW + DAY).due == []
    learner.enrolment.ended_at = NOW
    learner.session.flush()
    assert deck(learner, NOW + DAY).due == []


def test_what_is_due_takes_one_query_whatever_there_is(learner, count_queries) -> None:
    learner.take_quiz({})
    deck(learner, NOW)
    assert count_queries(lambda: deck(learner, NOW + 30 * DAY)) == 1

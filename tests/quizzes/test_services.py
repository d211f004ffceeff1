"""Attempts and answers, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.quizzes.models import Answer, Attempt, PracticeAnswer
from courseapp.quizzes.queries import (
    AttemptNotFound,
    get_attempt,
    get_practice,
    get_standing,
    list_answers,
    list_asked,
    list_graded,
    list_practice_answers,
    list_revisit,
)
from courseapp.quizzes.services import (
    AnswerStale,
    AttemptClosed,
    AttemptLimitReached,
    ItemNotAsked,
    WaitBeforeNextAttempt,
    check_item,
    record_practice_answer,
    save_form,
)
from tests.quizzes.taking import NOW, RIGHT, Trainee, make_trainee


@pytest.fixture
def trainee(session: Session) -> Trainee:
    return make_trainee(session)


def test_starting_twice_continues_the_open_attempt(trainee: Trainee) -> None:
    assert trainee.start().id == trainee.start(seed="ander").id


def test_an_attempt_draws_the_number_of_items_that_the_quiz_says(trainee: Trainee) -> None:
    assert len(trainee.start().items) == 3


def test_a_next_attempt_asks_what_the_first_left_out(trainee: Trainee) -> None:
    first = trainee.start()
    trainee.submit(first, {})
    (left_out,) = set(RIGHT) - set(first.items)
    assert left_out in trainee.start(seed="ander").items


def test_attempts_are_numbered_from_one_until_they_run_out(trainee: Trainee) -> None:
    numbers = []
    for _ in range(3):
        attempt = trainee.start()
        numbers.append(attempt.number)
        trainee.submit(attempt, {})
    assert numbers == [1, 2, 3]
    with pytest.raises(AttemptLimitReached):
        trainee.start()


def test_the_next_attempt_waits_as_long_as_the_quiz_says(trainee: Trainee) -> None:
    trainee.submit(trainee.start(), {}, now=NOW)
    with pytest.raises(WaitBeforeNextAttempt) as refusal:
        trainee.start(wait=30, now=NOW + timedelta(minutes=29))
    assert refusal.value.opens_at == NOW + timedelta(minutes=30)
    assert trainee.start(wait=30, now=NOW + timedelta(minutes=30)).number == 2


@pytest.mark.requirement("REL rule 2")
def test_the_database_refuses_a_second_open_attempt(trainee: Trainee, session: Session) -> None:
    first = trainee.start()
    copy = {"organisation_id": first.organisation_id, "enrolment_id": first.enrolment_id}
    session.add(
        Attempt(
            **copy,
            step_id="toets",
            revision_id=first.revision_id,
            number=2,
            seed="x",
            items=[],
            started_at=NOW,
        )
    )
    with pytest.raises(IntegrityError):
        session.flush()


def test_an_attempt_of_someone_else_is_not_found(trainee: Trainee, session: Session) -> None:
    attempt = trainee.start()
    stranger = make_trainee(session)
    with pytest.raises(AttemptNotFound):
        get_attempt(session, enrolment=stranger.enrolment, attempt_id=attempt.id)


@pytest.mark.requirement("REL rule 1")
def test_the_same_key_twice_is_one_answer(trainee: Trainee, session: Session) -> None:
    attempt = trainee.start()
    item = attempt.items[0]
    first = trainee.save(attempt, item, RIGHT[item], "key-1", 1)
    again = trainee.save(attempt, item, {"text": "anders"}, "key-1", 7)
    assert first == again
    rows = session.scalars(select(Answer).where(Answer.organisation_id == attempt.organisation_id))
    assert [row.response for row in rows] == [RIGHT[item]]


@pytest.mark.requirement("REL rule 1", "REL rule 6")
def test_a_lower_sequence_never_wins(trainee: Trainee) -> None:
    attempt = trainee.start()
    item = attempt.items[0]
    trainee.save(attempt, item, RIGHT[item], "key-5", 5)
    for key, sequence in (("key-4", 4), ("key-5b", 5), ("key-3", 3)):
        with pytest.raises(AnswerStale) as refusal:
            trainee.save(attempt, item, {}, key, sequence)
        assert refusal.value.sequence == 5
    assert list_answers(trainee.session, attempt=attempt)[item].response == RIGHT[item]


def test_an_answer_can_be_taken_back(trainee: Trainee) -> None:
    attempt = trainee.start()
    item = attempt.items[0]
    trainee.save(attempt, item, RIGHT[item], "key-1", 1)
    trainee.save(attempt, item, None, "key-2", 2)
    trainee.submit(attempt, {})
    assert list_graded(trainee.session, attempt=attempt)[item].verdict == "unanswered"


def test_an_item_that_was_not_drawn_takes_no_answer(trainee: Trainee) -> None:
    attempt = trainee.start()
    (other,) = set(RIGHT) - set(attempt.items)
    with pytest.raises(ItemNotAsked):
        trainee.save(attempt, other, RIGHT[other], "key-1", 1)


@pytest.mark.requirement("REL-06")
def test_a_late_save_is_refused_and_a_repeated_one_still_gets_its_reply(trainee: Trainee) -> None:
    attempt = trainee.start()
    item = attempt.items[0]
    first = trainee.save(attempt, item, RIGHT[item], "key-1", 1)
    trainee.submit(attempt, {})
    assert trainee.save(attempt, item, {}, "key-1", 1) == first
    with pytest.raises(AttemptClosed):
        trainee.save(attempt, item, {}, "key-2", 2)
    assert list_graded(trainee.session, attempt=attempt)[item].verdict == "correct"


@pytest.mark.requirement("REL rule 5")
def test_handing_in_grades_what_is_in_the_form(trainee: Trainee) -> None:
    attempt = trainee.start()
    assert trainee.submit(attempt, RIGHT)
    assert (attempt.points, attempt.max_points, attempt.is_passed) == (3.0, 3.0, True)
    assert attempt.submitted_at == NOW


@pytest.mark.requirement("REL rule 5")
def test_an_empty_field_keeps_the_answer_that_was_saved(trainee: Trainee) -> None:
    attempt = trainee.start()
    for number, item in enumerate(attempt.items):
        trainee.save(attempt, item, RIGHT[item], f"key-{number}", 1)
    trainee.submit(attempt, {})
    assert attempt.points == 3.0


def test_a_second_hand_in_changes_nothing(trainee: Trainee) -> None:
    attempt = trainee.start()
    trainee.submit(attempt, {})
    assert not trainee.submit(attempt, RIGHT, now=NOW + timedelta(minutes=1))
    assert (attempt.points, attempt.is_passed, attempt.submitted_at) == (0.0, False, NOW)


def test_a_whole_form_stores_only_what_changed(trainee: Trainee, session: Session) -> None:
    attempt = trainee.start()
    given = {item: RIGHT[item] for item in attempt.items}
    for _ in range(2):
        saved = save_form(session, attempt=attempt, given=given, now=NOW)
        assert {item: row.response for item, row in saved.items()} == given
    answers = session.scalars(
        select(Answer).where(Answer.organisation_id == attempt.organisation_id)
    )
    assert len(answers.all()) == 3


def test_a_checked_item_keeps_its_verdict(trainee: Trainee, session: Session) -> None:
    attempt = trainee.start()
    asked = list_asked(trainee.published, attempt, locale="nl")[0]
    trainee.save(attempt, asked.id, None, "key-1", 1)
    given = {asked.id: RIGHT[asked.id]}
    answer = save_form(session, attempt=attempt, given=given, now=NOW)[asked.id]
    row = check_item(session, attempt=attempt, asked=asked, answer=answer)
    assert row is check_item(session, attempt=attempt, asked=asked, answer=answer)
    with pytest.raises(AttemptClosed):
        trainee.save(attempt, asked.id, {}, "key-2", 2)
    trainee.submit(attempt, {})
    assert attempt.points == 1.0


def test_the_standing_knows_the_best_attempt_and_what_is_left(trainee: Trainee) -> None:
    for given in (RIGHT, {}):
        trainee.submit(trainee.start(), given)
    standing = get_standing(trainee.session, enrolment=trainee.enrolment, step=trainee.step())
    assert standing.best is not None
    assert (standing.best.number, standing.left, standing.open) == (1, 1, None)


def test_an_answer_may_be_typed_in_the_other_language(trainee: Trainee) -> None:
    attempt = trainee.start()
    asked = next(each for each in list_asked(trainee.published, attempt, locale="nl"))
    strict = {**asked.keys[0], "right": ["zz"], "order": asked.keys[0].get("order", [])[::-1]}
    strict["value"] = 99
    both = type(asked)(asked.data, (strict, asked.keys[1]), "zaad")
    assert both.grade(RIGHT[asked.id]).verdict == "correct"


def test_a_practice_answer_is_kept_once_per_key(trainee: Trainee, session: Session) -> None:
    lesson = trainee.published.course.steps_by_id["les-een"]
    asked = get_practice(trainee.published, lesson, item_id="oefen-1", locale="nl", seed="x")
    assert asked is not None
    for choice in ("b2", "a1"):
        row = record_practice_answer(
            session,
            enrolment=trainee.enrolment,
            step_id=lesson.id,
            revision_id=trainee.published.revision_id,
            asked=asked,
            response={"choice": choice},
            client_key="key-1",
            now=NOW,
        )
        assert row.verdict == "incorrect"
    rows = session.scalars(
        select(PracticeAnswer).where(PracticeAnswer.organisation_id == row.organisation_id)
    )
    assert len(rows.all()) == 1
    found = list_practice_answers(session, enrolment=trainee.enrolment, step_id=lesson.id)
    assert found["oefen-1"].response == {"choice": "b2"}


def test_the_lesson_with_the_same_objective_is_what_to_revisit(trainee: Trainee) -> None:
    found = list_revisit(trainee.published, trainee.step(), objectives=["slot", "onbekend"])
    assert {objective: lesson.id for objective, lesson in found.items()} == {"slot": "les-een"}

"""How sure someone is of an answer: saved with it, graded with it, never more than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from courseapp.quizzes.domain.confidence import (
    CONFIDENCES,
    is_sure_and_wrong,
    read_confidence,
    tally,
)
from courseapp.quizzes.domain.kind import ResponseInvalid
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.queries import (
    get_attempt,
    get_practice,
    list_answers,
    list_asked,
    list_graded,
    list_practice_answers,
)
from courseapp.quizzes.services import (
    record_practice_answer,
    save_answer,
    save_form,
    submit_attempt,
)
from tests.quizzes.taking import NOW, RIGHT, Trainee, make_trainee


@pytest.fixture
def trainee(session: Session) -> Trainee:
    return make_trainee(session)


@pytest.mark.parametrize("raw", [0, "zeker", ["sure"], True, "SURE"])
def test_any_other_confidence_is_refused(raw: object) -> None:
    with pytest.raises(ResponseInvalid):
        read_confidence(raw)


@pytest.mark.parametrize("raw", [None, ""])
def test_confidence_may_be_left_open(raw: object) -> None:
    assert read_confidence(raw) is None


@pytest.mark.parametrize(
    ("confidence", "verdict", "expected"),
    [
        ("sure", "incorrect", True),
        ("sure", "correct", False),
        ("sure", "unanswered", False),
        ("think", "incorrect", False),
        (None, "incorrect", False),
    ],
)
def test_only_sure_and_wrong_is_worth_a_line(
    confidence: str | None, verdict: str, expected: bool
) -> None:
    assert is_sure_and_wrong(confidence, verdict) is expected


@given(
    st.lists(
        st.tuples(st.sampled_from([None, *CONFIDENCES]), st.sampled_from(["correct", "incorrect"]))
    )
)
def test_a_tally_counts_each_answer_that_says_how_sure_once(
    answers: list[tuple[str | None, str]],
) -> None:
    rows = tally(answers)
    said = [each for each in answers if each[0]]
    assert sum(row.right + row.wrong for row in rows) == len(said)
    assert sum(row.right for row in rows) == [verdict for _, verdict in said].count("correct")
    order = [CONFIDENCES.index(row.confidence) for row in rows]
    assert order == sorted(order, reverse=True)


def test_the_newest_confidence_is_graded_with_its_answer(trainee: Trainee) -> None:
    attempt = trainee.start()
    item, other, silent = attempt.items
    for sequence, confidence in enumerate(("guess", "sure"), start=1):
        save_answer(
            trainee.session,
            attempt=attempt,
            item_id=item,
            response=RIGHT[item],
            client_key=f"key-{sequence}",
            sequence=sequence,
            now=NOW,
            confidence=confidence,
        )
    assert list_answers(trainee.session, attempt=attempt)[item].confidence == "sure"
    hand_in(trainee, attempt.id, given={other: RIGHT[other]}, confidence={other: "think"})
    graded = list_graded(trainee.session, attempt=attempt)
    assert {i: row.confidence for i, row in graded.items()} == {
        item: "sure",
        other: "think",
        silent: None,
    }


def hand_in(
    trainee: Trainee, attempt_id: int, *, given: dict[str, object], confidence: dict[str, str]
) -> None:
    attempt, _ = get_attempt(
        trainee.session, enrolment=trainee.enrolment, attempt_id=attempt_id, lock=True
    )
    submit_attempt(
        trainee.session,
        attempt=attempt,
        asked=list_asked(trainee.published, attempt, locale="nl"),
        given=given,  # type: ignore[arg-type]
        confidence=confidence,
        rules=QuizRules.from_json(trainee.step().settings),
        now=NOW,
    )


def test_a_form_that_leaves_confidence_out_keeps_what_was_said(trainee: Trainee) -> None:
    attempt = trainee.start()
    item = attempt.items[0]
    given = {item: RIGHT[item]}
    for confidence in ({item: "sure"}, {}, {item: "guess"}):
        save_form(trainee.session, attempt=attempt, given=given, confidence=confidence, now=NOW)
        kept = list_answers(trainee.session, attempt=attempt)[item]
        assert kept.confidence == confidence.get(item, "sure")
    assert kept.sequence == 2


def test_confidence_in_what_was_not_answered_is_not_graded(trainee: Trainee) -> None:
    attempt = trainee.start()
    item = attempt.items[0]
    save_answer(
        trainee.session,
        attempt=attempt,
        item_id=item,
        response=None,
        client_key="key-1",
        sequence=1,
        now=NOW,
        confidence="sure",
    )
    hand_in(trainee, attempt.id, given={}, confidence={item: "sure"})
    row = list_graded(trainee.session, attempt=attempt)[item]
    assert (row.verdict, row.confidence) == ("unanswered", None)


def test_an_attempt_at_what_is_not_graded_has_no_score(trainee: Trainee) -> None:
    attempt = trainee.start()
    found, _ = get_attempt(
        trainee.session, enrolment=trainee.enrolment, attempt_id=attempt.id, lock=True
    )
    submit_attempt(
        trainee.session,
        attempt=found,
        asked=list_asked(trainee.published, found, locale="nl"),
        given={item: RIGHT[item] for item in attempt.items},
        rules=QuizRules(graded=False),
        now=NOW,
    )
    assert (found.state, found.points, found.max_points, found.is_passed) == (
        "submitted",
        None,
        None,
        None,
    )
    verdicts = {row.verdict for row in list_graded(trainee.session, attempt=found).values()}
    assert verdicts == {"correct"}


def test_practice_keeps_how_sure_someone_was(trainee: Trainee) -> None:
    lesson = trainee.published.course.steps_by_id["les-een"]
    asked = get_practice(trainee.published, lesson, item_id="oefen-1", locale="nl", seed="x")
    assert asked is not None
    for key, confidence in (("key-1", "sure"), ("key-1", "guess"), ("key-2", None)):
        record_practice_answer(
            trainee.session,
            enrolment=trainee.enrolment,
            step_id=lesson.id,
            revision_id=trainee.published.revision_id,
            asked=asked,
            response={"choice": "b2"},
            client_key=key,
            now=NOW,
            confidence=confidence,
        )
        found = list_practice_answers(
            trainee.session, enrolment=trainee.enrolment, step_id=lesson.id
        )
        assert found["oefen-1"].confidence == ("sure" if key == "key-1" else None)

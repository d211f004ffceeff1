"""Writing, revising and scoring on both engines: in order, once, and never over something unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course
from courseapp.catalog.queries import get_current
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.models import PracticeAnswer
from courseapp.reflections.queries import SharedLine, find_shared, list_shared
from courseapp.reflections.services import (
    Draft,
    NotSubmitted,
    StaleDraft,
    Stamp,
    TextsMissing,
    TextTooLong,
    share_with_trainer,
    stop_sharing,
    submit,
)
from courseapp.web.now import utc_now
from courseapp.writing.models import Writing
from courseapp.writing.queries import (
    find_writing,
    list_answered_revisions,
    list_given,
)
from courseapp.writing.services import (
    MAX_TEXT,
    Place,
    ScoreInvalid,
    WrongPhase,
    hand_in,
    save_draft,
    score,
)
from tests.writing.course import CUSTOMER, MOMENT, SLUG, make_writer

NOW = utc_now()
SCORES = {MOMENT: 2, CUSTOMER: 0}


class Writer:
    """Someone at work on the first free text of the course."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.person, self.enrolment, self.trainer = make_writer(session)
        self.course_id = session.scalars(select(Course.id).where(Course.slug == SLUG)).one()
        published = get_current(session, self.course_id)
        step = published.course.steps_by_id["schrijven"]
        self.criteria = next(p for p in step.text("nl").parts if p.id == "eerste-zin").data[
            "criteria"
        ]
        self.place = Place(
            step_id="schrijven", item_id="eerste-zin", revision_id=published.revision_id
        )

    def call(self, verb: Any, text: str, *, phase: str = "write", **stamp: Any) -> Writing:
        values = {"tab": "a", "sequence": 1, "base": 0, **stamp}
        row: Writing = verb(
            self.session,
            enrolment=self.enrolment,
            place=self.place,
            phase=phase,
            text=text,
            stamp=Stamp(**values),
            now=NOW,
        )
        return row

    def score(self, scores: dict[str, int] = SCORES) -> Writing:
        return score(
            self.session,
            enrolment=self.enrolment,
            place=self.place,
            criteria=self.criteria,
            scores=scores,
            now=NOW,
        )

    def stored(self) -> Writing:
        row = find_writing(self.session, enrolment=self.enrolment, item_id="eerste-zin")
        assert row is not None
        return row

    def finish(self) -> Writing:
        self.call(hand_in, "eerst")
        self.call(hand_in, "later", phase="revise", sequence=2)
        return self.score()


@pytest.fixture
def writer(session: Session) -> Writer:
    return Writer(session)


def test_all_versions_and_the_own_points_are_kept(writer: Writer) -> None:
    row = writer.finish()
    assert (row.first_text, row.revised_text, row.scores) == ("eerst", "later", SCORES)
    assert row.phase == "done"


def test_the_phases_come_in_order(writer: Writer) -> None:
    with pytest.raises(WrongPhase):
        writer.score()
    with pytest.raises(WrongPhase):
        writer.call(hand_in, "later", phase="revise")
    assert writer.call(hand_in, "eerst").phase == "revise"
    with pytest.raises(WrongPhase):
        writer.score()
    with pytest.raises(WrongPhase):
        writer.call(hand_in, "anders", sequence=2)
    with pytest.raises(WrongPhase):
        writer.call(save_draft, "anders", phase="score", sequence=2)
    assert writer.stored().first_text == "eerst"


def test_a_text_is_revised_once(writer: Writer) -> None:
    writer.finish()
    with pytest.raises(WrongPhase):
        writer.call(hand_in, "nog eens", phase="revise", sequence=9)
    with pytest.raises(WrongPhase):
        writer.call(save_draft, "nog eens", phase="revise", sequence=9)
    assert writer.stored().revised_text == "later"


def test_the_same_hand_in_twice_is_one(writer: Writer) -> None:
    writer.call(hand_in, "eerst")
    assert writer.call(hand_in, "eerst").sequence == 1
    writer.call(hand_in, "later", phase="revise", sequence=2)
    assert writer.call(hand_in, "later", phase="revise", sequence=2).phase == "score"


def test_points_are_given_once(writer: Writer) -> None:
    writer.finish()
    assert writer.score({MOMENT: 0, CUSTOMER: 1}).scores == SCORES


@pytest.mark.parametrize("scores", [{MOMENT: 3, CUSTOMER: 0}, {MOMENT: 1, CUSTOMER: -1}])
def test_points_fit_their_criterion(writer: Writer, scores: dict[str, int]) -> None:
    writer.call(hand_in, "eerst")
    writer.call(hand_in, "later", phase="revise", sequence=2)
    with pytest.raises(ScoreInvalid):
        writer.score(scores)
    with pytest.raises(TextsMissing) as refused:
        writer.score({MOMENT: 1})
    assert refused.value.missing == (CUSTOMER,)


def test_an_older_draft_never_wins(writer: Writer) -> None:
    writer.call(save_draft, "twee", sequence=2)
    assert writer.call(save_draft, "een", sequence=1).draft == "twee"
    with pytest.raises(StaleDraft):
        writer.call(save_draft, "elders", tab="b", sequence=1)
    assert writer.call(save_draft, "verder", tab="b", sequence=3, base=2).draft == "verder"


def test_a_draft_of_the_first_text_that_arrives_late_changes_nothing(writer: Writer) -> None:
    writer.call(hand_in, "eerst", sequence=5)
    assert writer.call(save_draft, "oud", sequence=4).draft == "eerst"
    with pytest.raises(WrongPhase):
        writer.call(save_draft, "ander apparaat", tab="b", sequence=9, base=5)


def test_an_empty_or_endless_text_is_not_handed_in(writer: Writer) -> None:
    with pytest.raises(TextsMissing):
        writer.call(hand_in, " \n ")
    with pytest.raises(TextTooLong):
        writer.call(hand_in, "a" * (MAX_TEXT + 1))
    with pytest.raises(TextTooLong):
        writer.call(save_draft, "a" * (MAX_TEXT + 1))


def shared_lines(writer: Writer) -> tuple[SharedLine, ...]:
    return list_shared(writer.session, [Writing], trainer_id=writer.trainer.id).lines


def test_the_trainer_sees_a_text_only_while_it_is_shared(writer: Writer) -> None:
    session, trainer_id = writer.session, writer.trainer.id
    row = writer.call(hand_in, "eerst")
    with pytest.raises(NotSubmitted):
        share_with_trainer(session, row, now=NOW)
    writer.call(hand_in, "later", phase="revise", sequence=2)
    assert shared_lines(writer) == ()
    share_with_trainer(session, row, now=NOW)
    assert [line.work_id for line in shared_lines(writer)] == [row.id]
    found = find_shared(session, Writing, trainer_id=trainer_id, work_id=row.id)
    assert found is not None and found.work.revised_text == "later"
    assert list_shared(session, [Writing], trainer_id=writer.person.id).lines == ()
    stop_sharing(session, row)
    assert find_shared(session, Writing, trainer_id=trainer_id, work_id=row.id) is None


def test_someone_who_left_is_no_longer_read(writer: Writer) -> None:
    row = writer.finish()
    share_with_trainer(writer.session, row, now=NOW)
    writer.enrolment.ended_at = NOW
    writer.session.flush()
    assert shared_lines(writer) == ()


def test_a_text_keeps_its_question_from_becoming_of_another_kind(writer: Writer) -> None:
    row = writer.finish()
    found = list_answered_revisions(writer.session, writer.course_id, ["eerste-zin", "x"])
    assert found == {"eerste-zin": {row.revision_id}}


def test_what_was_given_comes_back_in_one_query(writer: Writer, count_queries: Any) -> None:
    session, enrolment = writer.session, writer.enrolment
    targets = [("plan", ""), ("plan", "terug"), ("schrijven", "eerste-zin"), ("schrijven", "keuze")]
    assert list_given(session, enrolment=enrolment, targets=targets) == {}
    writer.call(hand_in, "eerst")
    practise(session, enrolment, writer.place.revision_id, "a", NOW)
    practise(session, enrolment, writer.place.revision_id, "b", NOW + timedelta(minutes=1))
    submit(
        session,
        enrolment=enrolment,
        step_id="plan",
        revision_id=writer.place.revision_id,
        draft=Draft(
            texts={"terug": "een gesprek"}, cue="als het stil wordt", action="vraag ik door"
        ),
        stamp=Stamp(tab="a", sequence=1, base=0),
        now=NOW,
    )
    given: Any = None

    def read() -> None:
        nonlocal given
        given = list_given(session, enrolment=enrolment, targets=targets)

    assert count_queries(read) == 1
    assert given["", "eerste-zin"].texts[0] == "eerst"
    assert given["", "keuze"].data == {"choice": "b"}
    assert given["plan", ""].texts == ("het stil wordt", "vraag ik door")
    assert given["plan", ""].data == {"terug": "een gesprek"}


def practise(
    session: Session, enrolment: Enrolment, revision_id: int, choice: str, at: Any
) -> None:
    row = PracticeAnswer(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        step_id="schrijven",
        item_id="keuze",
        revision_id=revision_id,
        client_key=f"sleutel-{choice}",
        response={"choice": choice},
        verdict="correct",
        at=at,
    )
    session.add(row)
    session.flush()


def test_what_someone_else_gave_does_not_come_back(writer: Writer) -> None:
    writer.finish()
    _, other, _ = make_writer(writer.session)
    assert list_given(writer.session, enrolment=other, targets=[("schrijven", "eerste-zin")]) == {}

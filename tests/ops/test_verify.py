"""`verify` sees what does not follow from the ledger, and says nothing where all is well."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.models import SourceBlob
from courseapp.catalog.queries import get_current
from courseapp.certificates.domain import new_code
from courseapp.certificates.models import Certificate
from courseapp.certificates.services import issue_certificate
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.ops.verify import Difference, verify
from courseapp.progress.services import complete_step
from courseapp.reviews.models import ReviewCard
from courseapp.reviews.services import refresh_outdated
from courseapp.web.now import utc_now
from tests.factories import (
    make_course,
    make_enrolment,
    make_organisation,
    make_person,
    make_run,
    publish_revision,
)
from tests.reviews.taking import DAY, NOW, Learner, SignIn
from tests.sample_course import COMPILED, KEYS


def _finish(session: Session) -> int:
    """Someone who completed the sample course and has the certificate; the enrolment's id."""
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    enrolment = make_enrolment(session, person=make_person(session, organisation=organisation), run=run)  # fmt: skip
    published = get_current(session, course.id)
    for step in published.course.steps():
        complete_step(
            session, enrolment=enrolment, published=published, step_id=step.id, rule="read", now=utc_now(),
        )  # fmt: skip
    issue_certificate(
        session, enrolment=enrolment, published=published, code=new_code(), now=utc_now()
    )
    session.flush()
    return enrolment.id


@pytest.fixture
def finished(session: Session) -> int:
    return _finish(session)


def _change(session: Session, **values: Any) -> None:
    session.execute(update(Enrolment).values(**values), execution_options=ALL_TENANTS)
    session.expire_all()


def _fields(session: Session) -> list[str]:
    return [difference.field for difference in verify(session).differences]


def test_a_ledger_and_its_summary_agree(finished: int, session: Session) -> None:
    verdict = verify(session)
    assert (verdict.enrolments, verdict.differences) == (1, ())


@pytest.mark.parametrize("steps", [0, 4, 6])
def test_a_count_that_the_ledger_does_not_bear_out_is_named(
    steps: int, finished: int, session: Session
) -> None:
    _change(session, steps_done=steps)
    assert verify(session).differences == (
        Difference(subject=f"enrolment {finished}", field="steps_done", recorded=str(steps), expected="5"),
    )  # fmt: skip


def test_a_completion_without_its_last_step_is_named(finished: int, session: Session) -> None:
    session.execute(
        delete(Completion).where(Completion.step_id == "toets"), execution_options=ALL_TENANTS
    )
    assert set(_fields(session)) == {"steps_done", "completed_at", "completed_revision_id"}


def test_a_completion_that_was_wiped_is_named(finished: int, session: Session) -> None:
    _change(session, completed_at=None, completed_revision_id=None)
    assert {"completed_at", "completed_revision_id", "certificate"} == set(_fields(session))


def test_a_missing_certificate_is_named(finished: int, session: Session) -> None:
    session.execute(delete(Certificate), execution_options=ALL_TENANTS)
    assert _fields(session) == ["certificate"]


def test_a_changed_course_file_is_named(session: Session) -> None:
    session.add(SourceBlob(sha256="0" * 64, content=b"not what was stored"))
    session.flush()
    [difference] = verify(session).differences
    assert (difference.subject, difference.field) == ("file 000000000000", "content")


def test_a_row_that_points_nowhere_is_named(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL has no way to make one
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    connection.exec_driver_sql(
        "INSERT INTO department (organisation_id, name) VALUES (4711, 'Nergens')"
    )
    found = verify(session).differences
    assert [(d.field, d.recorded, d.expected) for d in found] == [
        ("reference", "broken", "organisation")
    ]
    connection.exec_driver_sql("DELETE FROM department")


def test_a_constraint_that_was_never_validated_is_named(session: Session) -> None:
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return  # SQLite has no such state
    connection.exec_driver_sql(
        "ALTER TABLE department ADD CONSTRAINT unproved CHECK (name <> '') NOT VALID"
    )
    assert [(d.subject, d.field) for d in verify(session).differences] == [("unproved", "state")]


def test_verify_changes_nothing(finished: int, session: Session) -> None:
    _change(session, steps_done=1)
    verify(session)
    assert session.scalar(select(Enrolment.steps_done), execution_options=ALL_TENANTS) == 1


def test_the_command_says_all_in_order_and_exits_with_0(run: Any, in_database: Any) -> None:
    in_database(_finish)
    result = run("verify")
    assert (result.exit_code, "1 enrolments" in result.output) == (0, True)
    assert "all in order" in result.output


def test_the_command_lists_differences_and_exits_with_1(run: Any, in_database: Any) -> None:
    number = in_database(_finish)
    in_database(lambda s: _change(s, steps_done=3))
    result = run("verify")
    assert result.exit_code == 1
    assert f"enrolment {number}: steps_done is 3, expected 5" in result.output
    document = json.loads(run("verify", "--json").output)
    assert document["enrolments"] == 1
    assert document["differences"] == [
        {"subject": f"enrolment {number}", "field": "steps_done", "recorded": "3", "expected": "5"}
    ]


@pytest.fixture
def learner(session: Session, client_as: SignIn) -> Learner:
    """Someone who practised one day, and missed it in a quiz the day after."""
    found = Learner(session, client_as)
    found.practise("a1", at=NOW)
    found.take_quiz({}, at=NOW + DAY)
    return found


def _change_cards(session: Session, **values: Any) -> None:
    session.execute(update(ReviewCard).values(**values), execution_options=ALL_TENANTS)
    session.expire_all()


def test_cards_that_follow_from_their_answers_are_in_order(learner: Learner) -> None:
    assert sum(card.reviews for card in learner.cards().values()) > 1
    assert [d for d in verify(learner.session).differences if "card" in d.subject] == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reviews": 9}, "reviews"),
        ({"last_at": NOW + DAY / 24}, "last_at"),
        ({"right_in_a_row": 5}, "right_in_a_row"),
        ({"due_at": NOW - DAY}, "due"),
    ],
)
def test_a_card_that_its_answers_do_not_bear_out_is_named(
    learner: Learner, values: dict[str, Any], field: str
) -> None:
    _change_cards(learner.session, **values)
    cards = learner.cards()
    found = {d.subject: d.field for d in verify(learner.session).differences}
    for objective in cards:
        assert found[f"enrolment {learner.enrolment.id}, card {objective}"] == field


def test_a_card_that_was_lost_is_named(learner: Learner) -> None:
    lost = delete(ReviewCard).where(ReviewCard.objective_id == "slot")
    learner.session.execute(lost, execution_options=ALL_TENANTS)
    assert [str(d) for d in verify(learner.session).differences if "card" in d.subject] == [
        f"enrolment {learner.enrolment.id}, card slot: card is missing, expected there"
    ]


def test_answers_from_before_there_were_cards_wait_for_upkeep(learner: Learner) -> None:
    learner.session.execute(delete(ReviewCard), execution_options=ALL_TENANTS)
    assert [d for d in verify(learner.session).differences if "card" in d.subject] == []
    refresh_outdated(learner.session)
    cards = select(func.count()).select_from(ReviewCard)
    assert learner.session.scalar(cards, execution_options=ALL_TENANTS)
    assert [d for d in verify(learner.session).differences if "card" in d.subject] == []


def test_a_card_that_waits_for_a_newer_revision_is_left_alone(learner: Learner) -> None:
    publish_revision(learner.session, course=learner.course, compiled=COMPILED, keys=KEYS, number=2)
    _change_cards(learner.session, reviews=9)
    assert [d for d in verify(learner.session).differences if "card" in d.subject] == []

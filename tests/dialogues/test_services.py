"""Starting, choosing and walking again, on both engines."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Revision
from courseapp.dialogues import queries, services
from courseapp.dialogues.domain.graph import graph_from_key
from courseapp.dialogues.domain.walk import UnknownReply
from courseapp.dialogues.models import Walk
from courseapp.enrolment.models import Enrolment
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_enrolment, make_organisation, make_person
from tests.sample_course import WALK_KEY

GRAPH = graph_from_key({"start": "begin", "mood": -2}, WALK_KEY)


@pytest.fixture
def enrolment(session: Session) -> Enrolment:
    organisation = make_organisation(session)
    person = make_person(session, organisation=organisation)
    return make_enrolment(session, person=person, organisation=organisation)


@pytest.fixture
def revision_id(session: Session, enrolment: Enrolment) -> int:
    found = session.scalar(select(Revision.id).order_by(Revision.id.desc()).limit(1))
    assert found is not None
    return found


def start(session: Session, enrolment: Enrolment, revision_id: int, **options: Any) -> Walk:
    verb = options.pop("verb", services.start_walk)
    walk: Walk = verb(
        session,
        enrolment=enrolment,
        step_id="gesprek",
        revision_id=revision_id,
        seed="zaad",
        now=utc_now(),
    )
    return walk


def choose(session: Session, walk: Walk, turn: int, reply: str, key: str) -> Any:
    return services.choose(
        session, walk=walk, graph=GRAPH, turn=turn, reply_id=reply, client_key=key, now=utc_now()
    )


def count_ended(session, enrolment) -> int:
    walks = select(Walk).where(Walk.organisation_id == enrolment.organisation_id, Walk.end_id != "")
    return len(session.scalars(walks).all())


def test_starting_twice_is_one_open_walk(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    first = start(session, enrolment, revision_id)
    assert start(session, enrolment, revision_id).id == first.id
    assert (first.number, first.state) == (1, "open")


def test_choices_lead_to_an_end(session: Session, enrolment: Enrolment, revision_id: int) -> None:
    walk = start(session, enrolment, revision_id)
    assert choose(session, walk, 1, "r1", "k1").passage == "slot"
    ended = choose(session, walk, 2, "r3", "k2")
    assert (ended.end, ended.path) == ("goed", (-2, 1, 4))
    assert (walk.state, walk.end_id) == ("ended", "goed") and walk.ended_at is not None
    assert count_ended(session, enrolment) == 1


def test_the_same_key_twice_is_one_choice(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    walk = start(session, enrolment, revision_id)
    choose(session, walk, 1, "r1", "k1")
    again = choose(session, walk, 1, "r1", "k1")
    assert len(again.turns) == 1 and again.passage == "slot"
    choose(session, walk, 2, "r3", "k2")
    assert choose(session, walk, 2, "r3", "k2").end == "goed"
    assert len(queries.list_choices(session, walk=walk)) == 2


def test_another_tab_cannot_choose_the_same_turn(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    walk = start(session, enrolment, revision_id)
    choose(session, walk, 1, "r1", "tab-one")
    with pytest.raises(services.StaleTurn):
        choose(session, walk, 1, "r2", "tab-two")
    assert [c.reply_id for c in queries.list_choices(session, walk=walk)] == ["r1"]


def test_an_ended_walk_takes_no_more_choices(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    walk = start(session, enrolment, revision_id)
    choose(session, walk, 1, "r1", "k1")
    choose(session, walk, 2, "r3", "k2")
    with pytest.raises(services.StaleTurn):
        choose(session, walk, 3, "r3", "k3")


def test_a_reply_that_is_not_on_offer_is_refused(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    walk = start(session, enrolment, revision_id)
    with pytest.raises(UnknownReply):
        choose(session, walk, 1, "r3", "k1")
    assert not queries.list_choices(session, walk=walk)


def test_a_walk_in_circles_has_an_end(
    session: Session, enrolment: Enrolment, revision_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MAX_TURNS", 1)
    walk = start(session, enrolment, revision_id)
    choose(session, walk, 1, "r1", "k1")
    with pytest.raises(services.WalkTooLong):
        choose(session, walk, 2, "r3", "k2")


def test_walking_again_leaves_the_open_walk_and_keeps_an_untouched_one(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    first = start(session, enrolment, revision_id)
    assert start(session, enrolment, revision_id, verb=services.walk_again).id == first.id
    choose(session, first, 1, "r1", "k1")
    second = start(session, enrolment, revision_id, verb=services.walk_again)
    assert (first.state, first.end_id, second.number) == ("ended", "", 2)
    assert count_ended(session, enrolment) == 0


def test_a_walk_of_someone_else_is_not_found(
    session: Session, enrolment: Enrolment, revision_id: int
) -> None:
    walk = start(session, enrolment, revision_id)
    other = make_organisation(session)
    person = make_person(session, organisation=other)
    stranger = make_enrolment(session, person=person, organisation=other)
    assert queries.find_walk(session, enrolment=enrolment, walk_id=walk.id) is walk
    assert queries.find_walk(session, enrolment=stranger, walk_id=walk.id) is None


def test_eight_tabs_at_once_start_one_walk_and_make_one_choice(committed_app: Flask) -> None:
    with committed_app.app_context():
        session = db.session()
        organisation = make_organisation(session)
        person = make_person(session, organisation=organisation)
        enrolment = make_enrolment(session, person=person, organisation=organisation)
        key = (organisation.id, enrolment.id)
        revision_id = session.scalar(select(Revision.id))
        assert revision_id is not None
        session.commit()
    barrier = threading.Barrier(8)

    def tab(number: int) -> tuple[int, bool]:
        with committed_app.app_context():
            session = db.session()
            own = session.scalars(
                select(Enrolment).where(Enrolment.organisation_id == key[0], Enrolment.id == key[1])
            ).one()
            session.rollback()
            barrier.wait()
            walk = start(session, own, revision_id)
            session.commit()
            try:
                choose(session, walk, 1, "r1", f"tab-{number}")
                session.commit()
            except services.StaleTurn:
                session.rollback()
                return walk.id, False
            return walk.id, True

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(tab, range(8)))
    assert len({walk_id for walk_id, _ in results}) == 1
    assert sum(chosen for _, chosen in results) == 1

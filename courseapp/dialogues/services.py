"""What people do with a dialogue: start, choose, walk again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courseapp.dialogues import queries
from courseapp.dialogues.domain.graph import Graph
from courseapp.dialogues.domain.walk import Walk as Progress
from courseapp.dialogues.domain.walk import step
from courseapp.dialogues.domain.walk import walk as walk_through
from courseapp.dialogues.models import Choice, Walk
from courseapp.enrolment.models import Enrolment

MAX_TURNS = 100


class StaleTurn(Exception):
    """This turn was already chosen elsewhere, or the walk has ended meanwhile."""


class WalkTooLong(Exception):
    """The walk goes round in circles; it can only be started again."""


def start_walk(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    seed: str,
    now: datetime,
) -> Walk:
    """The open walk through a dialogue, made when needed; `seed` orders replies on screen."""
    latest = queries.find_latest_walk(session, enrolment=enrolment, step_id=step_id)
    if latest is not None and latest.state == "open":
        return latest
    started = Walk(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        step_id=step_id,
        revision_id=revision_id,
        number=latest.number + 1 if latest else 1,
        seed=seed,
        started_at=now,
    )
    return started if _add(session, started) else _started_elsewhere(session, enrolment, step_id)


def _started_elsewhere(session: Session, enrolment: Enrolment, step_id: str) -> Walk:
    """Another request of the same person was first: that walk is the one."""
    latest = queries.find_latest_walk(session, enrolment=enrolment, step_id=step_id)
    if latest is None:
        raise StaleTurn
    return latest


def walk_again(
    session: Session,
    *,
    enrolment: Enrolment,
    step_id: str,
    revision_id: int,
    seed: str,
    now: datetime,
) -> Walk:
    """A walk from the start; an open one with choices is left, an untouched one is kept."""
    latest = queries.find_latest_walk(session, enrolment=enrolment, step_id=step_id)
    if latest is not None and latest.state == "open" and queries.list_choices(session, walk=latest):
        leave_walk(session, walk=latest, now=now)
    return start_walk(
        session, enrolment=enrolment, step_id=step_id, revision_id=revision_id, seed=seed, now=now
    )


def leave_walk(session: Session, *, walk: Walk, now: datetime) -> None:
    """Leave an open walk where it stands; one that has ended stays as it is."""
    _close(session, walk=walk, end_id="", now=now)


def progress_of(session: Session, *, walk: Walk, graph: Graph) -> Progress:
    """Where a stored walk stands."""
    return _replay(graph, queries.list_choices(session, walk=walk))


def choose(
    session: Session,
    *,
    walk: Walk,
    graph: Graph,
    turn: int,
    reply_id: str,
    client_key: str,
    now: datetime,
) -> Progress:
    """Choose a reply at `turn` (from 1); the same `client_key` again changes nothing.

    Raises StaleTurn when that turn is taken, UnknownReply when the reply is not on offer.
    """
    choices = queries.list_choices(session, walk=walk)
    before = _replay(graph, choices)
    if _is_repeated(choices, client_key, reply_id):
        return before
    _check_turn(walk, turn, expected=len(choices) + 1)
    after = step(graph, before, reply_id)
    if not _add(session, _choice(walk, after, client_key, now)):
        return _chosen_elsewhere(session, walk, graph, client_key, reply_id)
    if after.end:
        _close(session, walk=walk, end_id=after.end, now=now)
    return after


def _choice(walk: Walk, after: Progress, client_key: str, now: datetime) -> Choice:
    made = after.turns[-1]
    return Choice(
        organisation_id=walk.organisation_id,
        walk_id=walk.id,
        turn=len(after.turns),
        passage_id=made.passage,
        reply_id=made.reply,
        client_key=client_key,
        at=now,
    )


def _check_turn(walk: Walk, turn: int, *, expected: int) -> None:
    if walk.state != "open" or turn != expected:
        raise StaleTurn
    if turn > MAX_TURNS:
        raise WalkTooLong


def _add(session: Session, row: Walk | Choice) -> bool:
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return False
    return True


def _is_repeated(choices: Sequence[Choice], client_key: str, reply_id: str) -> bool:
    """Whether this choice was made before; StaleTurn when its key stands for another reply.

    The answer to that one was lost, and something else was chosen instead: the first one counts.
    """
    made = [choice.reply_id for choice in choices if choice.client_key == client_key]
    if made and made != [reply_id]:
        raise StaleTurn
    return bool(made)


def _chosen_elsewhere(
    session: Session, walk: Walk, graph: Graph, client_key: str, reply_id: str
) -> Progress:
    """Another request took the turn while this one was under way."""
    choices = queries.list_choices(session, walk=walk)
    if _is_repeated(choices, client_key, reply_id):
        return _replay(graph, choices)
    raise StaleTurn


def _replay(graph: Graph, choices: Sequence[Choice]) -> Progress:
    return walk_through(graph, [choice.reply_id for choice in choices])


def _close(session: Session, *, walk: Walk, end_id: str, now: datetime) -> None:
    session.execute(
        update(Walk)
        .where(
            Walk.organisation_id == walk.organisation_id, Walk.id == walk.id, Walk.state == "open"
        )
        .values(state="ended", ended_at=now, end_id=end_id)
    )
    session.refresh(walk)

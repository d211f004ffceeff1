"""REL-04 and REL-05: the same button pressed many times at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from courseapp.activities.models import Completion
from courseapp.database import ALL_TENANTS
from courseapp.quizzes.models import Answer, Attempt, GradedItem
from tests.faults.client import Client, Reply, attempt_in
from tests.faults.installation import Installation
from tests.faults.people import ITEMS, RIGHT, seed_trainees
from tests.faults.together import all_at_once

_MAIN = re.compile(r"<main.*</main>", re.DOTALL)
_FRESH = re.compile(r'name="csrf_token"[^>]*>')


@dataclass(frozen=True, kw_only=True)
class DoubleSubmits:
    """What came of many final submits of each attempt at once."""

    attempts: int
    replies: int
    odd_replies: Sequence[str]
    differing_results: int
    """Attempts of which not every reply led to the same result."""
    submissions: int
    graded_items: int
    unlike_the_shown: int
    """Attempts whose graded answers are not those of one single form."""
    passed: int
    completions: int
    """Notes that the step is done; one for each attempt that was passed."""


def submit_at_once(installation: Installation, *, attempts: int, submits: int) -> DoubleSubmits:
    """Each attempt is handed in `submits` times at once, each time with as many right answers as its number."""
    odd: list[str] = []
    differing = 0
    ids: list[int] = []
    for trainee in seed_trainees(installation, attempts):
        clients = [Client(installation, trainee) for _ in range(submits)]
        ids.append(clients[0].begin())
        for client in clients[1:]:
            client.token, client.cookie = clients[0].token, clients[0].cookie
        replies = all_at_once([partial(_submit, c, ids[-1], n) for n, c in enumerate(clients)])
        odd += [
            f"{r.status} {r.location}"
            for r, _ in replies
            if r.status != 303 or "/resultaat" not in r.location
        ]
        differing += len({shown for _, shown in replies}) > 1
        for client in clients:
            client.close()
    return _count_submissions(
        installation, ids, odd=odd, differing=differing, replies=attempts * submits
    )


def _submit(client: Client, attempt: int, number: int) -> tuple[Reply, str]:
    answers = {
        item: RIGHT if place < number else str(1000 + number) for place, item in enumerate(ITEMS)
    }
    reply = client.hand_in(attempt, **answers)
    page = client.result(attempt)
    main = _MAIN.search(page.text)
    return reply, _FRESH.sub(
        "", main[0]
    ) if page.status == 200 and main else f"status {page.status}"


def _count_submissions(
    installation: Installation,
    ids: Sequence[int],
    *,
    odd: Sequence[str],
    differing: int,
    replies: int,
) -> DoubleSubmits:
    with installation.session() as session:
        closed = select(Attempt).where(Attempt.id.in_(ids), Attempt.state == "submitted")
        attempts = session.scalars(closed, execution_options=ALL_TENANTS).all()
        items = select(GradedItem).where(GradedItem.attempt_id.in_(ids))
        graded = session.scalars(items, execution_options=ALL_TENANTS).all()
        saves = select(Answer.attempt_id).where(Answer.attempt_id.in_(ids))
        saved = Counter(session.scalars(saves, execution_options=ALL_TENANTS))
        people = [attempt.enrolment_id for attempt in attempts]
        steps = select(Completion).where(Completion.enrolment_id.in_(people))
        completions = session.scalars(steps, execution_options=ALL_TENANTS).all()
        return DoubleSubmits(
            attempts=len(ids),
            replies=replies,
            odd_replies=odd[:5],
            differing_results=differing,
            submissions=len(attempts),
            graded_items=len(graded),
            unlike_the_shown=sum(
                not _is_one_form(graded, each, saved[each.id]) for each in attempts
            ),
            passed=sum(bool(each.is_passed) for each in attempts),
            completions=len(completions),
        )


def _is_one_form(graded: Sequence[GradedItem], attempt: Attempt, saved: int) -> bool:
    """Whether points and answers are those of one form: so many right, and one wrong number for the rest."""
    own = [row for row in graded if row.attempt_id == attempt.id]
    wrong = [row.response.get("text") for row in own if row.response.get("text") != RIGHT]
    return (
        saved == len(own) == len(ITEMS)
        and len(set(wrong)) <= 1
        and attempt.points == len(own) - len(wrong)
        and all(text == str(1000 + len(own) - len(wrong)) for text in wrong)
    )


@dataclass(frozen=True, kw_only=True)
class DoubleStarts:
    """What came of many starts of each person at once, round after round."""

    people: int
    replies: int
    odd_replies: Sequence[str]
    differing_attempts: int
    """Rounds in which the replies of one person did not name the same attempt."""
    open_after_round: Sequence[int]
    """How many attempts of all people were open after each round."""
    with_gaps: int
    """People whose attempts are not numbered 1, 2, 3 and so on."""


def start_at_once(
    installation: Installation, *, people: int, starts: int, rounds: int
) -> DoubleStarts:
    """Everyone starts `starts` times at once, hands in, and does so again."""
    odd: list[str] = []
    differing, opened = 0, [0] * rounds
    trainees = seed_trainees(installation, people)
    for trainee in trainees:
        clients = [Client(installation, trainee) for _ in range(starts)]
        clients[0].open_quiz()
        for client in clients[1:]:
            client.token, client.cookie = clients[0].token, clients[0].cookie
        for turn in range(rounds):
            replies = all_at_once([client.start for client in clients])
            odd += [
                f"{r.status} {r.location}"
                for r in replies
                if r.status != 303 or "/poging/" not in r.location
            ]
            attempts = {attempt_in(reply) for reply in replies if reply.status == 303}
            differing += len(attempts) != 1
            opened[turn] += _count_open(installation, trainee.enrolment_id)
            for attempt in attempts:
                clients[0].hand_in(attempt)
        for client in clients:
            client.close()
    return DoubleStarts(
        people=people,
        replies=people * starts * rounds,
        odd_replies=odd[:5],
        differing_attempts=differing,
        open_after_round=opened,
        with_gaps=sum(
            _numbers(installation, t.enrolment_id) != list(range(1, rounds + 1)) for t in trainees
        ),
    )


def _count_open(installation: Installation, enrolment_id: int) -> int:
    with installation.session() as session:
        query = select(Attempt).where(Attempt.enrolment_id == enrolment_id, Attempt.state == "open")
        return len(session.scalars(query, execution_options=ALL_TENANTS).all())


def _numbers(installation: Installation, enrolment_id: int) -> list[int]:
    with installation.session() as session:
        query = (
            select(Attempt.number).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.id)
        )
        return list(session.scalars(query, execution_options=ALL_TENANTS))

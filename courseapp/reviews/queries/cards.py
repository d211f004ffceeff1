"""Which objectives are due, and what was answered today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Revision
from courseapp.catalog.queries import Published, get_revision
from courseapp.enrolment.models import Enrolment
from courseapp.enrolment.queries import join_revision
from courseapp.reviews.domain.session import Day, Due
from courseapp.reviews.models import ReviewAnswer, ReviewCard
from courseapp.reviews.queries.syllabus import syllabus_of


@dataclass(frozen=True, kw_only=True)
class Deck:
    """What someone has to review: due today, and when the first of the others is due.

    `courses` are the published courses by enrolment.
    """

    due: Sequence[Due]
    courses: Mapping[int, Published]
    next_at: datetime | None

    def module_of(self, answer: ReviewAnswer) -> tuple[int, int] | None:
        """The enrolment and the number of the module of an answer."""
        published = self.courses.get(answer.enrolment_id)
        if published is None:
            return None
        return answer.enrolment_id, syllabus_of(published).modules.get(answer.objective_id, 0)


def find_deck(
    session: Session, *, person_id: int, organisation_ids: Sequence[int], day: Day
) -> Deck:
    """All cards of running enrolments that the courses of today still ask for, in one query."""
    due: list[Due] = []
    later: list[datetime] = []
    courses: dict[int, Published] = {}
    given = {"person": person_id, "organisations": organisation_ids}
    for card in session.execute(_CARDS, given):
        if card.enrolment_id not in courses:
            courses[card.enrolment_id] = get_revision(
                session, card.revision_id, content_hash=card.content_hash
            )
        syllabus = syllabus_of(courses[card.enrolment_id])
        if not syllabus.asks(card.objective_id):
            continue  # the objective left the course: its card rests
        if day.asks(due_at=card.due_at, last_at=card.last_at):
            due.append(_due(card, module=syllabus.modules[card.objective_id]))
        else:
            later.append(max(card.due_at, day.end))
    return Deck(due=due, courses=courses, next_at=min(later, default=None))


_CARDS = (
    join_revision(
        select(
            ReviewCard.enrolment_id,
            ReviewCard.objective_id,
            ReviewCard.due_at,
            ReviewCard.last_at,
            ReviewCard.is_sure_wrong,
            Revision.id.label("revision_id"),
            Revision.content_hash,
        ).join(
            Enrolment,
            (Enrolment.id == ReviewCard.enrolment_id)
            & (Enrolment.organisation_id == ReviewCard.organisation_id),
        )
    )
    .where(
        ReviewCard.person_id == bindparam("person"),
        ReviewCard.organisation_id.in_(bindparam("organisations", expanding=True)),
        Enrolment.ended_at.is_(None),
    )
    .order_by(ReviewCard.id)
)
_ANSWERS = (
    select(ReviewAnswer)
    .where(
        ReviewAnswer.person_id == bindparam("person"),
        ReviewAnswer.organisation_id.in_(bindparam("organisations", expanding=True)),
        ReviewAnswer.at >= bindparam("start"),
        ReviewAnswer.at < bindparam("end"),
    )
    .order_by(ReviewAnswer.at, ReviewAnswer.id)
)
"""Written out once, and columns rather than objects: the menu of every page asks these."""


def _due(card: Any, *, module: int) -> Due:
    return Due(
        enrolment_id=card.enrolment_id,
        objective_id=card.objective_id,
        module=module,
        due_at=card.due_at,
        is_sure_wrong=card.is_sure_wrong,
    )


def list_answers(
    session: Session, *, person_id: int, organisation_ids: Sequence[int], day: Day
) -> Sequence[ReviewAnswer]:
    """What someone answered in review on a day, in order."""
    given = {
        "person": person_id,
        "organisations": organisation_ids,
        "start": day.start,
        "end": day.end,
    }
    return session.scalars(_ANSWERS, given).all()


def count_answers(session: Session, *, enrolment: Enrolment, objective_id: str) -> int:
    """How often an objective was reviewed in this enrolment."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ReviewAnswer)
            .where(
                ReviewAnswer.organisation_id == enrolment.organisation_id,
                ReviewAnswer.enrolment_id == enrolment.id,
                ReviewAnswer.objective_id == objective_id,
            )
        )
        or 0
    )


def find_card(session: Session, *, enrolment: Enrolment, objective_id: str) -> ReviewCard | None:
    """The card of one objective."""
    return session.scalars(
        select(ReviewCard).where(
            ReviewCard.organisation_id == enrolment.organisation_id,
            ReviewCard.enrolment_id == enrolment.id,
            ReviewCard.objective_id == objective_id,
        )
    ).one_or_none()


def find_answer_by_key(
    session: Session, *, enrolment: Enrolment, client_key: str
) -> ReviewAnswer | None:
    """The answer that was given under this key."""
    return session.scalars(
        select(ReviewAnswer).where(
            ReviewAnswer.organisation_id == enrolment.organisation_id,
            ReviewAnswer.enrolment_id == enrolment.id,
            ReviewAnswer.client_key == client_key,
        )
    ).one_or_none()


def find_own_answer(
    session: Session, *, answer_id: int, person_id: int, organisation_ids: Sequence[int]
) -> ReviewAnswer | None:
    """An answer, only if it is this person's own."""
    return session.scalars(
        select(ReviewAnswer).where(
            ReviewAnswer.id == answer_id,
            ReviewAnswer.person_id == person_id,
            ReviewAnswer.organisation_id.in_(organisation_ids),
        )
    ).one_or_none()

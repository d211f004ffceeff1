"""Keep the cards in step with the answers: each is what all answers on its objective lead to."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.queries import Published
from courseapp.enrolment.models import Enrolment
from courseapp.progress.services import lock_enrolment
from courseapp.reviews.domain.schedule import Memory, replay
from courseapp.reviews.models import ReviewCard
from courseapp.reviews.queries.evidence import Record, read_records


def refresh_cards(session: Session, *, enrolment: Enrolment, published: Published) -> Record:
    """Work out every card of an enrolment anew; an objective that was answered first gets its card.

    Cards of objectives that left the course stay as they were worked out.
    """
    lock_enrolment(session, enrolment=enrolment)
    record = read_records(session, enrolments=[enrolment], current={enrolment.id: published})[
        enrolment.id
    ]
    cards = _list_cards(session, enrolment)
    for objective_id, evidence in record.evidence.items():
        memory = replay(evidence)
        if memory is None:
            continue
        if objective_id in cards:
            _update(cards[objective_id], memory)
        else:
            cards[objective_id] = _make(enrolment, objective_id, memory, published)
            session.add(cards[objective_id])
    for card in cards.values():
        card.revision_id = published.revision_id
    session.flush()
    return record


def _list_cards(session: Session, enrolment: Enrolment) -> dict[str, ReviewCard]:
    rows = session.scalars(
        select(ReviewCard).where(
            ReviewCard.organisation_id == enrolment.organisation_id,
            ReviewCard.enrolment_id == enrolment.id,
        )
    )
    return {row.objective_id: row for row in rows}


def _make(
    enrolment: Enrolment, objective_id: str, memory: Memory, published: Published
) -> ReviewCard:
    return ReviewCard(
        organisation_id=enrolment.organisation_id,
        person_id=enrolment.person_id,
        enrolment_id=enrolment.id,
        objective_id=objective_id,
        revision_id=published.revision_id,
        **vars(memory),
    )


def _update(card: ReviewCard, memory: Memory) -> None:
    for name, value in vars(memory).items():
        setattr(card, name, value)

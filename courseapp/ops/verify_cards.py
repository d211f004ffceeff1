"""Whether the cards of spaced review are what the answers on their objectives lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Revision
from courseapp.catalog.queries import Published, get_revisions
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.enrolment.queries import join_revision
from courseapp.reviews.domain.schedule import Memory, replay
from courseapp.reviews.models import ReviewCard
from courseapp.reviews.queries import read_records

Fields = Mapping[str, tuple[object, object]]
"""By field what is recorded and what is expected."""
COUNTED = ("reviews", "last_at", "right_in_a_row")
"""What follows from the answers alone; dates also depend on the version of the scheduler."""


def compare_cards(session: Session, batch: Sequence[Enrolment]) -> Iterator[tuple[str, Fields]]:
    """Each card of these enrolments beside its answers.

    Those that wait for upkeep are looked at after it: cards of an older revision, and answers
    from before there were cards.
    """
    current = _current(session, batch)
    records = read_records(session, enrolments=batch, current=current)
    cards = _cards(session, batch)
    begun = {enrolment_id for enrolment_id, _ in cards}
    for enrolment in (each for each in batch if each.id in begun):
        for objective_id, evidence in records[enrolment.id].evidence.items():
            memory = replay(evidence)
            card = cards.get((enrolment.id, objective_id))
            if memory is None or _waits(card, current[enrolment.id]):
                continue
            yield f"enrolment {enrolment.id}, card {objective_id}", _fields(card, memory)


def _waits(card: ReviewCard | None, published: Published) -> bool:
    return card is not None and card.revision_id != published.revision_id


def _fields(card: ReviewCard | None, memory: Memory) -> Fields:
    if card is None:
        return {"card": ("missing", "there")}
    counted = {name: (getattr(card, name), getattr(memory, name)) for name in COUNTED}
    is_after = card.due_at >= card.last_at
    return counted | {"due": ("later" if is_after else "before its answer", "later")}


def _cards(session: Session, batch: Sequence[Enrolment]) -> dict[tuple[int, str], ReviewCard]:
    cards = session.scalars(
        select(ReviewCard).where(ReviewCard.enrolment_id.in_([each.id for each in batch])),
        execution_options=ALL_TENANTS,  # the whole installation is checked
    )
    return {(card.enrolment_id, card.objective_id): card for card in cards}


def _current(session: Session, batch: Sequence[Enrolment]) -> dict[int, Published]:
    """The published course of each enrolment."""
    rows = session.execute(
        join_revision(select(Enrolment.id, Revision.id)).where(
            Enrolment.id.in_([each.id for each in batch])
        ),
        execution_options=ALL_TENANTS,  # the whole installation is checked
    ).all()
    revisions = get_revisions(session, {revision_id for _, revision_id in rows})
    return {enrolment_id: revisions[revision_id] for enrolment_id, revision_id in rows}

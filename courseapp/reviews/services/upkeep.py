"""Bring cards up to date with a course that was published again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from courseapp.catalog.queries import get_revision
from courseapp.reviews.queries.reminders import list_outdated
from courseapp.reviews.services.cards import refresh_cards


def refresh_outdated(session: Session, *, after_id: int = 0, limit: int = 20) -> int:
    """Work out the cards of the next few enrolments after `after_id`; the last id, 0 at the end."""
    found = list_outdated(session, after_id=after_id, limit=limit)
    for enrolment, revision_id in found:
        published = get_revision(session, revision_id)
        refresh_cards(session, enrolment=enrolment, published=published)
    return found[-1][0].id if len(found) == limit else 0

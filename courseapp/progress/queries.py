"""The completion ledger, read for pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.activities.models import Completion
from courseapp.catalog.queries import Published
from courseapp.enrolment.models import Enrolment
from courseapp.progress.domain import Progress, measure, outline_of


def list_completed(session: Session, *, enrolment: Enrolment) -> frozenset[str]:
    """Ids of all steps that an enrolment has completed, of whichever revision."""
    return frozenset(
        session.scalars(
            select(Completion.step_id).where(
                Completion.organisation_id == enrolment.organisation_id,
                Completion.enrolment_id == enrolment.id,
            )
        )
    )


def list_completed_by_enrolment(
    session: Session, *, enrolments: Sequence[Enrolment]
) -> Mapping[int, frozenset[str]]:
    """Completed step ids of several enrolments in one query, by enrolment id."""
    rows = session.execute(
        select(Completion.enrolment_id, Completion.step_id).where(
            Completion.organisation_id.in_({e.organisation_id for e in enrolments}),
            Completion.enrolment_id.in_([e.id for e in enrolments]),
        )
    )
    found: dict[int, set[str]] = defaultdict(set)
    for enrolment_id, step_id in rows:
        found[enrolment_id].add(step_id)
    return {e.id: frozenset(found[e.id]) for e in enrolments}


def measure_enrolment(
    enrolment: Enrolment, *, published: Published, completed: frozenset[str]
) -> Progress:
    """The progress of an enrolment on a published course."""
    return measure(
        outline_of(published.course),
        completed=completed,
        last_step=enrolment.last_step_id,
        is_finished=enrolment.completed_at is not None,
    )

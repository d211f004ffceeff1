"""What the dialogue pages show: the walk at hand and its choices."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.dialogues.models import Choice, Walk
from courseapp.enrolment.models import Enrolment


def find_walk(session: Session, *, enrolment: Enrolment, walk_id: int) -> Walk | None:
    """A walk of this enrolment."""
    return session.scalars(
        select(Walk).where(
            Walk.organisation_id == enrolment.organisation_id,
            Walk.enrolment_id == enrolment.id,
            Walk.id == walk_id,
        )
    ).one_or_none()


def find_latest_walk(session: Session, *, enrolment: Enrolment, step_id: str) -> Walk | None:
    """The last walk through a dialogue that this enrolment started."""
    return session.scalars(
        select(Walk)
        .where(
            Walk.organisation_id == enrolment.organisation_id,
            Walk.enrolment_id == enrolment.id,
            Walk.step_id == step_id,
        )
        .order_by(Walk.number.desc())
        .limit(1)
    ).one_or_none()


def list_choices(session: Session, *, walk: Walk) -> Sequence[Choice]:
    """The choices of a walk in the order in which they were made."""
    return session.scalars(
        select(Choice)
        .where(Choice.organisation_id == walk.organisation_id, Choice.walk_id == walk.id)
        .order_by(Choice.turn)
    ).all()

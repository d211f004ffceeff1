"""Certificates: one's own, and by code for anyone who holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.certificates.models import Certificate
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment


def find_certificate(session: Session, *, enrolment: Enrolment) -> Certificate | None:
    """The certificate of an enrolment."""
    return session.execute(
        select(Certificate).where(
            Certificate.organisation_id == enrolment.organisation_id,
            Certificate.enrolment_id == enrolment.id,
        )
    ).scalar_one_or_none()


def find_certificate_by_code(session: Session, code: str) -> Certificate | None:
    """The certificate with this code (12 characters), of whichever organisation."""
    return session.execute(
        select(Certificate).where(Certificate.code == code),
        # anyone with the code may check, so the organisation is what is being looked up
        execution_options=ALL_TENANTS,
    ).scalar_one_or_none()


def list_certificates(
    session: Session, *, enrolments: Sequence[Enrolment]
) -> Mapping[int, Certificate]:
    """The certificates of several enrolments in one query, by enrolment id."""
    rows = session.scalars(
        select(Certificate).where(
            Certificate.organisation_id.in_({e.organisation_id for e in enrolments}),
            Certificate.enrolment_id.in_([e.id for e in enrolments]),
        )
    )
    return {row.enrolment_id: row for row in rows}

"""Certificates: one's own, and by code for anyone who holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.certificates.models import Certificate
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Organisation


@dataclass(frozen=True, kw_only=True)
class OwnCertificate:
    """A certificate with the name of the organisation where it was earned."""

    certificate: Certificate
    organisation_name: str


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


def find_own_certificate(
    session: Session, *, enrolment_id: int, person_id: int, organisation_ids: Sequence[int]
) -> OwnCertificate | None:
    """The certificate of an enrolment, running or ended, only if it is this person's own."""
    row = session.execute(
        select(Certificate, Organisation.name)
        .join(
            Enrolment,
            (Enrolment.id == Certificate.enrolment_id)
            & (Enrolment.organisation_id == Certificate.organisation_id),
        )
        .join(Organisation, Organisation.id == Certificate.organisation_id)
        .where(
            Certificate.organisation_id.in_(organisation_ids),
            Certificate.enrolment_id == enrolment_id,
            Enrolment.person_id == person_id,
        )
    ).one_or_none()
    return None if row is None else OwnCertificate(certificate=row[0], organisation_name=row[1])


def list_own_certificates(
    session: Session, *, person_id: int, organisation_ids: Sequence[int]
) -> Sequence[Certificate]:
    """All certificates of a person, newest first, also of enrolments that have ended."""
    return session.scalars(
        select(Certificate)
        .join(
            Enrolment,
            (Enrolment.id == Certificate.enrolment_id)
            & (Enrolment.organisation_id == Certificate.organisation_id),
        )
        .where(Certificate.organisation_id.in_(organisation_ids), Enrolment.person_id == person_id)
        .order_by(Certificate.issued_at.desc())
    ).all()

"""Issue a certificate, and revoke one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.queries import Published
from courseapp.certificates.models import Certificate
from courseapp.certificates.queries import find_certificate
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Organisation


class CourseNotCompleted(Exception):
    """There is no certificate for what is not finished."""


def issue_certificate(
    session: Session, *, enrolment: Enrolment, published: Published, code: str, now: datetime
) -> Certificate:
    """The certificate of a finished enrolment, made once, in the holder's language.

    Raises CourseNotCompleted. The caller holds the lock on the enrolment, so that two requests at
    once still make one certificate.
    """
    if enrolment.completed_at is None or enrolment.completed_revision_id is None:
        raise CourseNotCompleted(f"enrolment {enrolment.id}")
    found = find_certificate(session, enrolment=enrolment)
    if found is not None:
        return found
    name, locale, time_zone = _holder(session, enrolment)
    certificate = Certificate(
        organisation_id=enrolment.organisation_id,
        enrolment_id=enrolment.id,
        code=code,
        holder_name=name,
        course_title=published.course.text(locale).title,
        minutes=sum(step.minutes for step in published.course.steps() if step.required),
        completed_on=enrolment.completed_at.astimezone(ZoneInfo(time_zone)).date(),
        revision_id=enrolment.completed_revision_id,
        issued_at=now,
    )
    session.add(certificate)
    session.flush()
    return certificate


def revoke_certificate(
    session: Session, *, certificate: Certificate, reason: str, now: datetime
) -> None:
    """Make a certificate invalid from now on; the first moment and reason stay."""
    if certificate.revoked_at is None:
        certificate.revoked_at, certificate.revoked_reason = now, reason
    session.flush()


def _holder(session: Session, enrolment: Enrolment) -> tuple[str, str, str]:
    row = session.execute(
        select(Person.name, Person.locale, Organisation.time_zone)
        .join(Organisation, Organisation.id == enrolment.organisation_id)
        .where(Person.id == enrolment.person_id)
    ).one()
    return row.name, row.locale, row.time_zone

"""Issuing and revoking certificates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from courseapp.catalog.queries import get_current
from courseapp.certificates.domain import new_code
from courseapp.certificates.queries import find_certificate, find_certificate_by_code
from courseapp.certificates.services import (
    CourseNotCompleted,
    issue_certificate,
    revoke_certificate,
)
from courseapp.progress.services import complete_step
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

LATE = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)


def _finished(session: Session, **person):
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    enrolment = make_enrolment(
        session, person=make_person(session, organisation=organisation, **person), run=run
    )
    published = get_current(session, course.id)
    for step in published.course.required_step_ids():
        complete_step(
            session, enrolment=enrolment, published=published, step_id=step, rule="read", now=LATE
        )
    return enrolment, published


def _issue(session: Session, enrolment, published, now=LATE):
    return issue_certificate(
        session, enrolment=enrolment, published=published, code=new_code(), now=now
    )


def test_an_unfinished_course_has_no_certificate(session: Session) -> None:
    organisation = make_organisation(session)
    course = make_course(session)
    run = make_run(session, organisation=organisation, course=course)
    enrolment = make_enrolment(
        session, person=make_person(session, organisation=organisation), run=run
    )
    with pytest.raises(CourseNotCompleted):
        _issue(session, enrolment, get_current(session, course.id))


def test_a_certificate_keeps_the_words_of_the_day(session: Session) -> None:
    enrolment, published = _finished(session, name="Çağla de Vries", locale="en")
    certificate = _issue(session, enrolment, published)
    assert certificate.holder_name == "Çağla de Vries"
    assert certificate.course_title == "Sample course"
    assert certificate.minutes == 25
    assert certificate.revision_id == published.revision_id


def test_the_day_is_the_day_at_the_organisation(session: Session) -> None:
    enrolment, published = _finished(session)
    assert _issue(session, enrolment, published).completed_on == date(2026, 11, 21)


@pytest.mark.requirement("REL rule 2")
def test_issuing_twice_is_one_certificate(session: Session) -> None:
    enrolment, published = _finished(session)
    first = _issue(session, enrolment, published)
    again = _issue(session, enrolment, published, now=LATE + timedelta(days=1))
    assert again.code == first.code
    assert again.issued_at == LATE


def test_a_certificate_is_found_by_its_code_alone(session: Session) -> None:
    enrolment, published = _finished(session)
    certificate = _issue(session, enrolment, published)
    assert find_certificate_by_code(session, certificate.code) is certificate
    assert find_certificate_by_code(session, new_code()) is None
    assert find_certificate(session, enrolment=enrolment) is certificate


def test_a_revoked_certificate_keeps_its_first_moment(session: Session) -> None:
    enrolment, published = _finished(session)
    certificate = _issue(session, enrolment, published)
    revoke_certificate(session, certificate=certificate, reason="vergissing", now=LATE)
    revoke_certificate(
        session, certificate=certificate, reason="later", now=LATE + timedelta(days=1)
    )
    assert (certificate.revoked_at, certificate.revoked_reason) == (LATE, "vergissing")

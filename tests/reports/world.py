"""An organisation with participations of every kind, and a neighbour with the same names."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.catalog.models import Course
from courseapp.certificates.models import Certificate
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Department, Membership, Organisation, Role
from courseapp.reports.domain.selection import AsOf
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
AS_OF = AsOf(now=NOW, time_zone="Europe/Amsterdam")
MOMENTS = (None, NOW - timedelta(days=2))
DATES = (None, *(TODAY + timedelta(days=days) for days in (-1, 0, 1)))
_codes = itertools.count(1000)


@dataclass(frozen=True)
class House:
    """One organisation with two departments and two runs of one course."""

    organisation: Organisation
    departments: tuple[Department, Department]
    runs: tuple[CourseRun, CourseRun]


def make_house(session: Session, *, name: str = "Lindekroon") -> House:
    organisation = make_organisation(session, name=name)
    departments = tuple(
        Department(organisation_id=organisation.id, name=n) for n in ("Balie", "Planning")
    )
    session.add_all(departments)
    course = make_course(session)
    runs = tuple(
        make_run(session, organisation=organisation, course=course, name=n, due_on=due)
        for n, due in (("Voorjaar", None), ("Najaar", TODAY))
    )
    return House(organisation, departments, runs)


def take_part(
    session: Session, run: CourseRun, *, name: str = "Jan", department: Department | None = None,
    personnel_number: str = "", email: str = "", **values: Any,
) -> Enrolment:  # fmt: skip
    """A trainee of the run's organisation with an enrolment."""
    person = make_person(session, name=name, **({"email": email} if email else {}))
    session.add(
        Membership(
            organisation_id=run.organisation_id, person_id=person.id, role=Role.TRAINEE.value,
            created_at=utc_now(), personnel_number=personnel_number,
            department_id=department.id if department else None,
        )
    )  # fmt: skip
    return make_enrolment(session, person=person, run=run, **values)


def certify(session: Session, enrolment: Enrolment, **values: Any) -> str:
    """Give the enrolment a certificate; its code."""
    code = f"CODE-{next(_codes)}"
    session.add(
        Certificate(
            organisation_id=enrolment.organisation_id, enrolment_id=enrolment.id, code=code, holder_name="Jan",
            course_title="Proefcursus", minutes=25, completed_on=TODAY, revision_id=_revision(session, enrolment),
            issued_at=NOW, **values,
        )
    )  # fmt: skip
    session.flush()
    return code


def _revision(session: Session, enrolment: Enrolment) -> int:
    statement = (
        select(Course.current_revision_id)
        .join(CourseRun, CourseRun.course_id == Course.id)
        .where(CourseRun.organisation_id == enrolment.organisation_id, CourseRun.id == enrolment.run_id)
    )  # fmt: skip
    return int(session.execute(statement).scalar_one() or 0)


def fill(session: Session, house: House) -> list[Enrolment]:
    """Every combination of started, completed, ended, own due date and run: 64 participations."""
    found = []
    names = itertools.cycle(("Şeyma Kaya", "Émile Zoë", "bram", "Ahmed 100%", "=cmd", "de Vries"))
    departments = itertools.cycle((*house.departments, None))
    cases = itertools.product(MOMENTS, MOMENTS, MOMENTS, DATES, house.runs)
    for number, (started, completed, ended, own, run) in enumerate(cases):
        found.append(
            take_part(
                session, run, name=next(names), department=next(departments), due_on=own, ended_at=ended,
                started_at=started, steps_done=number % 5, personnel_number=f"00{number}",
                completed_at=completed and completed - timedelta(hours=7 * (number % 9)),
                last_activity_at=started and started + timedelta(hours=number),
            )
        )  # fmt: skip
    return found

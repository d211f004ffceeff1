"""What HR chooses from when it assigns a course: runs, trainers, colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.queries import get_revision, list_courses
from courseapp.database.folding import Folded, fold
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Department, Membership, Organisation, Role

PAGE_SIZE = 50
CANDIDATES = 200


@dataclass(frozen=True, kw_only=True)
class CourseOption:
    """A published course that can be assigned."""

    id: int
    title: str


@dataclass(frozen=True, kw_only=True)
class PersonOption:
    """Someone who can be chosen."""

    id: int
    name: str
    department: str = ""


@dataclass(frozen=True, kw_only=True)
class Participant:
    """Someone in a run; `due_on` is their own date, None where the run's counts."""

    enrolment_id: int
    name: str
    department: str
    enrolled_at: datetime
    due_on: date | None
    completed_at: datetime | None


def list_course_options(session: Session, *, locale: str) -> list[CourseOption]:
    """All published courses by title in `locale`."""
    found = [
        CourseOption(
            id=state.id,
            title=get_revision(
                session, state.current.id, content_hash=state.current.content_hash
            ).course.text(locale).title,
        )
        for state in list_courses(session)
    ]  # fmt: skip
    return sorted(found, key=lambda option: option.title.casefold())


def list_trainers(session: Session, *, organisation_id: int) -> list[PersonOption]:
    """Trainers of the bureau and of the organisation itself."""
    homes = select(Organisation.id).where(
        or_(Organisation.is_bureau, Organisation.id == organisation_id)
    )
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organisation_id.in_(homes),
            Membership.role == Role.TRAINER.value,
            Membership.ended_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .distinct()
        .order_by(Person.name)
    )
    return [PersonOption(id=row.id, name=row.name) for row in rows]


def find_run(session: Session, *, organisation_id: int, run_id: int) -> CourseRun | None:
    """A run, only if it is the organisation's own."""
    return session.execute(
        select(CourseRun).where(
            CourseRun.organisation_id == organisation_id, CourseRun.id == run_id
        )
    ).scalar_one_or_none()


def list_participants(session: Session, *, run: CourseRun, page: int) -> list[Participant]:
    """A page of 50 of those who take part in a run now, by name; pages count from 1."""
    rows = session.execute(
        _with_department(
            select(Enrolment, Person.name, Department.name)
            .join(Person, Person.id == Enrolment.person_id)
            .outerjoin(
                Membership,
                and_(
                    Membership.organisation_id == Enrolment.organisation_id,
                    Membership.person_id == Enrolment.person_id,
                    Membership.role == Role.TRAINEE.value,
                ),
            )
        )
        .where(*_runs_in(run))
        .order_by(Folded(Person.name), Enrolment.id)
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return [_participant(enrolment, name, department) for enrolment, name, department in rows]


def _participant(enrolment: Enrolment, name: str, department: str | None) -> Participant:
    return Participant(
        enrolment_id=enrolment.id,
        name=name,
        department=department or "",
        enrolled_at=enrolment.enrolled_at,
        due_on=enrolment.due_on,
        completed_at=enrolment.completed_at,
    )


def _with_department(statement: Select[Any]) -> Select[Any]:
    return statement.outerjoin(
        Department,
        and_(
            Department.id == Membership.department_id,
            Department.organisation_id == Membership.organisation_id,
        ),
    )


def count_participants(session: Session, *, run: CourseRun) -> int:
    """How many take part in a run now."""
    return session.execute(
        select(func.count()).select_from(Enrolment).where(*_runs_in(run))
    ).scalar_one()


def list_enrolments(session: Session, *, run: CourseRun, ids: Sequence[int]) -> list[Enrolment]:
    """Those of the enrolments that belong to the run."""
    return list(
        session.scalars(
            select(Enrolment).where(*_runs_in(run), Enrolment.id.in_(ids)).order_by(Enrolment.id)
        )
    )


def _runs_in(run: CourseRun) -> tuple[ColumnElement[bool], ...]:
    return (
        Enrolment.organisation_id == run.organisation_id,
        Enrolment.run_id == run.id,
        Enrolment.ended_at.is_(None),
    )


def list_candidates(session: Session, *, run: CourseRun, search: str = "") -> list[PersonOption]:
    """Trainees of the organisation who are not in the run, by name; at most 200."""
    statement = (
        _with_department(_candidates(run).add_columns(Person.id, Person.name, Department.name))
        .order_by(Folded(Person.name), Person.id)
        .limit(CANDIDATES)
    )
    if search:
        statement = statement.where(Folded(Person.name).contains(fold(search), autoescape=True))
    return [
        PersonOption(id=person_id, name=name, department=department or "")
        for _, person_id, name, department in session.execute(statement)
    ]


def count_candidates(session: Session, *, run: CourseRun) -> dict[int | None, int]:
    """How many trainees of each department (by id) are not in the run yet."""
    open_places = _candidates(run).subquery()
    rows = session.execute(
        select(open_places.c.department_id, func.count()).group_by(open_places.c.department_id)
    )
    return {row[0]: row[1] for row in rows}


def list_candidate_ids(
    session: Session, *, run: CourseRun, departments: Sequence[int], people: Sequence[int]
) -> list[int]:
    """Ids of the candidates in these departments or among these people."""
    statement = (
        _candidates(run)
        .with_only_columns(Membership.person_id)
        .where(or_(Membership.department_id.in_(departments), Membership.person_id.in_(people)))
    )
    return list(session.scalars(statement.order_by(Membership.person_id)))


def _candidates(run: CourseRun) -> Select[tuple[int | None]]:
    enrolled = exists().where(
        Enrolment.organisation_id == run.organisation_id,
        Enrolment.run_id == run.id,
        Enrolment.person_id == Membership.person_id,
        Enrolment.ended_at.is_(None),
    )
    return (
        select(Membership.department_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == run.organisation_id,
            Membership.role == Role.TRAINEE.value,
            Membership.ended_at.is_(None),
            Person.disabled_at.is_(None),
            ~enrolled,
        )
    )

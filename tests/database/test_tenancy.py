"""The tenant guard raises on every statement that could read or change rows of all organisations."""

from __future__ import annotations

import pytest
from sqlalchemy import Update, delete, exists, func, select, text, union, update
from sqlalchemy.orm import aliased

from courseapp.accounts.models import Person
from courseapp.activities.models import Completion
from courseapp.database import ALL_TENANTS, TenantPredicateMissing
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Membership
from tests.factories import make_enrolment, make_organisation, make_person

other = aliased(Enrolment)
UNGUARDED = [
    select(Enrolment),
    select(Enrolment, CourseRun).join(Enrolment.run).where(Enrolment.organisation_id == 1),
    select(other),
    update(Enrolment).where(Enrolment.id == 1).values(steps_done=1),
    delete(Enrolment),
    select(func.count()).select_from(Completion),
    select(Person).where(exists().where(Membership.person_id == Person.id)),
    select(Enrolment).where(Enrolment.organisation_id.is_not(None)),
    union(select(Enrolment.id).where(Enrolment.organisation_id == 1), select(Enrolment.id)),
]
GUARDED = [
    select(Enrolment).where(Enrolment.organisation_id == 1),
    select(Enrolment).where(Enrolment.organisation_id.in_([1, 2])),
    select(other).where(other.organisation_id == 1),
    select(Enrolment, CourseRun)
    .join(
        CourseRun,
        (CourseRun.id == Enrolment.run_id)
        & (CourseRun.organisation_id == Enrolment.organisation_id),
    )
    .where(Enrolment.organisation_id == 1),
    update(Enrolment).where(Enrolment.id == 1, Enrolment.organisation_id == 1).values(steps_done=1),
    union(*[select(Enrolment.id).where(Enrolment.organisation_id == each) for each in (1, 2)]),
    select(Person),
]


@pytest.mark.requirement("SEC-05")
@pytest.mark.parametrize("number", range(len(UNGUARDED)))
def test_a_statement_without_a_tenant_filter_raises(session, number: int) -> None:
    with pytest.raises(TenantPredicateMissing):
        session.execute(UNGUARDED[number])


@pytest.mark.requirement("SEC-05")
@pytest.mark.parametrize("number", range(len(GUARDED)))
def test_a_statement_with_a_tenant_filter_runs(session, number: int) -> None:
    """In a database with nobody in it."""
    result = session.execute(GUARDED[number])
    is_change = isinstance(GUARDED[number], Update)
    assert (result.rowcount if is_change else len(result.all())) == 0


@pytest.mark.requirement("SEC-05")
def test_a_row_cannot_be_fetched_by_its_id_alone(session) -> None:
    with pytest.raises(TenantPredicateMissing):
        session.get(Enrolment, 1)


def test_a_statement_that_says_it_crosses_organisations_runs(session) -> None:
    own = [
        make_enrolment(
            session, person=make_person(session), organisation=make_organisation(session)
        )
        for _ in range(2)
    ]
    assert len({each.organisation_id for each in own}) == 2
    found = session.execute(select(Enrolment), execution_options=ALL_TENANTS).scalars()
    assert {each.id for each in found} == {each.id for each in own}


@pytest.mark.requirement("REL rule 4")
def test_sqlite_is_durable_and_checks_foreign_keys(session) -> None:
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"
        return
    assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1

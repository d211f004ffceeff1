"""The demo: once, for everybody, never in production, and clean by the product's own judgement."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courseapp.accounts.domain.passwords import SHORTEST, Fault, find_fault
from courseapp.accounts.models import Person
from courseapp.accounts.services import is_password_right
from courseapp.app import create_app
from courseapp.catalog.queries import get_course
from courseapp.config import read_settings
from courseapp.database import ALL_TENANTS, Base
from courseapp.enrolment.domain import Status
from courseapp.ops import demo_data
from courseapp.ops.demo import NotADemo, build_demo, demo_people, describe_demo, prepare_demo
from courseapp.ops.starting import prepare_content
from courseapp.ops.verify import verify
from courseapp.organisations.models import Membership, Organisation
from courseapp.organisations.queries import get_organisation
from courseapp.plans.models import Plan
from courseapp.reflections.models import Reflection
from courseapp.reflections.queries import list_shared
from courseapp.reports.domain.selection import AsOf, Selection
from courseapp.reports.queries import list_runs, stream_rows, summarise
from courseapp.resources import find_bundled
from courseapp.reviews.models import ReviewCard
from courseapp.web.database import db
from tests.conftest import settings_for_tests
from tests.postgres import postgres_url

pytestmark = pytest.mark.xdist_group("demo")
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
"""A Sunday; the days of the demo are counted from now."""


@contextmanager
def _with_courses(database_url: str, folder: Path, name: str) -> Iterator[Session]:
    """A database of its own that holds the courses and nobody."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder / name}.sqlite3"
        if database_url.startswith("postgresql"):
            url = stack.enter_context(postgres_url(name))
        app = create_app(settings_for_tests(database_url=url, data_dir=folder))
        stack.enter_context(app.app_context())
        Base.metadata.create_all(db.engine)
        list(prepare_content(db.session(), find_bundled("content")))
        yield db.session()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def published(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The courses; what a test adds, it rolls back."""
    with _with_courses(database_url, tmp_path_factory.mktemp("days"), "days") as session:
        yield session


@pytest.fixture(scope="module")
def demo(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The demo, built once for the tests that only look at it."""
    with _with_courses(database_url, tmp_path_factory.mktemp("demo"), "demo") as session:
        build_demo(session, now=NOW)
        yield session


def _report(session: Session, slug: str) -> tuple[Selection, AsOf]:
    organisation = get_organisation(session, slug=slug)
    selection = Selection(organisation_id=organisation.id)
    return selection, AsOf(now=NOW, time_zone=organisation.time_zone)


def test_the_report_shows_people_in_every_state(demo: Session) -> None:
    selection, as_of = _report(demo, "lindekroon")
    counts = summarise(demo, selection, as_of=as_of).counts
    assert all(counts[status] >= 2 for status in Status)
    assert sum(counts.values()) >= 12


def test_the_running_group_is_due_in_a_few_weeks_and_the_earlier_one_is_over(demo: Session) -> None:
    selection, as_of = _report(demo, "lindekroon")
    running, earlier = list_runs(demo, organisation_id=selection.organisation_id, locale="nl")
    assert running.due_on and as_of.today < running.due_on < as_of.today + timedelta(days=31)
    assert earlier.due_on and earlier.due_on < as_of.today
    assert running.name != earlier.name


def test_people_who_can_sign_in_are_each_at_another_place(demo: Session) -> None:
    selection, as_of = _report(demo, "lindekroon")
    runs = list_runs(demo, organisation_id=selection.organisation_id, locale="nl")
    rows = {row.name: row for row in stream_rows(demo, selection, as_of=as_of, runs=runs)}
    samira, elif_ = rows["Samira Haddou"], rows["Elif Demir"]
    assert samira.status is Status.UNDER_WAY and samira.steps_done == 14
    assert (elif_.steps_done, elif_.status) == (elif_.steps_required - 1, Status.UNDER_WAY)
    assert rows["Pim de Graaf"].status is Status.NOT_STARTED


def test_samira_has_something_to_review_and_a_plan_to_look_back_at(demo: Session) -> None:
    person = demo.scalars(select(Person).where(Person.email == "samira@lindekroon.example")).one()
    [organisation_id] = demo.scalars(
        select(Membership.organisation_id).where(Membership.person_id == person.id),
        execution_options=ALL_TENANTS,
    )
    cards = demo.scalars(
        select(ReviewCard).where(
            ReviewCard.organisation_id == organisation_id, ReviewCard.person_id == person.id
        )
    ).all()
    assert len(cards) >= 10 and any(card.due_at <= NOW for card in cards)
    plans = demo.scalars(
        select(Plan).where(Plan.organisation_id == organisation_id, Plan.person_id == person.id)
    ).all()
    assert len(plans) == 1


def test_the_trainer_finds_something_that_was_shared(demo: Session) -> None:
    trainer = demo.scalars(select(Person).where(Person.email == "marijke@naklank.example")).one()
    assert list_shared(demo, [Reflection], trainer_id=trainer.id).lines


def test_nobody_works_before_the_group_started_or_in_the_future(demo: Session) -> None:
    selection, as_of = _report(demo, "lindekroon")
    runs = list_runs(demo, organisation_id=selection.organisation_id, locale="nl")
    for row in stream_rows(demo, selection, as_of=as_of, runs=runs):
        if row.last_active_on is not None:
            assert row.enrolled_on <= row.last_active_on <= as_of.today, row


def test_every_role_can_sign_in_with_a_password_that_is_long_enough(demo: Session) -> None:
    for one in demo_people():
        person = demo.scalars(select(Person).where(Person.email == one.email)).one()
        assert is_password_right(person.password_hash, one.password)
        assert len(one.password) >= SHORTEST
    roles = Counter(one.role for one in demo_people())
    assert set(roles) == {"trainee", "trainer", "hr", "operator"}


def test_nobody_can_choose_the_password_of_the_demo_for_themselves() -> None:
    assert find_fault(demo_data.PASSWORD, personal=("Naklank",)) is Fault.PERSONAL
    assert find_fault(demo_data.PASSWORD) is Fault.COMMON


def test_colleagues_who_only_fill_the_report_cannot_sign_in(demo: Session) -> None:
    known = {one.email for one in demo_people()}
    rows = demo.execute(select(Person.email, Person.password_hash)).all()
    assert len(rows) > len(known)
    assert {email for email, password_hash in rows if password_hash} == known


def test_trainer_and_operator_belong_to_the_bureau_only(demo: Session) -> None:
    rows = demo.execute(
        select(Membership.role, Organisation.is_bureau)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .distinct(),
        execution_options=ALL_TENANTS,
    ).all()
    assert set(map(tuple, rows)) == {("trainer", True), ("operator", True), ("hr", False), ("trainee", False)}  # fmt: skip


def test_the_demo_is_clean_by_verify(demo: Session) -> None:
    verdict = verify(demo)
    assert verdict.enrolments >= 14
    assert verdict.files > 10
    assert verdict.differences == ()


def test_a_second_time_changes_nothing(run: Any, in_database: Any) -> None:
    assert run("demo").exit_code == 0
    before = in_database(lambda s: s.scalar(select(func.count()).select_from(Person)))
    result = run("demo", "--json")
    assert result.exit_code == 0, result.output
    assert in_database(lambda s: s.scalar(select(func.count()).select_from(Person))) == before
    assert {one["email"] for one in json.loads(result.output)} == {p.email for p in demo_people()}


def test_production_refuses_demo_people(committed_app: Flask, in_database: Any) -> None:
    committed_app.extensions["settings"] = read_settings(
        {}, secret_key="a-secret-for-this-test-only-0123456789"
    )
    with committed_app.app_context(), pytest.raises(NotADemo, match="refused in production"):
        prepare_demo(committed_app)
    assert in_database(lambda s: s.scalar(select(func.count()).select_from(Person))) == 0


def test_the_banner_names_each_person_the_password_and_the_task(committed_app: Flask) -> None:
    text = describe_demo(committed_app.extensions["settings"])
    assert demo_data.PASSWORD in text
    for one in demo_people():
        assert one.email in text and one.task in text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("day", [*range(0, 400, 13), 40, 126, 343])
def test_any_day_of_the_year_gives_a_demo_in_order(day: int, published: Session) -> None:
    """Month and year ends, weekends and the clock change move runs and days."""
    with _built(published, day):
        assert get_course(published, demo_data.COURSE).current.number == 1
        assert verify(published).differences == ()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("day", range(0, 400, 39))
def test_any_day_gives_it_on_postgresql_too(day: int, published: Session) -> None:
    with _built(published, day):
        assert get_course(published, demo_data.COURSE).current.number == 1
        assert verify(published).differences == ()


@contextmanager
def _built(session: Session, day: int) -> Iterator[None]:
    """The demo as of so many days later; rolled back afterwards."""
    try:
        build_demo(session, now=NOW + timedelta(days=day))
        yield
    finally:
        session.rollback()

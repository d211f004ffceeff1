"""`courseapp demo`: organisations, people and progress to look around in, never in production."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.accounts.services import hash_password
from courseapp.catalog.queries import Published, find_course, get_current
from courseapp.config import Settings
from courseapp.enrolment.models import CourseRun
from courseapp.enrolment.services import create_run, enrol
from courseapp.ops import demo_data as data
from courseapp.ops.demo_people import House, build_bureau, build_house, hire, welcome
from courseapp.ops.demo_progress import work_through, work_until
from courseapp.ops.starting import prepare_content
from courseapp.organisations.models import Role
from courseapp.organisations.queries import find_organisation
from courseapp.resources import find_bundled
from courseapp.web.database import db
from courseapp.web.now import today_in, utc_now

MONTHS = (
    "Januari", "Februari", "Maart", "April", "Mei", "Juni", "Juli", "Augustus", "September",
    "Oktober", "November", "December",
)  # fmt: skip


class NotADemo(Exception):
    """The settings do not allow demo people, whose password everybody knows."""


def demo_people() -> Sequence[data.DemoPerson]:
    """Who can sign in to the demo, with what, to do what."""
    return data.PEOPLE


def describe_demo(settings: Settings) -> str:
    """The demo's people for the terminal, in Dutch and in English."""
    width = max(len(person.email) for person in data.PEOPLE)
    lines = [
        f"  {person.email:<{width}}  {person.task}\n  {'':<{width}}  {person.task_en}"
        for person in demo_people()
    ]
    return "\n".join(
        [
            f"Log in op {settings.base_url}/inloggen met een van deze adressen.",
            "Sign in there with one of these addresses; English is in the menu at the top right.",
            f"Wachtwoord voor allemaal / password for all: {data.PASSWORD}",
            *lines,
        ]
    )


def prepare_demo(app: Flask) -> Sequence[data.DemoPerson]:
    """Add the demo once, in one transaction; raises NotADemo in production."""
    settings: Settings = app.extensions["settings"]
    if settings.is_production:
        raise NotADemo(
            "demo people have a password that everybody knows; they are refused in production. "
            "Start a demo with: make run"
        )
    session = db.session()
    if find_organisation(session, slug=data.CLIENT[0]) is None:
        if find_course(session, data.COURSE) is None:
            list(prepare_content(session, find_bundled("content")))
        build_demo(session, now=utc_now())
        session.commit()
    return demo_people()


def build_demo(session: Session, *, now: datetime) -> None:
    """All organisations, people and progress."""
    course = find_course(session, data.COURSE)
    if course is None:
        raise NotADemo(f"the course {data.COURSE} is not published; run: courseapp init")
    published = get_current(session, course.id)
    bureau = build_bureau(session, now=now)
    client = build_house(session, named=data.CLIENT, departments=data.DEPARTMENTS, now=now)
    people = _people(session, bureau=bureau, client=client, now=now)
    trainer = people[Role.TRAINER.value]
    started = now - timedelta(days=35)
    run = _run(session, client, published, trainer=trainer, started=started, due_in=18, now=now)
    zone = client.organisation.time_zone
    for name, step_id, days_ago in data.UNDER_WAY:
        enrolment = enrol(session, run=run, person_id=people[name].id, now=started)
        work_until(
            session, enrolment=enrolment, published=published, step_id=step_id,
            time_zone=zone, days_ago=days_ago, now=now,
        )  # fmt: skip
    enrol(session, run=run, person_id=people["pim"].id, now=started)
    _crew(session, data.NOW_RUNNING, client, run=run, published=published, started=started, now=now)
    before = now - timedelta(days=100)
    earlier = _run(session, client, published, trainer=trainer, started=before, due_in=-40, now=now)
    _crew(session, data.EARLIER, client, run=earlier, published=published, started=before, now=now)
    other = build_house(session, named=data.NEIGHBOUR, departments=("Balie",), now=now)
    theirs = _run(session, other, published, trainer=trainer, started=started, due_in=25, now=now)
    _crew(
        session, data.NEIGHBOURS, other, run=theirs, published=published, started=started, now=now
    )


def _people(session: Session, *, bureau: House, client: House, now: datetime) -> dict[str, Person]:
    """Those who can sign in, by role and by the first part of their address."""
    password_hash = hash_password(data.PASSWORD)
    found: dict[str, Person] = {}
    for one in data.PEOPLE:
        house = bureau if one.role in (Role.TRAINER, Role.OPERATOR) else client
        person = welcome(session, one, house, password_hash=password_hash, now=now)
        found[one.role] = found[one.email.partition("@")[0]] = person
    return found


def _run(
    session: Session,
    house: House,
    published: Published,
    *,
    trainer: Person,
    started: datetime,
    due_in: int,
    now: datetime,
) -> CourseRun:
    starts_on = today_in(house.organisation.time_zone, now=started)
    today = today_in(house.organisation.time_zone, now=now)
    return create_run(
        session,
        organisation_id=house.organisation.id,
        course_id=published.course_id,
        name=name_of_run(starts_on),
        starts_on=starts_on,
        due_on=today + timedelta(days=due_in),
        trainer_id=trainer.id,
        now=started,
    )


def name_of_run(day: date) -> str:
    """The name of a run that starts on `day`: "November 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def _crew(
    session: Session,
    colleagues: Sequence[data.Colleague],
    house: House,
    *,
    run: CourseRun,
    published: Published,
    started: datetime,
    now: datetime,
) -> None:
    for one in colleagues:
        person = hire(session, one, house, now=started)
        enrolment = enrol(session, run=run, person_id=person.id, now=started)
        work_through(
            session, enrolment=enrolment, published=published, steps=one.steps,
            days_ago=one.days_ago, now=now,
        )  # fmt: skip

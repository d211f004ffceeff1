"""Two client organisations, the bureau and one of everything that can be addressed by a URL."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token
from courseapp.accounts.models import Person, SignInLink
from courseapp.accounts.services import hash_password, start_session
from courseapp.catalog.models import Course, Draft
from courseapp.catalog.queries import get_current, list_digests
from courseapp.certificates.models import Certificate
from courseapp.database import Base
from courseapp.dialogues.services import start_walk
from courseapp.enrolment.models import Enrolment
from courseapp.organisations.models import Department, Membership, Organisation, Role
from courseapp.plans.models import Buddy, FollowUp, Plan, Wording
from courseapp.quizzes.domain.kind import part_id
from courseapp.quizzes.models import Answer, Attempt, GradedItem, PracticeAnswer
from courseapp.quizzes.services import start_attempt
from courseapp.reflections.models import Reflection, WorkTask
from courseapp.reviews.models import ReviewAnswer, ReviewCard
from courseapp.reviews.services import review_key
from courseapp.scenarios.domain.sheet import clean_sheet
from courseapp.scenarios.models import Scenario
from courseapp.trainee.reminder_views import sign_reminder
from courseapp.trainer.preview import sign_pictures
from courseapp.web.now import utc_now
from courseapp.writing.models import Writing
from tests.factories import make_enrolment, make_organisation, make_person, make_run
from tests.scenarios.sheets import full_sheet
from tests.security.course import LESSON, Words, course_files, publish_course

PURPOSES = ("sign-in", "reset", "invitation", "new-email")
PASSWORD = "wachtwoord-van-de-collega-9"
SCORE = 481516.0
"""Points of the world's submitted attempt, easy to find again."""
UNWATCHED = {"user_session", "audit_event", "throttle_count", "alembic_version"}
"""Tables that a refused request may touch: being seen, being logged, being counted."""


@dataclass(frozen=True)
class World:
    """The people by column of the matrix, and the URL values that address the first organisation's rows."""

    people: dict[str, Person | None]
    values: dict[str, Any]
    organisation: Organisation
    stranger: Organisation

    def person(self, column: str) -> Person:
        person = self.people[column]
        assert person is not None
        return person


def make_world(
    session: Session, app: Flask, *, mark: str = "", secret: str = "", words: Words | None = None
) -> World:
    """Build it; `mark` is put into every name of the first organisation, `secret` into all that its
    people wrote, `words` into the course."""
    ours = make_organisation(session, name=f"Lindekroon {mark}".strip(), slug="lindekroon")
    theirs = make_organisation(session, name="Berkenhof", slug="berkenhof")
    bureau = make_organisation(session, name="Bureau", slug="bureau", is_bureau=True)
    people = _people(session, ours=ours, theirs=theirs, bureau=bureau, mark=mark)
    world = World(people, {}, ours, theirs)
    course = publish_course(session, words)
    _add_learning(session, world, course=course, mark=mark, secret=secret)
    _add_studio(session, world, course=course)
    _add_account(session, world, app=app)
    other_run = make_run(session, organisation=theirs, course=course, name="Andere groep")
    other = make_enrolment(session, person=world.person("other-trainee"), run=other_run)
    world.values.update(other_run_id=other_run.id, other_enrolment_id=other.id)
    session.flush()
    return world


@functools.cache
def _password_hash() -> str:
    """Slow on purpose, so once in a test process."""
    return hash_password(PASSWORD)


def _people(
    session: Session, *, ours: Organisation, theirs: Organisation, bureau: Organisation, mark: str
) -> dict[str, Person | None]:
    email = f"samira{mark}@example.org".lower()
    suspended = make_person(
        session, organisation=ours, name=f"Geschorst {mark}", disabled_at=utc_now()
    )
    return {
        "anonymous": None,
        "suspended": suspended,
        "owner": make_person(session, organisation=ours, name=f"Samira {mark}", email=email),
        "colleague": make_person(
            session, organisation=ours, name=f"Collega {mark}", email=f"collega{mark}@example.org".lower(),
            password_hash=_password_hash()
        ),
        "other-trainee": make_person(session, organisation=theirs, name="Vreemd"),
        "hr": make_person(session, organisation=ours, role=Role.HR, name=f"Joost {mark}"),
        "other-hr": make_person(session, organisation=theirs, role=Role.HR, name="Andere HR"),
        "trainer": make_person(session, organisation=bureau, role=Role.TRAINER, name="Marijke"),
        "operator": make_person(session, organisation=bureau, role=Role.OPERATOR, name="Beheer"),
    }  # fmt: skip


def _add_learning(
    session: Session, world: World, *, course: Course, mark: str, secret: str
) -> None:
    now, owner = utc_now(), world.person("owner")
    run = make_run(session, organisation=world.organisation, course=course, name=f"Voorjaar {mark}",
                   due_on=date.today() + timedelta(days=9), trainer_id=world.person("trainer").id)  # fmt: skip
    later = make_run(session, organisation=world.organisation, course=course, name=f"Najaar {mark}")
    department = Department(organisation_id=world.organisation.id, name=f"Klantenservice {mark}")
    session.add(department)
    session.flush()
    membership = session.query(Membership).filter_by(
        organisation_id=world.organisation.id, person_id=owner.id
    ).one()  # fmt: skip
    membership.department_id, membership.personnel_number = department.id, f"N-{mark}"
    enrolment = make_enrolment(session, person=owner, run=run, started_at=now, last_activity_at=now)
    world.values.update(
        enrolment_id=enrolment.id, run_id=run.id, department_id=department.id, person_id=owner.id,
        later_run_id=later.id, course_id=course.id, slug=world.organisation.slug, step_id="les-een",
        item_id="oefen-1", lab_id="lab-een", extension="csv", phase="schrijven", form="schrijven",
        fresh_enrolment_id=make_enrolment(session, person=owner, run=later).id,
    )  # fmt: skip
    world.values.update(_exercises(session, enrolment, course=course, secret=secret))
    world.values.update(_reviews(session, enrolment, course=course, secret=secret))
    world.values.update(
        _writings(session, enrolment, course=course, buddy_id=world.person("colleague").id, mark=mark, secret=secret)
    )  # fmt: skip


def _exercises(
    session: Session, enrolment: Enrolment, *, course: Course, secret: str
) -> dict[str, Any]:
    now, published = utc_now(), get_current(session, course.id)
    tie: dict[str, Any] = {"organisation_id": enrolment.organisation_id}
    base: dict[str, Any] = tie | {
        "enrolment_id": enrolment.id,
        "revision_id": published.revision_id,
    }
    attempt = start_attempt(
        session, enrolment=enrolment, step=published.course.steps_by_id["toets"], seed="zaad", now=now,
        revision_id=published.revision_id,
    )  # fmt: skip
    done = Attempt(**base, step_id="toets", number=2, seed="zaad", items=["v-text"], started_at=now, state="submitted",
                   submitted_at=now, points=SCORE, max_points=SCORE * 2, is_passed=False)  # fmt: skip
    walk = start_walk(session, enrolment=enrolment, step_id="gesprek", seed="zaad", now=now,
                      revision_id=published.revision_id)  # fmt: skip
    said = {"text": f"antwoord {secret}"}
    session.add(done)
    session.flush()
    session.add_all([
        Answer(**tie, attempt_id=attempt.id, item_id="v-text", sequence=1, client_key="sleutel-1", response=said, saved_at=now),
        GradedItem(**tie, attempt_id=done.id, item_id="v-text", response=said, points=0, max_points=1, verdict="incorrect", marks={}),
        PracticeAnswer(**base, step_id="les-een", item_id="oefen-1", client_key="sleutel-2", response=said, verdict="incorrect", at=now),
    ])  # fmt: skip
    begin = published.course.steps_by_id["gesprek"].text("nl").data["passages"]["begin"]
    return {
        "attempt_id": attempt.id,
        "done_attempt_id": done.id,
        "walk_id": walk.id,
        "reply_id": begin["replies"][0]["id"],
    }


def _reviews(
    session: Session, enrolment: Enrolment, *, course: Course, secret: str
) -> dict[str, Any]:
    """An objective that is due, and an answer on it from the day before."""
    yesterday = utc_now() - timedelta(days=1)
    ties: dict[str, Any] = {
        "organisation_id": enrolment.organisation_id, "person_id": enrolment.person_id,
        "enrolment_id": enrolment.id, "revision_id": course.current_revision_id, "objective_id": "luisteren",
    }  # fmt: skip
    answer = ReviewAnswer(**ties, item_id="v-text", client_key="sleutel-3", response={"text": f"antwoord {secret}"},
                          verdict="incorrect", at=yesterday)  # fmt: skip
    session.add(answer)
    session.add(ReviewCard(**ties, due_at=yesterday, last_at=yesterday, stability=1.0, difficulty=5.0, reviews=1,
                           right_in_a_row=0, is_sure_wrong=False))  # fmt: skip
    session.flush()
    key = review_key(enrolment_id=enrolment.id, objective_id="luisteren", earlier=1)
    return {"answer_id": answer.id, "review_key": key}


def _writings(
    session: Session, enrolment: Enrolment, *, course: Course, buddy_id: int, mark: str, secret: str
) -> dict[str, Any]:
    now, owner_id = utc_now(), enrolment.person_id
    revision_id = course.current_revision_id
    assert revision_id is not None
    tie: dict[str, Any] = {
        "organisation_id": enrolment.organisation_id,
        "enrolment_id": enrolment.id,
    }
    texts: dict[str, Any] = {"cue": f"als {secret}", "action": f"dan {secret}"}
    reflection = Reflection(
        **tie, **texts, revision_id=revision_id, step_id="mijn-plan", texts={"terug": f"Ik schreef {secret}"},
        updated_at=now, submitted_at=now, shared_at=now,
    )  # fmt: skip
    plan = Plan(**tie, **texts, person_id=owner_id, step_id="mijn-plan", made_at=now)
    free = Plan(**tie, **texts, person_id=owner_id, step_id="eerder-plan", made_at=now)
    certificate = Certificate(
        **tie, revision_id=revision_id, code="K7QF2M9D4XRA", holder_name=f"Samira {mark}", minutes=25,
        revoked_reason=mark,
        course_title="Proefcursus", completed_on=date.today(), issued_at=now,
    )  # fmt: skip
    task = WorkTask(
        **tie, revision_id=revision_id, step_id="bel-terug", is_ticked=True, evidence=f"Ik belde {secret}",
        noticed=f"Ze zei {secret}", updated_at=now, done_at=now, shared_at=now,
    )  # fmt: skip
    said = {
        "first_text": f"eerst {secret}",
        "revised_text": f"later {secret}",
        "draft": f"kladje {secret}",
    }
    shared, scored = (
        Writing(**tie, **said, revision_id=revision_id, step_id="les-een", item_id=item, updated_at=now,
                first_at=now, revised_at=now)
        for item in ("schrijf-1", "schrijf-2")
    )  # fmt: skip
    shared.shared_at = shared.scored_at = now
    sheet = clean_sheet(full_sheet(mark=f" {secret}"))
    scenario = Scenario(
        **tie, revision_id=revision_id, step_id="eigen", draft=sheet, script=sheet, updated_at=now, ready_at=now,
        shared_at=now,
    )  # fmt: skip
    session.add_all([reflection, plan, free, certificate, task, shared, scored, scenario])
    session.flush()
    ours: dict[str, Any] = {"organisation_id": enrolment.organisation_id, "plan_id": plan.id}
    follow_up = FollowUp(**ours, due_on=date.today(), note=f"noot {secret}", **texts)
    buddy = Buddy(**ours, email=f"maatje-{secret}@example.org", question=f"vraag {secret}", asked_at=now,
                  reply=f"antwoord {secret}", person_id=buddy_id, accepted_at=now)  # fmt: skip
    session.add_all([follow_up, buddy, Wording(**ours, **texts, replaced_at=now)])
    session.flush()
    return {
        "reflection_id": reflection.id, "code": certificate.code, "task_id": task.id, "plan_id": plan.id,
        "follow_up_id": follow_up.id, "buddy_id": buddy.id, "free_plan_id": free.id,
        "writing_id": shared.id, "scenario_id": scenario.id, "criterion_id": part_id("schrijf-2", "rubric:0"),
    }  # fmt: skip


def _add_studio(session: Session, world: World, *, course: Course) -> None:
    assert course.current_revision_id is not None
    text = course_files()[LESSON].decode() + "\nConcept.\n"
    session.add(
        Draft(course_id=course.id, path=LESSON, text=text, version=1, base_revision_id=course.current_revision_id,
              updated_at=utc_now())
    )  # fmt: skip
    digest = list_digests(session, course.current_revision_id)["media/stip.svg"]
    world.values.update(
        course_slug=course.slug, revision_id=course.current_revision_id, path=LESSON, draft_text=text, number=1,
        digest=digest[:12], media_name="stip.svg",
    )  # fmt: skip


def _add_account(session: Session, world: World, *, app: Flask) -> None:
    now, owner = utc_now(), world.person("owner")
    for purpose in PURPOSES:
        email = "nieuw@example.org" if purpose == "new-email" else owner.email
        session.add(
            SignInLink(token_hash=hash_token(link_token(purpose)), person_id=owner.id, purpose=purpose, email=email,
                       created_at=now, expires_at=now + timedelta(minutes=15))
        )  # fmt: skip
    with app.app_context():
        world.values.update(pictures=sign_pictures(world.values["course_slug"], now))
    world.values.update(reminder=sign_reminder(app, owner.id))
    assets = app.extensions["assets"]
    world.values.update(session_id=0, version=assets.version, asset="css/app.css")


def link_token(purpose: str) -> str:
    """The token of the world's mailed link with this purpose."""
    return f"token-of-the-world-for-{purpose}-0123456789"


def browser_as(app: Flask, session: Session, person: Person | None) -> FlaskClient:
    """A browser that is signed in as this person, or not at all; `app` needs no form tokens."""
    app.config["WTF_CSRF_ENABLED"] = False
    browser = app.test_client()
    if person is not None:
        token = start_session(session, person_id=person.id, now=utc_now(), idle_minutes=60, hours=9)
        with browser.session_transaction() as cookie:
            cookie["_user_id"] = token
    return browser


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """Whatever happens inside, also what views commit, is undone at the end."""
    savepoint = session.begin_nested()
    session.connection()  # the savepoint is only set with the first use of the connection
    try:
        yield
    finally:
        savepoint.rollback()


def checksum(session: Session, *, unwatched: set[str] = UNWATCHED) -> str:
    """A digest of all rows of all watched tables."""
    tables = sorted(set(Base.metadata.tables) - unwatched)
    rows = sorted(map(str, _all_rows(session.connection(), tables)))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _all_rows(connection: Connection, tables: list[str]) -> Iterator[tuple[Any, ...]]:
    """Each row with the name of its table; from PostgreSQL as text, in one answer for all tables."""
    if connection.dialect.name == "postgresql":
        parts = [f"SELECT '{table}', each::text FROM \"{table}\" AS each" for table in tables]
        yield from connection.exec_driver_sql(" UNION ALL ".join(parts)).all()
        return
    for table in tables:
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
            yield table, *row

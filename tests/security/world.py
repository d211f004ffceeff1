"""Two client organisations, the bureau and one of everything that can be addressed by a URL."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.domain import hash_token
from courseapp.accounts.models import Person, SignInLink
from courseapp.catalog.models import Draft
from courseapp.certificates.models import Certificate
from courseapp.database import Base
from courseapp.dialogues.models import Walk
from courseapp.organisations.models import Department, Membership, Organisation, Role
from courseapp.plans.models import Plan
from courseapp.quizzes.models import Attempt
from courseapp.reflections.models import Reflection
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.sample_course import QUIZ_ITEMS

LINK = "link-token-of-the-world-0123456789abcdefghijkl"
UNWATCHED = {"user_session", "audit_event", "throttle_count", "alembic_version"}
"""Tables that a refused request may touch: being seen, being logged, being counted."""


@dataclass(frozen=True)
class World:
    """The people by column of the matrix, and the URL values that address the first organisation's rows."""

    people: dict[str, Person | None]
    values: dict[str, Any]
    organisation: Organisation
    stranger: Organisation


def make_world(session: Session, *, mark: str = "") -> World:
    """Build it; `mark` is put into every text of the first organisation (a canary)."""
    ours = make_organisation(session, name=f"Lindekroon {mark}", slug="lindekroon")
    theirs = make_organisation(session, name="Berkenhof", slug="berkenhof")
    bureau = make_organisation(session, name="Bureau", slug="bureau", is_bureau=True)
    owner = make_person(session, organisation=ours, name=f"Samira {mark}")
    suspended = make_person(session, organisation=ours, name="Geschorst", disabled_at=utc_now())
    people: dict[str, Person | None] = {
        "anonymous": None,
        "suspended": suspended,
        "owner": owner,
        "colleague": make_person(session, organisation=ours, name="Collega"),
        "other-trainee": make_person(session, organisation=theirs, name="Vreemd"),
        "hr": make_person(session, organisation=ours, role=Role.HR, name=f"Joost {mark}"),
        "other-hr": make_person(session, organisation=theirs, role=Role.HR, name="Andere HR"),
        "trainer": make_person(session, organisation=bureau, role=Role.TRAINER, name="Marijke"),
        "operator": make_person(session, organisation=bureau, role=Role.OPERATOR, name="Beheer"),
    }
    values = _objects(session, owner=owner, organisation=ours, trainer=people["trainer"], mark=mark)
    _enrol_stranger(session, person=people["other-trainee"], organisation=theirs)
    return World(people, values, ours, theirs)


def _enrol_stranger(session: Session, *, person: Person | None, organisation: Organisation) -> None:
    assert person is not None
    make_enrolment(session, person=person, organisation=organisation)


def _objects(
    session: Session,
    *,
    owner: Person,
    organisation: Organisation,
    trainer: Person | None,
    mark: str,
) -> dict[str, Any]:
    now = utc_now()
    tenant = {"organisation_id": organisation.id}
    course = make_course(session, slug="proefcursus")
    revision_id = course.current_revision_id
    assert revision_id is not None and trainer is not None
    run = make_run(session, organisation=organisation, course=course, name=f"Voorjaar {mark}",
                   due_on=date.today() + timedelta(days=9), trainer_id=trainer.id)  # fmt: skip
    enrolment = make_enrolment(session, person=owner, run=run, started_at=now, last_activity_at=now)
    tie = {**tenant, "enrolment_id": enrolment.id}
    base = {**tie, "revision_id": revision_id}
    department = Department(**tenant, name=f"Klantenservice {mark}")
    attempt = Attempt(**base, step_id="toets", number=1, seed="zaad", started_at=now,
                      items=[item["id"] for item in QUIZ_ITEMS[:3]])  # fmt: skip
    walk = Walk(**base, step_id="gesprek", number=1, seed="zaad", started_at=now)
    reflection = Reflection(**base, step_id="mijn-plan", texts={"terug": f"Ik schreef {mark}"}, cue=f"als {mark}",
                            action=f"dan {mark}", updated_at=now)  # fmt: skip
    plan = Plan(
        **tie,
        person_id=owner.id,
        step_id="mijn-plan",
        cue=f"als {mark}",
        action=f"dan {mark}",
        made_at=now,
    )
    certificate = Certificate(**base, code="K7QF2M9D4XRA", holder_name=owner.name, course_title="Proefcursus",
                              minutes=25, completed_on=date.today(), issued_at=now)  # fmt: skip
    draft = Draft(course_id=course.id, path="1-piek-einde/1-les-een.md", text="---\nid: les-een\n---\n", version=1,
                  base_revision_id=revision_id, updated_at=now)  # fmt: skip
    link = SignInLink(token_hash=hash_token(LINK), person_id=owner.id, purpose="sign-in", email=owner.email,
                      created_at=now, expires_at=now + timedelta(minutes=15))  # fmt: skip
    session.add_all([department, attempt, walk, reflection, plan, certificate, draft, link])
    session.flush()
    membership_id = session.execute(
        select(Membership.id).where(
            Membership.organisation_id == organisation.id, Membership.person_id == owner.id
        )
    ).scalar_one()
    return {
        "enrolment_id": enrolment.id, "attempt_id": attempt.id, "walk_id": walk.id, "run_id": run.id,
        "reflection_id": reflection.id, "department_id": department.id, "person_id": owner.id,
        "membership_id": membership_id, "course_id": course.id, "revision_id": revision_id, "draft_id": draft.id,
        "step_id": "les-een", "item_id": "oefen-1", "slug": organisation.slug, "organisation_slug": organisation.slug,
        "course_slug": course.slug, "code": certificate.code, "token": LINK, "path": draft.path, "name": "app.css",
        "number": 1, "version": "x", "sha": "0" * 12, "digest": "0" * 12, "session_id": 1,
    }  # fmt: skip


def checksum(session: Session) -> str:
    """A digest of all rows of all watched tables."""
    digest = hashlib.sha256()
    for table in sorted(Base.metadata.tables.values(), key=lambda t: t.name):
        if table.name in UNWATCHED:
            continue
        rows = session.connection().execute(table.select()).all()
        digest.update(json.dumps([table.name, sorted(str(tuple(row)) for row in rows)]).encode())
    return digest.hexdigest()

"""Signed-in trainees with an open attempt at a quiz of eight number questions, put straight into the database."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from courseapp.accounts.models import Person
from courseapp.accounts.services import start_session
from courseapp.organisations.models import Organisation, Role
from courseapp.web.now import utc_now
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.faults.installation import Installation
from tests.sample_course import COMPILED, KEYS

QUIZ = "toets"
ITEMS = tuple(f"getal-{number}" for number in range(1, 9))
RIGHT = "0,5"
"""The right answer to every question; any other number is wrong, but is kept all the same."""


@dataclass(frozen=True, kw_only=True)
class Trainee:
    """Someone enrolled in the course, with the cookie of a running session."""

    person_id: int
    organisation_id: int
    enrolment_id: int
    email: str
    cookie: str


def seed_trainees(
    installation: Installation, count: int, *, password_hash: str | None = None
) -> list[Trainee]:
    """An organisation and a course of their own for `count` new trainees."""
    compiled, keys = number_course()
    with installation.session() as session:
        mark = f"{installation.starts}-{utc_now().timestamp():.6f}"
        organisation = make_organisation(session, slug=f"org-{mark}".replace(".", "-"))
        course = make_course(
            session, slug=f"cursus-{mark}".replace(".", "-"), compiled=compiled, keys=keys
        )
        run = make_run(session, organisation=organisation, course=course)
        trainees = []
        for number in range(count):
            person = make_person(
                session,
                organisation=organisation,
                email=f"{number}-{mark}@example.org",
                password_hash=password_hash,
            )
            enrolment = make_enrolment(session, person=person, run=run)
            cookie = sign_in(installation, session, person)
            trainees.append(
                Trainee(
                    person_id=person.id,
                    organisation_id=organisation.id,
                    enrolment_id=enrolment.id,
                    email=person.email,
                    cookie=cookie,
                )
            )
        session.commit()
    return trainees


def seed_officer(installation: Installation, organisation_id: int) -> tuple[str, str]:
    """The cookie of a new HR officer of an organisation, and the organisation's name in addresses."""
    with installation.session() as session:
        organisation = session.get_one(Organisation, organisation_id)
        email = f"hr-{utc_now().timestamp():.6f}@example.org"
        person = make_person(session, organisation=organisation, role=Role.HR, email=email)
        cookie = sign_in(installation, session, person)
        slug = organisation.slug
        session.commit()
    return cookie, slug


def sign_in(installation: Installation, session: Any, person: Person) -> str:
    """A running session and the signed cookie that a sign-in page would have given."""
    token = start_session(session, person_id=person.id, now=utc_now(), idle_minutes=600, hours=10)
    interface: Any = installation.app.session_interface
    return str(interface.get_signing_serializer(installation.app).dumps({"_user_id": token}))


def number_course() -> tuple[dict[str, Any], dict[str, Any]]:
    """The sample course with another quiz: number questions, so that every answer given is unique."""
    compiled, keys = copy.deepcopy(COMPILED), copy.deepcopy(KEYS)
    quiz = next(step for step in compiled["modules"][0]["steps"] if step["id"] == QUIZ)
    quiz["settings"] |= {"draw": 0, "attempts": 0}
    for text in quiz["texts"].values():
        like = next(part for part in text["parts"] if part["data"]["kind"] == "numeric")
        text["parts"] = [
            {**like, "id": item, "data": {**like["data"], "id": item}} for item in ITEMS
        ]
    for locale in keys:
        like = keys[locale]["v-number"]
        keys[locale] |= {item: {**like, "value": 0.5, "tolerance": 0} for item in ITEMS}
    return compiled, keys

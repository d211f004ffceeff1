"""More trainees for the demo site, so that each journey starts from nothing."""

from __future__ import annotations

import itertools
import os
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.app import create_app
from courseapp.config import Settings, read_settings
from courseapp.database import ALL_TENANTS
from courseapp.enrolment.models import CourseRun, Enrolment
from courseapp.organisations.models import Membership, Role
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.journeys.conftest import Site, environment

_numbers = itertools.count(1)


def site_settings(site: Site) -> Settings:
    """The settings with which the site runs."""
    lines = (site.folder / "settings.env").read_text().splitlines()
    pairs = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    kept = {k: v for k, v in environment(site.folder).items() if k.startswith("COURSEAPP_")}
    return read_settings(pairs | kept, log_format="off")


def add_trainee(site: Site, *, locale: str = "nl") -> str:
    """A new trainee with the demo password, enrolled where Samira is; returns the mail address."""
    email = f"reis-{os.getpid()}-{next(_numbers)}@lindekroon.example"
    with create_app(site_settings(site)).app_context():
        session: Session = db.session()
        model = _one(session, select(Person).where(Person.email.like("samira%")))
        enrolment = _one(session, select(Enrolment).where(Enrolment.person_id == model.id))
        run = _one(session, select(CourseRun).where(CourseRun.id == enrolment.run_id))
        person = Person(
            email=email,
            name="Reiziger Proef",
            locale=locale,
            created_at=utc_now(),
            password_hash=model.password_hash,
        )
        session.add(person)
        session.flush()
        tenant = {"organisation_id": run.organisation_id, "person_id": person.id}
        session.add(Membership(**tenant, role=Role.TRAINEE.value, created_at=utc_now()))
        session.add(Enrolment(**tenant, run_id=run.id, enrolled_at=utc_now()))
        session.commit()
        db.session.remove()
        db.engine.dispose()
    return email


def _one(session: Session, statement: Any) -> Any:
    return session.execute(statement.limit(1), execution_options=ALL_TENANTS).scalar_one()

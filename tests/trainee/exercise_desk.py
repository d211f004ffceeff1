"""A trainee at an exercise that is saved while it is written, in a browser without JavaScript."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.activities.models import Completion
from courseapp.database import Base, Tenant
from courseapp.organisations.models import Role
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run
from tests.sample_course import COMPILED

SignIn = Callable[[Person], FlaskClient]
RowT = TypeVar("RowT", bound=Base)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """A step by its kind, and the part of its address that takes what is written."""

    step_id: str
    kind: str
    address: str
    title: str = ""
    body: str = ""


def course_with(exercise: Exercise) -> dict[str, Any]:
    """The sample course with this exercise at its end."""
    course = copy.deepcopy(COMPILED)
    steps = course["modules"][0]["steps"]
    part = {"kind": "html", "id": "", "data": {"html": f"<p>{exercise.body}</p>"}}
    last = copy.deepcopy(steps[0]) | {
        "id": exercise.step_id,
        "kind": exercise.kind,
        "number": "1.6",
        "required": False,
        "texts": {"nl": {"title": exercise.title, "data": {}, "parts": [part]}},
    }
    steps.append(last)
    return course


class ExerciseDesk:
    """A trainee at work: the enrolment and a signed-in browser."""

    def __init__(
        self,
        session: Session,
        client_as: SignIn,
        exercise: Exercise,
        *,
        compiled: dict[str, Any] = COMPILED,
        with_trainer: bool = True,
    ) -> None:
        bureau, organisation = make_organisation(session), make_organisation(session)
        self.trainer = make_person(
            session, organisation=bureau, role=Role.TRAINER, name="Marijke Postma"
        )
        self.person = make_person(session, organisation=organisation, name="Samira")
        run = make_run(
            session,
            organisation=organisation,
            course=make_course(session, compiled=compiled),
            trainer_id=self.trainer.id if with_trainer else None,
        )
        self.enrolment = make_enrolment(session, person=self.person, run=run)
        self.browser, self.session = client_as(self.person), session
        self.url = f"/leren/{self.enrolment.id}/stap/{exercise.step_id}"
        self.form_url = f"{self.url}/{exercise.address}"

    def page(self, query: str = "") -> str:
        answer = self.browser.get(self.url + query)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def hidden(self, page: str) -> dict[str, str]:
        """The hidden fields that say where a save comes from."""
        return dict(re.findall(r'name="(tab|sequence|base)" value="([^"]*)"', page))

    def send(self, fields: Mapping[str, str] | None = None, *, page: str = "", **form: str) -> Any:
        """Send the form of `page` (or of a fresh one) with these fields filled in."""
        hidden = self.hidden(page or self.page("?wijzig=1"))
        return self.browser.post(self.form_url, data={**hidden, **(fields or {}), **form})

    def autosave(self, page: str, fields: object, **changes: object) -> Any:
        """Send a draft as the save queue does."""
        body = {"item": "kladje", "key": "k", **self.hidden(page), "fields": fields, **changes}
        return self.browser.post(self.form_url, json=body, headers={"Accept": "application/json"})

    def share(self, choice: str) -> Any:
        return self.browser.post(f"{self.form_url}/delen", data={"delen": choice})

    def rules(self) -> list[str]:
        """By which rule each completion came about."""
        return [completion.rule for completion in self.rows(Completion)]

    def rows(self, model: type[RowT]) -> list[RowT]:
        """All rows of the trainee's organisation."""
        return rows_of(self.session, model, organisation_id=self.enrolment.organisation_id)


def rows_of(session: Session, model: type[RowT], *, organisation_id: int) -> list[RowT]:
    """All rows that an organisation owns."""
    assert issubclass(model, Tenant)
    return list(session.scalars(select(model).where(model.organisation_id == organisation_id)))

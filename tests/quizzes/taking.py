"""A trainee at a quiz."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import Published, get_current
from courseapp.enrolment.models import Enrolment
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.models import Attempt
from courseapp.quizzes.queries import get_attempt, list_asked
from courseapp.quizzes.services import save_answer, start_attempt, submit_attempt
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

NOW = datetime(2027, 3, 9, 10, 0, tzinfo=UTC)
RIGHT: Mapping[str, Mapping[str, Any]] = {
    "v-single": {"choice": "a1"},
    "v-multiple": {"choices": ["d1", "e2"]},
    "v-order": {"order": ["k2", "k1", "k3"]},
    "v-number": {"text": "-0,5"},
}


@dataclass
class Trainee:
    """An enrolment in the sample course, with its published revision."""

    session: Session
    enrolment: Enrolment
    published: Published

    def step(self, **settings: Any) -> CompiledStep:
        """The quiz of the sample course with other rules."""
        step = self.published.course.steps_by_id["toets"]
        rest = {name: getattr(step, name) for name in vars(step) if name != "settings"}
        return CompiledStep(**rest, settings={**step.settings, **settings})

    def start(self, *, seed: str = "zaad", now: datetime = NOW, **settings: Any) -> Attempt:
        """Start (or continue) an attempt."""
        return start_attempt(
            self.session,
            enrolment=self.enrolment,
            step=self.step(**settings),
            revision_id=self.published.revision_id,
            seed=seed,
            now=now,
        )

    def save(self, attempt: Attempt, item: str, response: Any, key: str, sequence: int) -> Any:
        """Save one answer."""
        return save_answer(
            self.session,
            attempt=attempt,
            item_id=item,
            response=response,
            client_key=key,
            sequence=sequence,
            now=NOW,
        )

    def submit(self, attempt: Attempt, given: Mapping[str, Any], *, now: datetime = NOW) -> bool:
        """Hand in."""
        attempt, _ = get_attempt(
            self.session, enrolment=self.enrolment, attempt_id=attempt.id, lock=True
        )
        return submit_attempt(
            self.session,
            attempt=attempt,
            asked=list_asked(self.published, attempt, locale="nl"),
            given={item: answer for item, answer in given.items() if item in attempt.items},
            rules=QuizRules.from_json(self.step().settings),
            now=now,
        )


def make_trainee(session: Session) -> Trainee:
    """A trainee of an organisation of its own."""
    organisation = make_organisation(session)
    course = make_course(session)
    person = make_person(session, organisation=organisation)
    run = make_run(session, organisation=organisation, course=course)
    enrolment = make_enrolment(session, person=person, run=run)
    published = get_current(session, course.id)
    return Trainee(session=session, enrolment=enrolment, published=published)

"""A trainee of the sample course whose days go by."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.accounts.models import Person
from courseapp.catalog.queries import Published, get_current
from courseapp.enrolment.models import Enrolment
from courseapp.reviews.models import ReviewAnswer, ReviewCard
from tests.factories import make_course, make_enrolment, make_organisation, make_person, make_run

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
"""A Monday morning."""
DAY = timedelta(days=1)
SignIn = Callable[[Person], FlaskClient]


class Learner:
    """A signed-in trainee; `at` moves the clock, `answer_quiz` goes through a quiz by its form."""

    def __init__(self, session: Session, client_as: SignIn, **course: Any) -> None:
        self.session, self._sign_in = session, client_as
        self.organisation = make_organisation(session)
        self.person = make_person(session, organisation=self.organisation)
        self.course = make_course(session, **course)
        self.run = make_run(session, organisation=self.organisation, course=self.course)
        self.enrolment: Enrolment = make_enrolment(session, person=self.person, run=self.run)
        self.base = f"/leren/{self.enrolment.id}"

    def at(self, moment: datetime) -> time_machine.travel:
        """The clock stands still at this moment."""
        return time_machine.travel(moment, tick=False)

    def browser(self) -> FlaskClient:
        """A browser that signed in a moment ago."""
        return self._sign_in(self.person)

    @property
    def published(self) -> Published:
        """The course as it is now."""
        return get_current(self.session, self.course.id)

    def practise(self, choice: str = "a1", *, at: datetime = NOW, **more: str) -> None:
        """Answer the practice question of the first lesson."""
        with self.at(at):
            page = f"{self.base}/stap/les-een/oefenvraag/oefen-1"
            reply = self.browser().post(page, data={"i-oefen-1": choice, **more})
        assert reply.status_code == 303, reply.status

    def take_quiz(self, answers: dict[str, Any], *, at: datetime = NOW) -> None:
        """Hand in the quiz with these fields."""
        with self.at(at):
            browser = self.browser()
            start = browser.post(f"{self.base}/stap/toets/poging")
            done = browser.post(f"{start.location}/inleveren", data={**answers, "confirm": "1"})
        assert done.location.endswith("/resultaat"), done.status

    def cards(self) -> dict[str, ReviewCard]:
        """The learner's cards by objective."""
        rows = self.session.scalars(
            select(ReviewCard).where(
                ReviewCard.organisation_id == self.organisation.id,
                ReviewCard.enrolment_id == self.enrolment.id,
            )
        )
        return {row.objective_id: row for row in rows}

    def answers(self) -> list[ReviewAnswer]:
        """The learner's answers in review."""
        return list(
            self.session.scalars(
                select(ReviewAnswer)
                .where(
                    ReviewAnswer.organisation_id == self.organisation.id,
                    ReviewAnswer.enrolment_id == self.enrolment.id,
                )
                .order_by(ReviewAnswer.id)
            )
        )


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of the form of an item."""
    form = page.partition("data-review")[2].partition("</form>")[0]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def option_values(page: str) -> dict[str, str]:
    """The value of each option by its text."""
    found = re.findall(r'name="i-[^"]+" id="[^"]+" value="([^"]+)"[^>]*><span>(.*?)</span>', page)
    return {text: value for value, text in found}

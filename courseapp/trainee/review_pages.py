"""What the pages of review show: what is due, the item at hand, the verdict, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from math import ceil
from typing import TypedDict

from flask import g
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from courseapp.catalog.domain.compiled import CompiledModule, CompiledStep
from courseapp.catalog.queries import Published, get_revision
from courseapp.organisations.models import Role
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.queries import get_practice, list_revisit
from courseapp.reviews.domain.mastery import Mastery, Word
from courseapp.reviews.domain.session import (
    FIRST_ITEM,
    Day,
    choose_item,
    count_left,
    day_of,
    find_next,
)
from courseapp.reviews.models import ReviewAnswer
from courseapp.reviews.queries import (
    Deck,
    count_answers,
    find_deck,
    list_answers,
    read_records,
    syllabus_of,
)
from courseapp.reviews.services import refresh_cards, review_key
from courseapp.trainee.blueprint import Desk, open_desk
from courseapp.trainee.quiz_pages import ItemView, asks_confidence
from courseapp.web.database import db
from courseapp.web.now import today_in, utc_now


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The item at hand: of which enrolment and objective, under which key, which of how many."""

    desk: Desk
    objective_id: str
    step: CompiledStep
    asked: Asked
    key: str
    number: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Agenda:
    """Where someone stands with reviewing today."""

    deck: Deck
    day: Day
    today: date

    @cached_property
    def answers(self) -> Sequence[ReviewAnswer]:
        """What was answered today; asked of the database only where it matters."""
        return list_answers(db.session(), day=self.day, **_viewer())

    @property
    def left(self) -> int:
        """How many items are still asked today."""
        due = len(self.deck.due)
        return count_left(due, [answer.at for answer in self.answers]) if due else 0

    @property
    def answered(self) -> int:
        """How many items were answered today."""
        return len(self.answers)

    @property
    def right(self) -> int:
        """How many of these answers were right."""
        return sum(answer.verdict == "correct" for answer in self.answers)

    @property
    def last_module(self) -> tuple[int, int] | None:
        """The enrolment and the module of the last answer."""
        return self.deck.module_of(self.answers[-1]) if self.answers else None

    @property
    def minutes(self) -> int:
        """About how long the rest takes."""
        return max(1, ceil(self.left * FIRST_ITEM / timedelta(minutes=1)))

    @property
    def next_on(self) -> date | None:
        """The day of the next session, None when nothing waits."""
        if self.deck.due:
            return self.today + timedelta(days=1)
        at = self.deck.next_at
        return None if at is None else today_in(current_user.time_zone, now=at)


class _Whose(TypedDict):
    person_id: int
    organisation_ids: Sequence[int]


def _viewer() -> _Whose:
    organisation_ids = current_user.organisation_ids(Role.TRAINEE)
    return _Whose(person_id=current_user.person_id, organisation_ids=organisation_ids)


def open_agenda() -> Agenda:
    """The viewer's own, asked once per request: the menu counts it, the page shows it."""
    if "review_agenda" not in g:
        now = utc_now()
        day = day_of(now, current_user.time_zone)
        deck = find_deck(db.session(), day=day, **_viewer())
        today = today_in(current_user.time_zone, now=now)
        g.review_agenda = Agenda(deck=deck, day=day, today=today)
    agenda: Agenda = g.review_agenda
    return agenda


def count_reviews() -> int:
    """How many items wait today; the menu never turns an error page into another error."""
    try:
        return open_agenda().left
    except SQLAlchemyError:
        db.session.rollback()
        return 0


def count_mastered(module: CompiledModule, mastery: Mapping[str, Mastery]) -> int:
    """How many objectives of a module are mastered."""
    words = [mastery[o.id].word for o in module.objectives if o.id in mastery]
    return words.count(Word.MASTERED)


def keep_cards(desk: Desk) -> None:
    """Let what was just answered come back in review; the caller commits."""
    refresh_cards(db.session(), enrolment=desk.enrolment, published=desk.published)


def open_turn(agenda: Agenda) -> Turn | None:
    """The next item of today's session; None when it is over."""
    due = find_next(agenda.deck.due, last_module=agenda.last_module) if agenda.left else None
    if due is None:
        return None
    desk = open_desk(due.enrolment_id)
    earlier = count_answers(db.session(), enrolment=desk.enrolment, objective_id=due.objective_id)
    key = review_key(enrolment_id=due.enrolment_id, objective_id=due.objective_id, earlier=earlier)
    item_id = _choose(desk, due.objective_id, seed=key)
    found = find_asked(desk.published, due.objective_id, item_id, key=key, locale=desk.locale)
    if found is None:
        return None
    step, asked = found
    return Turn(
        desk=desk,
        objective_id=due.objective_id,
        step=step,
        asked=asked,
        key=key,
        number=agenda.answered + 1,
        total=agenda.answered + agenda.left,
    )


def _choose(desk: Desk, objective_id: str, *, seed: str) -> str:
    """An item of the objective that was not seen lately."""
    own = {desk.enrolment.id: desk.published}
    records = read_records(db.session(), enrolments=[desk.enrolment], current=own)
    seen = records[desk.enrolment.id].last_seen(objective_id)
    items = list(syllabus_of(desk.published).items[objective_id])
    return choose_item(items, last_seen=seen, seed=seed) or ""


def find_asked(
    published: Published, objective_id: str, item_id: str, *, key: str, locale: str
) -> tuple[CompiledStep, Asked] | None:
    """An item with ids of its own for each key; None when the objective has no such item."""
    step = syllabus_of(published).items.get(objective_id, {}).get(item_id)
    if step is None:
        return None
    asked = get_practice(published, step, item_id=item_id, locale=locale, seed=key)
    return None if asked is None else (step, replace(asked, shuffle=True))


def open_view(turn: Turn, *, with_hint: bool) -> ItemView:
    """The item at hand; a hint shows only when it was asked for."""
    data = turn.asked.shown if with_hint else {**turn.asked.shown, "hint_html": ""}
    asks = asks_confidence(turn.desk.published, turn.asked)
    return ItemView(id=turn.asked.id, name=turn.asked.field, data=data, asks_confidence=asks)


def answered_view(desk: Desk, answer: ReviewAnswer) -> ItemView | None:
    """The verdict on an answer as it was asked, with where to read more."""
    published = desk.published
    if answer.revision_id != published.revision_id:
        published = get_revision(db.session(), answer.revision_id)
    key, objective = answer.client_key, answer.objective_id
    found = find_asked(published, objective, answer.item_id, key=key, locale=desk.locale)
    if found is None:
        return None
    step, asked = found
    response = answer.response or None
    lessons = list_revisit(published, step, objectives=[objective])
    return ItemView(
        id=asked.id,
        name=asked.field,
        data=asked.shown,
        response=asked.mask.hide(response) or {},
        verdict=answer.verdict,
        marks={asked.mask.hide_part(m.part): m.right for m in asked.grade(response).marks},
        solution=asked.solution or {},
        explanations=asked.explanations(response),
        revisit=lessons.get(objective) if answer.verdict != "correct" else None,
        confidence=answer.confidence,
        is_locked=True,
    )

"""What a learner takes along from a course: own sentences, what customers did, and plans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user

from courseapp.catalog.domain.compiled import CompiledStep
from courseapp.catalog.queries import Published, get_revisions
from courseapp.organisations.models import Role
from courseapp.plans.domain import TRIED
from courseapp.plans.models import FollowUp
from courseapp.plans.queries import PlanCard, list_cards
from courseapp.reflections.queries import list_done_tasks
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.plan_pages import outcome_words
from courseapp.trainee.writing_pages import KIND
from courseapp.web.database import db
from courseapp.web.rendering import day, weekday
from courseapp.writing.models import Writing
from courseapp.writing.queries import list_scored

MOST_SENTENCES, MOST_NOTICED, MOST_PLANS = 3, 3, 4
SENTENCE, NOTICED, HALF_A_PLAN = 400, 240, 200
"""How many characters of each are shown; the rest is a link away. Paper shows whole lines less."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """Something of the learner's own, with the step it comes from; `url` is "" if that is gone."""

    text: str
    place: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PlanSaid:
    """A plan as a sentence in two halves, and how it went."""

    cue: str
    action: str
    how: str

    @property
    def stop(self) -> str:
        """The full stop of the sentence, unless it has an end already."""
        return "" if self.action.endswith(("…", ".", "!", "?")) else "."


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of what is taken along; `start` is where a first one could be made."""

    lines: Sequence[Quote] | Sequence[PlanSaid]
    start: CompiledStep | None
    more: int = 0

    @property
    def is_offered(self) -> bool:
        """Whether there is something to show, or a place in the course to make it."""
        return bool(self.lines) or self.start is not None


@dataclass(frozen=True, kw_only=True)
class Own:
    """All that is the learner's own."""

    sentences: Section
    noticed: Section
    plans: Section


def gather_own(desk: Desk) -> Own:
    """What the learner made in this course, in a constant number of queries."""
    session = db.session()
    cards = [
        card
        for card in list_cards(
            session,
            person_id=current_user.person_id,
            organisation_ids=current_user.organisation_ids(Role.TRAINEE),
        )
        if card.plan.enrolment_id == desk.enrolment.id
    ]
    newest_first = sorted(cards, key=lambda card: (card.plan.made_at, card.plan.id), reverse=True)
    return Own(
        sentences=_sentences(desk, list_scored(session, enrolment=desk.enrolment)),
        noticed=_noticed(desk, newest_first),
        plans=Section(
            lines=[_say(card) for card in newest_first[:MOST_PLANS]],
            start=_first(desk, lambda step: step.kind == "reflection"),
            more=max(0, len(cards) - MOST_PLANS),
        ),
    )


def cut(text: str, width: int) -> str:
    """A text on one line; what is longer ends at a word with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    start = line[:width]
    return f"{start.rpartition(' ')[0] or start} …"


def share_of(writing: Writing, published: Published) -> float:
    """The part of the points of its rubric that a text got from its writer."""
    step = published.course.steps_by_id.get(writing.step_id)
    parts = next(iter(step.texts.values())).parts if step else ()
    total = next((part.data.get("total", 0) for part in parts if part.id == writing.item_id), 0)
    return sum(writing.scores.values()) / total if total else 0.0


def _sentences(desk: Desk, scored: Sequence[Writing]) -> Section:
    """The texts with the highest self-score, the newest of equals, in the order of writing."""
    revisions = get_revisions(db.session(), {each.revision_id for each in scored})

    def worth(each: Writing) -> tuple[float, object, int]:
        return (share_of(each, revisions[each.revision_id]), each.scored_at, each.id)

    best = sorted(scored, key=worth, reverse=True)[:MOST_SENTENCES]
    return Section(
        lines=[
            _quote(desk, each.step_id, each.revised_text, SENTENCE, revisions[each.revision_id])
            for each in scored
            if each in best
        ],
        start=_first(desk, _has_free_text),
    )


def _noticed(desk: Desk, cards: Sequence[PlanCard]) -> Section:
    """What customers did after a work task or a plan that was tried, the newest few."""
    tasks = list_done_tasks(db.session(), enrolment=desk.enrolment)
    found = [
        (each.done_at, each.step_id, each.noticed)
        for each in tasks
        if each.done_at and each.noticed.strip()
    ]
    found += [
        (follow_up.answered_at, card.plan.step_id, follow_up.note)
        for card in cards
        for follow_up in card.follow_ups
        if follow_up.answered_at and follow_up.outcome in TRIED and follow_up.note.strip()
    ]
    newest = sorted(found, key=lambda each: each[0])[-MOST_NOTICED:]
    return Section(
        lines=[_quote(desk, step_id, text, NOTICED) for _at, step_id, text in newest],
        start=_first(desk, lambda step: step.kind == "task"),
    )


def _quote(
    desk: Desk, step_id: str, text: str, width: int, written: Published | None = None
) -> Quote:
    now = desk.published.course.steps_by_id
    step = now.get(step_id) or (written.course.steps_by_id.get(step_id) if written else None)
    url = url_for("trainee.show_step", enrolment_id=desk.enrolment.id, step_id=step_id)
    place = f"{step.number} {desk.text(step).title}" if step else ""
    return Quote(text=cut(text, width), place=place, url=url if step_id in now else "")


def _say(card: PlanCard) -> PlanSaid:
    return PlanSaid(
        cue=cut(card.plan.cue, HALF_A_PLAN),
        action=cut(card.plan.action, HALF_A_PLAN),
        how=_how(card, outcome_words()),
    )


def _how(card: PlanCard, outcomes: Mapping[str, str]) -> str:
    answered: list[FollowUp] = [each for each in card.follow_ups if each.answered_at]
    if answered:
        last = answered[-1]
        return f"{outcomes[last.outcome]}, {day(last.due_on)}"
    if card.next:
        return str(_("Terugblik op %(day)s", day=weekday(card.next.due_on)))
    return ""


def _has_free_text(step: CompiledStep) -> bool:
    parts = next(iter(step.texts.values())).parts
    return any(part.kind == "question" and part.data["kind"] == KIND for part in parts)


def _first(desk: Desk, is_it: Callable[[CompiledStep], bool]) -> CompiledStep | None:
    return next((step for step in desk.published.course.steps() if is_it(step)), None)

"""What the plans screen shows: plans with what became of them, the ladder, the form to look back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from courseapp.catalog.domain.compiled import CompiledCourse, CompiledModule
from courseapp.catalog.queries import get_revision
from courseapp.enrolment.queries import Learning
from courseapp.organisations.models import Role
from courseapp.plans.domain import OUTCOMES, RUNGS, Ladder
from courseapp.plans.models import FollowUp, Plan
from courseapp.plans.queries import PlanCard, climb_all, count_waiting
from courseapp.plans.services import LookBack
from courseapp.reflections.services import StaleDraft, Stamp, TextsMissing, TextTooLong
from courseapp.trainee.drafts import clean_text, fresh_stamp, too_long
from courseapp.web.database import db
from courseapp.web.now import today_in, utc_now


@dataclass(frozen=True, kw_only=True)
class PlanView:
    """A plan with where it was made; `url` is "" where that course is over."""

    card: PlanCard
    place: str
    url: str


@dataclass(frozen=True, kw_only=True)
class LadderRow:
    """One objective in words, with its rungs from low to high and whether each was reached."""

    text: str
    rungs: Sequence[tuple[str, bool]]


@dataclass(frozen=True, kw_only=True)
class LadderModule:
    """The objectives of one module; `begun` counts those with at least one rung."""

    title: str
    rows: Sequence[LadderRow]
    begun: int


@dataclass(frozen=True, kw_only=True)
class LadderView:
    """The transfer ladder of one course."""

    title: str
    modules: Sequence[LadderModule]

    @property
    def begun(self) -> int:
        """How many objectives have at least one rung."""
        return sum(module.begun for module in self.modules)


@dataclass(frozen=True, kw_only=True)
class LookBackPage:
    """The form of a follow-up: what is in its fields, what is wrong, what was saved elsewhere."""

    draft: LookBack
    stamp: Stamp
    errors: Mapping[str, str] = field(default_factory=dict)
    elsewhere: FollowUp | None = None


def rung_words() -> dict[str, str]:
    """The rungs in words."""
    return {
        "learned": _("Geleerd"),
        "planned": _("Gepland"),
        "tried": _("Geprobeerd"),
        "noticed": _("Gemerkt"),
    }


def outcome_words() -> dict[str, str]:
    """How a follow-up can turn out, in words."""
    return {"done": _("Gelukt"), "partly": _("Deels"), "not-yet": _("Nog niet")}


def count_plans() -> int:
    """How many plans wait today; the menu never turns an error page into another error."""
    try:
        return count_waiting(
            db.session(),
            person_id=current_user.person_id,
            organisation_ids=current_user.organisation_ids(Role.TRAINEE),
            today=today_in(current_user.time_zone, now=utc_now()),
        )
    except SQLAlchemyError:
        db.session.rollback()
        return 0


def read_courses(session: Session, learnings: Sequence[Learning]) -> dict[int, CompiledCourse]:
    """The course of each enrolment as it is now."""
    return {
        learning.enrolment.id: get_revision(
            session, learning.revision_id, content_hash=learning.content_hash
        ).course
        for learning in learnings
    }


def view_plans(
    cards: Sequence[PlanCard], *, courses: Mapping[int, CompiledCourse], locale: str
) -> list[PlanView]:
    """Plans with the course and the step they were made in."""
    return [
        PlanView(
            card=card,
            place=place_of(card.plan, courses=courses, locale=locale),
            url=_address(card.plan, courses),
        )
        for card in cards
    ]


def place_of(plan: Plan, *, courses: Mapping[int, CompiledCourse], locale: str) -> str:
    """The course and the step of a plan in words, "" where that course is over."""
    course = courses.get(plan.enrolment_id)
    if course is None:
        return ""
    step = course.steps_by_id.get(plan.step_id)
    title = course.text(locale).title
    return f"{title}, {step.number} {step.text(locale).title}" if step else title


def _address(plan: Plan, courses: Mapping[int, CompiledCourse]) -> str:
    course = courses.get(plan.enrolment_id)
    if course is None or plan.step_id not in course.steps_by_id:
        return ""
    return url_for("trainee.show_step", enrolment_id=plan.enrolment_id, step_id=plan.step_id)


def view_ladders(
    session: Session,
    learnings: Sequence[Learning],
    *,
    courses: Mapping[int, CompiledCourse],
    locale: str,
) -> list[LadderView]:
    """The ladder of each course, in one query."""
    enrolments = [learning.enrolment for learning in learnings]
    ladders = climb_all(session, enrolments=enrolments, courses=courses)
    return [
        LadderView(
            title=courses[e.id].text(locale).title,
            modules=[
                _module(module, ladders[e.id], locale)
                for module in courses[e.id].modules
                if module.objectives
            ],
        )
        for e in enrolments
    ]


def _module(module: CompiledModule, ladder: Ladder, locale: str) -> LadderModule:
    words = rung_words()
    rows = [
        LadderRow(
            text=objective.texts.get(locale) or next(iter(objective.texts.values())),
            rungs=[(words[rung], rung in ladder[objective.id]) for rung in RUNGS],
        )
        for objective in module.objectives
    ]
    begun = sum(bool(ladder[objective.id]) for objective in module.objectives)
    return LadderModule(title=module.text(locale).title, rows=rows, begun=begun)


def read_look_back(fields: Mapping[str, str]) -> LookBack:
    """What someone sends at a follow-up."""
    return LookBack(
        outcome=fields.get("uitkomst", ""),
        note=clean_text(fields.get("verhaal", "")),
        cue=clean_text(fields.get("als", "")),
        action=clean_text(fields.get("dan", "")),
    )


def look_back_page(plan: Plan, follow_up: FollowUp, *, outcome: str = "") -> LookBackPage:
    """The form as it was last saved; `outcome` is what was chosen on the way here."""
    is_written = follow_up.saved_at is not None and follow_up.answered_at is None
    draft = LookBack(
        outcome=outcome if outcome in OUTCOMES else follow_up.outcome,
        note=follow_up.note,
        cue=follow_up.cue if is_written else plan.cue,
        action=follow_up.action if is_written else plan.action,
    )
    return LookBackPage(draft=draft, stamp=fresh_stamp(follow_up.sequence))


def look_back_with_problem(draft: LookBack, stamp: Stamp, problem: Exception) -> LookBackPage:
    """The form with everything that was typed, and what to do about the problem."""
    if isinstance(problem, StaleDraft) and isinstance(problem.stored, FollowUp):
        newest = fresh_stamp(problem.stored.sequence)
        return LookBackPage(draft=draft, stamp=newest, elsewhere=problem.stored)
    errors = {}
    if isinstance(problem, TextsMissing):
        words = {
            "outcome": _("Kies hoe het ging."),
            "cue": _("Welk moment is het? Schrijf wat je dan hoort of ziet."),
            "action": _("Wat doe je dan? Schrijf één ding dat je doet of zegt."),
        }
        errors = {name: words[name] for name in problem.missing}
    elif isinstance(problem, TextTooLong):
        errors[problem.field] = too_long(problem)
    return LookBackPage(draft=draft, stamp=stamp, errors=errors)

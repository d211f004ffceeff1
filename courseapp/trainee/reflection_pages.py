"""What the reflection page shows: the writer's texts, the choices of days, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep, Json
from courseapp.reflections.domain.plan import FOLLOW_UP_DAYS, follow_up_date
from courseapp.reflections.models import Reflection
from courseapp.reflections.services import (
    Draft,
    PlanIncomplete,
    StaleDraft,
    Stamp,
    TextTooLong,
)
from courseapp.trainee.drafts import clean_text, fresh_stamp, too_long
from courseapp.web.rendering import weekday


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One choice of when to look back; `value` is what the form sends ("" is all days)."""

    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A reflection's form: what is in its fields, what is wrong, what was saved elsewhere."""

    draft: Draft
    stamp: Stamp
    is_shared: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    elsewhere: Reflection | None = None


def read_draft(fields: Mapping[str, str], data: Json) -> Draft:
    """The draft in a form's fields; only texts of prompts that the step has."""
    days = fields.get("wanneer", "")
    return Draft(
        texts={p["id"]: clean_text(fields.get(f"t-{p['id']}", "")) for p in data["prompts"]},
        cue=clean_text(fields.get("als", "")),
        action=clean_text(fields.get("dan", "")),
        follow_up_days=int(days) if days.isascii() and days.isdigit() and len(days) < 3 else None,
    )


def page_of(stored: Reflection | None) -> Page:
    """The form as it was last saved."""
    if stored is None:
        return Page(draft=Draft(texts={}, cue="", action=""), stamp=fresh_stamp(0))
    draft = Draft(
        texts=stored.texts,
        cue=stored.cue,
        action=stored.action,
        follow_up_days=stored.follow_up_days,
    )
    shared = stored.shared_at is not None
    return Page(draft=draft, stamp=fresh_stamp(stored.sequence), is_shared=shared)


def page_with_problem(draft: Draft, stamp: Stamp, problem: Exception, *, is_shared: bool) -> Page:
    """The form with everything that was typed, and what to do about the problem."""
    if isinstance(problem, StaleDraft) and isinstance(problem.stored, Reflection):
        newest = fresh_stamp(problem.stored.sequence)
        return Page(draft=draft, stamp=newest, elsewhere=problem.stored, is_shared=is_shared)
    errors = {}
    if isinstance(problem, PlanIncomplete):
        if "cue" in problem.missing:
            errors["cue"] = _("Welk moment is het? Schrijf wat je dan hoort of ziet.")
        if "action" in problem.missing:
            errors["action"] = _("Wat doe je dan? Schrijf één ding dat je doet of zegt.")
    elif isinstance(problem, TextTooLong):
        errors[problem.field] = too_long(problem)
    return Page(draft=draft, stamp=stamp, errors=errors, is_shared=is_shared)


def list_moments(step: CompiledStep, *, today: date) -> list[Moment]:
    """When to look back: on all days that the reflection names, on the last only, or not."""
    days = working_days(step, None)
    dates = [weekday(follow_up_date(today, day)) for day in days]
    every = Moment(value="", text=_("Op %(day)s", day=dates[0]))
    last = []
    if len(days) > 1:
        joined = _("%(first)s en %(last)s", first=", ".join(dates[:-1]), last=dates[-1])
        every = Moment(value="", text=_("Op %(day)s", day=joined))
        last = [Moment(value=str(days[-1]), text=_("Alleen op %(day)s", day=dates[-1]))]
    return [every, *last, Moment(value="0", text=_("Liever niet"))]


def working_days(step: CompiledStep, chosen: int | None) -> Sequence[int]:
    """The working days after which to look back, for what the writer chose."""
    named = tuple(step.settings.get("follow_up", FOLLOW_UP_DAYS))
    return named if chosen is None else tuple(day for day in named if day == chosen)

"""What the page of a work task shows: the learner's lines and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from courseapp.reflections.models import WorkTask
from courseapp.reflections.services import StaleDraft, Stamp, TaskDraft, TextsMissing, TextTooLong
from courseapp.trainee.drafts import clean_text, fresh_stamp, too_long


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """A work task's form: what is in its fields, what is wrong, what was saved elsewhere."""

    draft: TaskDraft
    stamp: Stamp
    is_shared: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    elsewhere: WorkTask | None = None


def read_task(fields: Mapping[str, str]) -> TaskDraft:
    """The draft in a form's fields."""
    return TaskDraft(
        is_ticked=bool(fields.get("gedaan")),
        evidence=clean_text(fields.get("bewijs", "")),
        noticed=clean_text(fields.get("merkte", "")),
    )


def task_page(stored: WorkTask | None) -> TaskPage:
    """The form as it was last saved."""
    if stored is None:
        empty = TaskDraft(is_ticked=False, evidence="", noticed="")
        return TaskPage(draft=empty, stamp=fresh_stamp(0))
    draft = TaskDraft(is_ticked=stored.is_ticked, evidence=stored.evidence, noticed=stored.noticed)
    is_shared = stored.shared_at is not None
    return TaskPage(draft=draft, stamp=fresh_stamp(stored.sequence), is_shared=is_shared)


def task_page_with_problem(
    draft: TaskDraft, stamp: Stamp, problem: Exception, *, is_shared: bool
) -> TaskPage:
    """The form with everything that was typed, and what to do about the problem."""
    if isinstance(problem, StaleDraft) and isinstance(problem.stored, WorkTask):
        newest = fresh_stamp(problem.stored.sequence)
        return TaskPage(draft=draft, stamp=newest, elsewhere=problem.stored, is_shared=is_shared)
    errors = {}
    if isinstance(problem, TextsMissing):
        words = {
            "done": _("Heb je het gedaan? Vink dat dan aan."),
            "evidence": _("Wat deed je? Schrijf één regel, dan weet je het later nog."),
        }
        errors = {name: words[name] for name in problem.missing}
    elif isinstance(problem, TextTooLong):
        errors[problem.field] = too_long(problem)
    return TaskPage(draft=draft, stamp=stamp, errors=errors, is_shared=is_shared)

"""Where a trainee stopped, as one address."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from courseapp.catalog.domain.compiled import CompiledStep, StepText
from courseapp.catalog.queries import Published
from courseapp.enrolment.models import Enrolment
from courseapp.progress.domain import Progress
from courseapp.trainee.queries import OpenWork


@dataclass(frozen=True, kw_only=True)
class Place:
    """A step to go on with, and the work on it that is still open."""

    step_id: str
    work: OpenWork | None = None


@dataclass(frozen=True, kw_only=True)
class Resume:
    """What the one button says and where it leads."""

    step: CompiledStep
    heading: str
    text: str
    button: str
    url: str


def find_place(
    progress: Progress, *, last_step: str, open_work: Sequence[OpenWork]
) -> Place | None:
    """Where to go on: open work where one was last, that step itself, any open work, the next step.

    `open_work` is newest first and of steps that the course still has.
    """
    by_step = {work.step_id: work for work in reversed(open_work)}
    if last_step in by_step:
        return Place(step_id=last_step, work=by_step[last_step])
    if progress.next_step == last_step and last_step:
        return Place(step_id=last_step)
    unfinished = [work for work in open_work if work.step_id not in progress.completed]
    if unfinished:
        return Place(step_id=unfinished[0].step_id, work=unfinished[0])
    return Place(step_id=progress.next_step) if progress.next_step else None


def find_resume(
    enrolment: Enrolment,
    *,
    published: Published,
    progress: Progress,
    open_work: Sequence[OpenWork],
    locale: str,
) -> Resume | None:
    """The button for an enrolment; None when nothing is left to do."""
    known = [work for work in open_work if work.step_id in published.course.steps_by_id]
    place = find_place(progress, last_step=enrolment.last_step_id, open_work=known)
    if place is None:
        return None
    step = published.course.steps_by_id[place.step_id]
    text = step.text(locale)
    name = f"{step.number} {text.title}"
    is_fresh = enrolment.started_at is None
    anchor = _anchor(enrolment, step, text)
    return Resume(
        step=step,
        heading=_("Begin met %(step)s", step=name)
        if is_fresh
        else _("Verder met %(step)s", step=name),
        text=_describe(step, text, anchor=anchor, work=place.work),
        button=_("Begin") if is_fresh else _("Ga verder"),
        url=_address(enrolment, step, anchor=anchor, work=place.work),
    )


def _anchor(enrolment: Enrolment, step: CompiledStep, text: StepText) -> str:
    """The section where reading stopped, if the lesson still has it."""
    known = {section["id"] for section in text.data.get("toc", ())}
    is_here = step.id == enrolment.last_step_id and enrolment.last_anchor in known
    return enrolment.last_anchor if is_here else ""


def _address(
    enrolment: Enrolment, step: CompiledStep, *, anchor: str, work: OpenWork | None
) -> str:
    if work is not None and work.kind == "quiz":
        return url_for("trainee.show_attempt", enrolment_id=enrolment.id, attempt_id=work.id)
    return url_for(
        "trainee.show_step", enrolment_id=enrolment.id, step_id=step.id, _anchor=anchor or None
    )


def _describe(step: CompiledStep, text: StepText, *, anchor: str, work: OpenWork | None) -> str:
    if work is not None:
        texts = {
            "quiz": _("Je poging staat open. Wat je al invulde, is bewaard."),
            "dialogue": _("Je gesprek loopt nog. Je gaat verder waar je was."),
            "reflection": _("Je tekst is bewaard. Je kunt zo verder schrijven."),
        }
        return str(texts[work.kind])
    if not anchor:
        return minutes_in_words(step.minutes)
    sections = list(text.data["toc"])
    index = next(i for i, section in enumerate(sections) if section["id"] == anchor)
    left = math.ceil(step.minutes * (len(sections) - index) / len(sections))
    where = _("Je bent bij ‘%(section)s’.", section=sections[index]["title"])
    return f"{where} {minutes_in_words(left)}"


def minutes_in_words(minutes: int) -> str:
    """How long something still takes, roughly."""
    words = ngettext("Nog ongeveer %(num)d minuut.", "Nog ongeveer %(num)d minuten.", minutes)
    return str(words)

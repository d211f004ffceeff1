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
class Spot:
    """A place within a lesson: where it is, in words too, and the share read before it (0 to 1)."""

    anchor: str
    words: str
    read: float


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
    spot = _find_spot(enrolment, step, text)
    return Resume(
        step=step,
        heading=_("Begin met %(step)s", step=name)
        if is_fresh
        else _("Verder met %(step)s", step=name),
        text=_describe(step, spot=spot, work=place.work),
        button=_("Begin") if is_fresh else _("Ga verder"),
        url=_address(enrolment, step, spot=spot, work=place.work),
    )


def _find_spot(enrolment: Enrolment, step: CompiledStep, text: StepText) -> Spot | None:
    """The section or practice question where reading stopped, if the lesson still has it."""
    if step.id != enrolment.last_step_id or not enrolment.last_anchor:
        return None
    anchor, sections = enrolment.last_anchor, list(text.data.get("toc", ()))
    for place, section in enumerate(sections):
        if section["id"] == anchor:
            words = _("Je bent bij ‘%(section)s’.", section=section["title"])
            return Spot(anchor=anchor, words=words, read=place / len(sections))
    for place, part in enumerate(text.parts):
        if part.kind == "question" and anchor == f"v-{part.id}":
            words = _("Je bent bij een oefenvraag.")
            return Spot(anchor=anchor, words=words, read=place / len(text.parts))
    return None


def _address(
    enrolment: Enrolment, step: CompiledStep, *, spot: Spot | None, work: OpenWork | None
) -> str:
    if work is not None and work.kind == "quiz":
        return url_for("trainee.show_attempt", enrolment_id=enrolment.id, attempt_id=work.id)
    anchor = spot.anchor if spot else None
    return url_for("trainee.show_step", enrolment_id=enrolment.id, step_id=step.id, _anchor=anchor)


def _describe(step: CompiledStep, *, spot: Spot | None, work: OpenWork | None) -> str:
    if work is not None:
        texts = {
            "quiz": _("Je poging staat open. Wat je al invulde, is bewaard."),
            "dialogue": _("Je gesprek loopt nog. Je gaat verder waar je was."),
            "reflection": _("Je tekst is bewaard. Je kunt zo verder schrijven."),
            "task": _("Je tekst is bewaard. Je kunt zo verder schrijven."),
            "scenario": _("Je tekst is bewaard. Je kunt zo verder schrijven."),
        }
        return str(texts[work.kind])
    if spot is None:
        return minutes_in_words(step.minutes)
    return f"{spot.words} {minutes_in_words(math.ceil(step.minutes * (1 - spot.read)))}"


def minutes_in_words(minutes: int) -> str:
    """How long something still takes, roughly."""
    words = ngettext("Nog ongeveer %(num)d minuut.", "Nog ongeveer %(num)d minuten.", minutes)
    return str(words)

"""What a lesson shows of a free text: its phase, the versions so far, hints, the model answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep, Json, Part
from courseapp.reflections.queries import find_trainer_name
from courseapp.reflections.services import StaleDraft, Stamp, TextsMissing, TextTooLong
from courseapp.trainee.blueprint import Desk
from courseapp.trainee.drafts import fresh_stamp, too_long
from courseapp.web.database import db
from courseapp.writing.domain.hints import Hint, look
from courseapp.writing.domain.phases import PHASES, Phase
from courseapp.writing.models import Writing
from courseapp.writing.queries import list_writings
from courseapp.writing.services import WrongPhase

KIND = "free-text"
AFTER_REVISION = ("score", "done")


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A text or scores that were refused, and why."""

    item_id: str
    problem: Exception
    text: str = ""
    stamp: Stamp = field(default_factory=lambda: fresh_stamp(0))
    scores: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WritingPage:
    """One free text of a lesson; the key's words are empty until the revision was handed in."""

    id: str
    data: Json
    phase: Phase
    stored: Writing | None
    text: str
    stamp: Stamp
    hints: Sequence[Hint] = ()
    model_html: str = ""
    why_html: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    error: str = ""
    unscored: Sequence[str] = ()
    elsewhere: str = ""
    not_saved: str = ""
    trainer: str | None = None

    @property
    def number(self) -> int:
        """Which phase this is, from 1."""
        return PHASES.index(self.phase) + 1

    @property
    def points(self) -> int:
        """What the writer gave in all."""
        return sum(self.scores.values())


def is_free_text(part: Part) -> bool:
    """Whether a part of a lesson asks for a free text."""
    return part.kind == "question" and part.data["kind"] == KIND


def find_free_text(desk: Desk, step: CompiledStep, item_id: str) -> Part | None:
    """The free text of a lesson with this id."""
    parts = (part for part in desk.text(step).parts if is_free_text(part))
    return next((part for part in parts if part.id == item_id), None)


def view_writings(
    desk: Desk, step: CompiledStep, *, sent: Sent | None = None
) -> Mapping[str, WritingPage]:
    """All free texts of a lesson by item, in one query; `sent` comes back with what to do."""
    parts = [part for part in desk.text(step).parts if is_free_text(part)]
    if not parts:
        return {}
    ids = [part.id for part in parts]
    stored = list_writings(db.session(), enrolment=desk.enrolment, item_ids=ids)
    trainer = find_trainer_name(db.session(), run=desk.run)
    return {
        part.id: _page(desk, step, part, stored.get(part.id), trainer=trainer, sent=sent)
        for part in parts
    }


def _page(
    desk: Desk,
    step: CompiledStep,
    part: Part,
    stored: Writing | None,
    *,
    trainer: str | None,
    sent: Sent | None,
) -> WritingPage:
    phase: Phase = stored.phase if stored else "write"
    locale = written_in(desk, step)
    key: Json = desk.published.key(part.id, locale) if phase in AFTER_REVISION else {}
    shown: dict[str, Any] = {
        "text": stored.draft if stored else "",
        "stamp": fresh_stamp(stored.sequence if stored else 0),
        "hints": _hints(part.data, stored, locale) if stored and phase == "revise" else (),
        "scores": stored.scores if stored and phase == "done" else {},
    }
    if sent is not None and sent.item_id == part.id:
        shown |= _refused(sent, stored, phase)
    return WritingPage(
        id=part.id,
        data=part.data,
        phase=phase,
        stored=stored,
        model_html=key.get("model_html", ""),
        why_html=key.get("why_html", ""),
        trainer=trainer,
        **shown,
    )


def _hints(data: Json, stored: Writing, locale: str) -> Sequence[Hint]:
    names = [each["hint"] for each in data["criteria"] if each["hint"]]
    return look(stored.first_text, names, locale=locale, prompt=data["prompt_text"])


def written_in(desk: Desk, step: CompiledStep) -> str:
    """The language that the lesson is shown in."""
    return desk.locale if desk.locale in step.texts else desk.published.course.locales[0]


def _refused(sent: Sent, stored: Writing | None, phase: Phase) -> dict[str, object]:
    """What changes on the page because of a refusal; nothing that was typed gets lost."""
    problem = sent.problem
    if isinstance(problem, StaleDraft) and stored is not None:
        return {"text": sent.text, "elsewhere": stored.draft}
    if isinstance(problem, WrongPhase):
        return {"not_saved": sent.text}
    if isinstance(problem, TextTooLong):
        return {"text": sent.text, "stamp": sent.stamp, "error": too_long(problem)}
    if isinstance(problem, TextsMissing) and phase == "score":
        return {"scores": sent.scores, "unscored": problem.missing}
    return {
        "text": sent.text,
        "stamp": sent.stamp,
        "error": _("Schrijf eerst een zin. Daarna kijken we samen verder."),
    }

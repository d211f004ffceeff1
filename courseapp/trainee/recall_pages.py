"""What a lesson brings back of the learner's own: earlier words, plans and choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseapp.catalog.domain.compiled import CompiledStep, Json, Part
from courseapp.catalog.domain.words import plain_text
from courseapp.trainee.blueprint import Desk
from courseapp.web.database import db
from courseapp.writing.queries import Given, list_given

NOTHING = Given(source="")


@dataclass(frozen=True, kw_only=True)
class RecallView:
    """One thing brought back: `lines` are the learner's words or choices, `plan` both halves."""

    step: CompiledStep | None
    anchor: str | None
    lines: Sequence[str] = ()
    plan: tuple[str, str] | None = None
    asked: str = ""


def view_recalls(desk: Desk, step: CompiledStep) -> Mapping[tuple[str, str], RecallView]:
    """What each recall of a lesson shows, by step and part, in one query."""
    asked = [part.data for part in desk.text(step).parts if part.kind == "recall"]
    targets = [(data["step"], data["part"]) for data in asked]
    if not targets:
        return {}
    given = list_given(db.session(), enrolment=desk.enrolment, targets=targets)
    return {target: _view(desk, *target, given) for target in targets}


def _view(
    desk: Desk, step_id: str, part: str, given: Mapping[tuple[str, str], Given]
) -> RecallView:
    step = desk.published.course.steps_by_id.get(step_id)
    if step is None:
        return RecallView(step=None, anchor=None)
    text = desk.text(step)
    if step.kind == "reflection":
        return _reflection(step, text.data, part, given.get((step_id, ""), NOTHING))
    item = next((each for each in text.parts if each.id == part), None)
    anchor = f"v-{part}" if step.kind == "lesson" else None
    lines = _lines(item, given.get(("", part), NOTHING)) if item else []
    asked = str(item.data["prompt_text"]) if item else ""
    return RecallView(step=step, anchor=anchor, lines=lines, asked=asked)


def _reflection(step: CompiledStep, data: Json, part: str, given: Given) -> RecallView:
    prompt = next((each for each in data["prompts"] if each["id"] == part), None)
    if prompt is None:
        return RecallView(step=step, anchor=None, plan=given.texts if any(given.texts) else None)
    words = str(given.data.get(part, "")).strip()
    return RecallView(
        step=step, anchor=None, lines=[words] if words else [], asked=str(prompt["text"])
    )


def _lines(item: Part, given: Given) -> list[str]:
    """The words, or the options that were chosen and that the question still has."""
    if given.source == "writing":
        return [given.texts[0]]
    if "text" in given.data:
        return [str(given.data["text"])]
    chosen = [given.data["choice"]] if "choice" in given.data else given.data.get("choices", [])
    options = item.data.get("options", ())
    return [_option(item.data, each) for each in options if each["id"] in chosen]


def _option(data: Json, option: Json) -> str:
    """An option in plain words; a number on a scale with the words at its ends."""
    words = plain_text(option["html"])
    if "low_html" not in data:
        return words
    low, high = data["options"][0], data["options"][-1]
    ends = (plain_text(data["low_html"]), plain_text(data["high_html"]))
    return f"{words} ({low['id']}: {ends[0]}, {high['id']}: {ends[1]})"

"""What the quiz templates show: one view of an item, the same in a quiz, a result and a lesson."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from courseapp.catalog.domain.compiled import CompiledStep, Json, Part
from courseapp.catalog.queries import Published, get_revision
from courseapp.quizzes.domain.asking import Asked
from courseapp.quizzes.domain.confidence import is_sure_and_wrong, read_confidence
from courseapp.quizzes.domain.kind import Response, ResponseInvalid, one_value
from courseapp.quizzes.domain.ordering import CLASH
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.domain.rules import QuizRules
from courseapp.quizzes.models import Answer, Attempt, GradedItem, PracticeAnswer
from courseapp.quizzes.queries import (
    AttemptNotFound,
    get_attempt,
    get_practice,
    list_asked,
    list_practice_answers,
)
from courseapp.trainee.blueprint import Desk, open_desk
from courseapp.web.curve import FieldStyle, Frame, Picture, field_curve
from courseapp.web.database import db
from courseapp.web.i18n import current_locale

ANSWERED, CLASHED = "oefenvraag", "plaatsen"
"""The query parameter that names the practice question whose verdict the lesson shows."""


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """A question for a template; everything in it may be seen by the learner at this moment."""

    id: str
    name: str
    data: Json
    number: int = 0
    response: Json = field(default_factory=dict)
    sequence: int = 0
    saved_at: datetime | None = None
    problem: str = ""
    verdict: str = ""
    marks: Mapping[str, bool] = field(default_factory=dict)
    solution: Json = field(default_factory=dict)
    explanations: Sequence[str] = ()
    revisit: CompiledStep | None = None
    is_locked: bool = False
    asks_confidence: bool = False
    confidence: str | None = None

    @property
    def is_graded(self) -> bool:
        """Whether some answer is right."""
        return QUESTION_KINDS[self.data["kind"]].is_graded

    @property
    def is_sure_and_wrong(self) -> bool:
        """Whether the learner was sure of what is not right."""
        return is_sure_and_wrong(self.confidence, self.verdict)


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """An attempt on the revision it was started on."""

    attempt: Attempt
    published: Published
    step: CompiledStep
    rules: QuizRules
    asked: Sequence[Asked]

    def item(self, item_id: str) -> Asked | None:
        """The asked item with this id."""
        return next((each for each in self.asked if each.id == item_id), None)

    def asks_confidence(self, asked: Asked) -> bool:
        """Whether an item asks how sure the learner is."""
        return self.rules.graded and asks_confidence(self.published, asked)

    @property
    def has_checked(self) -> bool:
        """Whether some items of the open attempt have shown their verdict already."""
        return self.attempt.points is not None


def open_locked(enrolment_id: int, attempt_id: int) -> tuple[Desk, Sitting]:
    """The viewer's desk and own attempt, which nobody else changes until the commit."""
    desk = open_desk(enrolment_id)
    return desk, open_sitting(desk, attempt_id, lock=True)


def read_answers(sitting: Sitting) -> tuple[dict[str, Response], list[str]]:
    """The answers in the submitted form by item, and the items with two lines on one place."""
    try:
        readings = {each.id: each.read_form(request.form) for each in sitting.asked}
    except ResponseInvalid:
        abort(422)
    given = {item: read.response for item, read in readings.items() if read.response is not None}
    return given, [item for item, read in readings.items() if read.problem == CLASH]


def read_confidences(sitting: Sitting) -> dict[str, str]:
    """How sure the learner is of each item, as far as the submitted form says so."""
    said = {
        each.id: read_confidence_field(each.id)
        for each in sitting.asked
        if sitting.asks_confidence(each)
    }
    return {item: confidence for item, confidence in said.items() if confidence is not None}


def read_confidence_field(item_id: str) -> str | None:
    """The degree of confidence in the submitted form; any other value is a 422."""
    try:
        return read_confidence(one_value(request.form, f"c-{item_id}"))
    except ResponseInvalid:
        abort(422)


def asks_confidence(published: Published, asked: Asked) -> bool:
    """Whether the course asks how sure the learner is of the answer to this question."""
    return published.course.confidence and asked.kind.is_graded


def confidence_words() -> dict[str, str]:
    """The words for each degree of confidence."""
    return {"guess": _("gok"), "think": _("denk het"), "sure": _("zeker weten")}


def is_doubtful(item: ItemView) -> bool:
    """Whether the learner may want to look at the item again before handing in."""
    return not item.response or bool(item.problem)


def to_attempt(
    view: str, desk: Desk, attempt_id: int, *, anchor: str | None = None, **query: Any
) -> ResponseReturnValue:
    """Lead to a page of an attempt."""
    ids = {"enrolment_id": desk.enrolment.id, "attempt_id": attempt_id}
    return redirect(url_for(f".{view}", _anchor=anchor, **(ids | query)), 303)


def open_sitting(desk: Desk, attempt_id: int, *, lock: bool = False) -> Sitting:
    """The viewer's own attempt, or a 404; with `lock` until the end of the transaction."""
    try:
        attempt, content_hash = get_attempt(
            db.session(), enrolment=desk.enrolment, attempt_id=attempt_id, lock=lock
        )
    except AttemptNotFound:
        abort(404)
    published = get_revision(db.session(), attempt.revision_id, content_hash=content_hash)
    step = published.course.steps_by_id[attempt.step_id]
    return Sitting(
        attempt=attempt,
        published=published,
        step=step,
        rules=QuizRules.from_json(step.settings),
        asked=list_asked(published, attempt, locale=desk.locale),
    )


def open_item(asked: Asked, *, number: int, answer: Answer | None, asks: bool = False) -> ItemView:
    """An item that still takes an answer; `asks` also how sure the learner is of it."""
    response = (answer.response if answer else None) or None
    return ItemView(
        id=asked.id,
        name=asked.field,
        data=asked.shown,
        number=number,
        response=asked.mask.hide(response) or {},
        sequence=answer.sequence if answer else 0,
        saved_at=answer.saved_at if answer else None,
        problem=asked.problem(response),
        asks_confidence=asks,
        confidence=answer.confidence if answer else None,
    )


def graded_item(
    asked: Asked, row: GradedItem, *, number: int, revisit: CompiledStep | None = None
) -> ItemView:
    """An item with its verdict, its marks and why."""
    return ItemView(
        id=asked.id,
        name=asked.field,
        data=asked.shown,
        number=number,
        response=asked.mask.hide(row.response) or {},
        problem=asked.problem(row.response or None),
        verdict=row.verdict,
        marks={asked.mask.hide_part(part): right for part, right in row.marks.items()},
        solution=asked.solution or {},
        explanations=asked.explanations(row.response),
        revisit=revisit,
        is_locked=True,
        asks_confidence=row.confidence is not None,
        confidence=row.confidence,
    )


def ask_practice(desk: Desk, step: CompiledStep, item_id: str) -> Asked | None:
    """A practice question of a lesson with ids of its own for each enrolment and revision."""
    seed = f"{desk.published.content_hash}:{desk.enrolment.id}"
    return get_practice(desk.published, step, item_id=item_id, locale=desk.locale, seed=seed)


def practice_view(
    desk: Desk, asked: Asked, response: Response | None, confidence: str | None = None
) -> ItemView:
    """A practice question, with its verdict once there is a response; it may be tried again."""
    graded = asked.grade(response)
    done: dict[str, Any] = {"asks_confidence": asks_confidence(desk.published, asked)}
    if response is not None:
        done |= {
            "confidence": confidence,
            "response": asked.mask.hide(response),
            "problem": asked.problem(response),
            "verdict": graded.verdict,
            "marks": {asked.mask.hide_part(mark.part): mark.right for mark in graded.marks},
            "explanations": asked.explanations(response),
        }
    return ItemView(id=asked.id, name=asked.field, data=asked.shown, **done)


def show_practice(desk: Desk, step: CompiledStep, part: Part) -> ItemView:
    """The question of a lesson's part, with the verdict when it was answered a moment ago.

    An opinion is shown whenever there is one, to be changed.
    """
    asked = ask_practice(desk, step, part.id)
    if asked is None:
        abort(404)
    answer = None
    if request.args.get(ANSWERED) == part.id or not asked.kind.is_graded:
        answer = _kept_answers(desk, step).get(part.id)
    if answer is None:
        return practice_view(desk, asked, None)
    view = practice_view(desk, asked, answer.response, answer.confidence)
    is_clash = CLASHED in request.args and request.args.get(ANSWERED) == part.id
    return replace(view, problem=CLASH) if is_clash else view


def _kept_answers(desk: Desk, step: CompiledStep) -> Mapping[str, PracticeAnswer]:
    """The last answers to the questions of a lesson, asked for once per page."""
    if "kept_answers" not in g:
        g.kept_answers = list_practice_answers(
            db.session(), enrolment=desk.enrolment, step_id=step.id
        )
    kept: Mapping[str, PracticeAnswer] = g.kept_answers
    return kept


def result_curve(items: Sequence[ItemView]) -> Picture:
    """The result on the field: a high for what was right, a low for what was not."""
    heights = {"correct": 3.0, "partly": 0.8}
    words = {"correct": _("juist"), "partly": _("bijna")}
    otherwise = _("nog niet")
    labels = [str(item.number) for item in items]
    if len(items) <= 5:
        labels = [f"{v.number}: {words.get(v.verdict, otherwise)}" for v in items]
    return field_curve(
        [heights.get(item.verdict, -1.0) for item in items],
        peak=None,
        style=FieldStyle(labels=labels, frame=Frame(left=14, right=92)),
    )


def shown_number(text: str) -> str:
    """A number as the key writes it, for reading: a real minus sign and a Dutch comma."""
    shown = text.replace("-", "\u2212")
    return shown.replace(".", ",") if current_locale() == "nl" else shown

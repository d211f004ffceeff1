"""A question as one attempt asks it: masked for the browser, graded with all languages' keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from courseapp.catalog.domain.compiled import Json
from courseapp.quizzes.domain.kind import (
    Form,
    Graded,
    QuestionKind,
    Reading,
    Response,
    ResponseInvalid,
)
from courseapp.quizzes.domain.masking import Mask
from courseapp.quizzes.domain.registry import QUESTION_KINDS


@dataclass(frozen=True)
class Asked:
    """`data` in the reader's language; `keys` start with the key in that language."""

    data: Json
    keys: tuple[Json, ...]
    seed: str
    shuffle: bool = False

    @property
    def id(self) -> str:
        """The item's id."""
        return str(self.data["id"])

    @property
    def field(self) -> str:
        """The name, or the stem of the names, of its form fields."""
        return f"i-{self.id}"

    @property
    def kind(self) -> QuestionKind:
        """The kind that reads and grades it."""
        return QUESTION_KINDS[self.data["kind"]]

    @cached_property
    def mask(self) -> Mask:
        """The ids that a browser may see."""
        return Mask(self.data, seed=self.seed)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """The public data with hidden ids, in the order of this attempt."""
        return self.mask.data(self.data, shuffle=self.shuffle)

    def read_json(self, raw: object) -> Reading:
        """The response in JSON, an empty object or null for none; raises ResponseInvalid."""
        if raw is None or raw == {}:
            return Reading(response=None)
        if not isinstance(raw, Mapping):
            raise ResponseInvalid("response")
        return self.kind.read_json(self.data, self.mask.reveal(raw))

    def read_form(self, form: Form) -> Reading:
        """The response in form fields; raises ResponseInvalid."""
        return self.kind.read_form(self.data, self.mask.form(form), self.field)

    def problem(self, response: Response | None) -> str:
        """What a learner should mend in a stored response."""
        return "" if response is None else self.kind.read_json(self.data, response).problem

    def grade(self, response: Response | None) -> Graded:
        """The best that any language's key gives: an answer may be typed in either."""
        graded = [self.kind.grade(self.data, key, response) for key in self.keys]
        return max(graded, key=lambda each: each.points)

    @property
    def solution(self) -> Response | None:
        """A right response with hidden ids, for after the verdict."""
        return self.mask.hide(self.kind.right_response(self.data, self.keys[0]))

    def explanations(self, response: Response | None) -> Sequence[str]:
        """HTML to show after grading: the feedback on what was chosen, then the explanation."""
        key, given = self.keys[0], response or {}
        chosen = [given["choice"]] if "choice" in given else given.get("choices", [])
        texts = [*(key["feedback"].get(each, "") for each in chosen), key["why_html"]]
        return [text for text in texts if text]

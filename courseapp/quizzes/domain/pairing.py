"""Giving each of some pieces one of some others: the answer that matching and sorting share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from courseapp.catalog.domain.compiled import Json
from courseapp.quizzes.domain.kind import (
    Form,
    Mark,
    QuestionKind,
    Reading,
    Response,
    ResponseInvalid,
    one_value,
)


class Pairing(QuestionKind):
    """Each piece of `placed` gets a piece of `places`; graded by piece."""

    gradings = ("partial", "all")
    placed: ClassVar[str]
    places: ClassVar[str]

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        pairs = raw.get("pairs")
        if not isinstance(pairs, Mapping):
            raise ResponseInvalid("pairs")
        return self._check(data, pairs)

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        ids = self._ids(data, self.placed)
        pairs = {each: one_value(form, f"{name}-{each}") for each in ids}
        return self._check(data, {each: place for each, place in pairs.items() if place})

    def _ids(self, data: Json, side: str) -> list[str]:
        return [piece["id"] for piece in data[side]]

    def _check(self, data: Json, pairs: Mapping[object, object]) -> Reading:
        placed, places = self._ids(data, self.placed), self._ids(data, self.places)
        if not all(each in placed for each in pairs) or not all(
            v in places for v in pairs.values()
        ):
            raise ResponseInvalid("pairs")
        response = {each: pairs[each] for each in placed if each in pairs}
        return Reading(response={"pairs": response} if response else None)

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        given = response["pairs"]
        marks = [Mark(part=each, right=given.get(each) == v) for each, v in key["pairs"].items()]
        return sum(mark.right for mark in marks) / len(marks), tuple(marks)

    def right_response(self, data: Json, key: Json) -> Response:
        return {"pairs": dict(key["pairs"])}

"""Matching: each left item goes with one right item, graded per pair."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from courseapp.catalog.domain.protocol import Compiled, FindingText, Line, Render, Report
from courseapp.quizzes.domain.kind import Draft, Question, Structure, first_match, part_id
from courseapp.quizzes.domain.pairing import Pairing

_PAIR = re.compile(r"[-*+] +(?!\[[ xX]\])(.*?)(?:^|\s)::(?:\s(.*)|)$")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """One line `- left :: right`."""

    left: str
    right: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Pairs:
    """The pairs in the author's order; a right text may serve several lefts."""

    pairs: tuple[Pair, ...]

    def right_indexes(self) -> tuple[int, ...]:
        """For each pair the index of the first pair with the same right text."""
        texts = [pair.right for pair in self.pairs]
        return tuple(texts.index(text) for text in texts)


class Matching(Pairing):
    """A list of `- left :: right`."""

    name = "matching"
    placed = "left"
    places = "right"
    findings: ClassVar[Mapping[str, FindingText]] = {
        "matching-too-few": FindingText(
            severity="error",
            nl=(
                "Een koppelvraag heeft ten minste twee paren nodig met twee verschillende "
                "rechterkanten. Voeg een regel “- links :: rechts” toe."
            ),
            en=(
                "A matching question needs at least two pairs with two different right sides. Add "
                "a line “- left :: right”."
            ),
        ),
        "matching-malformed": FindingText(
            severity="error",
            nl="Dit is geen paar. Schrijf “- links :: rechts”, met tekst aan beide kanten.",
            en="This is not a pair. Write “- left :: right”, with text on both sides.",
        ),
        "matching-duplicate": FindingText(
            severity="error",
            nl="Links staat “{text}” twee keer. Maak de linkerkanten verschillend.",
            en="“{text}” is on the left twice. Make the left sides different.",
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_PAIR, lines)

    def parse(self, draft: Draft, report: Report) -> Pairs | None:
        pairs: list[Pair] = []
        for line in draft.answers:
            if not line.text.strip():
                continue
            found = _PAIR.match(line.text)
            left, right = (found[1].strip(), (found[2] or "").strip()) if found else ("", "")
            if not left or not right:
                report("matching-malformed", line=line.number)
                continue
            if any(pair.left == left for pair in pairs):
                report("matching-duplicate", line=line.number, text=left)
            pairs.append(Pair(left=left, right=right, line=line.number))
        if len({pair.right for pair in pairs}) < 2:
            report("matching-too-few", line=draft.line)
            return None
        return Pairs(pairs=tuple(pairs))

    def compile(self, question: Question, render: Render) -> Compiled:
        lefts, rights, key = [], {}, {}
        pairs = question.answer.pairs
        for n, (pair, index) in enumerate(zip(pairs, question.answer.right_indexes(), strict=True)):
            left, right = part_id(question.id, f"left:{n}"), part_id(question.id, f"right:{index}")
            lefts.append({"id": left, "html": render.inline(pair.left, line=pair.line)})
            rights[right] = {"id": right, "html": render.inline(pair.right, line=pair.line)}
            key[left] = right
        data = {"left": lefts, "right": [rights[each] for each in sorted(rights)]}
        return Compiled(data=data, keys={question.id: {"pairs": key}})

    def structure(self, answer: Pairs) -> Structure:
        return Structure(parts=len(answer.pairs), right=answer.right_indexes())

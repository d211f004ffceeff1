"""Typing words: a short text with its variants, and a paragraph with gaps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Compiled, FindingText, Line, Render, Report
from courseapp.quizzes.domain.kind import (
    Draft,
    Form,
    Mark,
    Question,
    QuestionKind,
    Reading,
    Response,
    ResponseInvalid,
    Structure,
    clean_text,
    expect_string,
    expect_strings,
    first_match,
    one_value,
)
from courseapp.quizzes.domain.spelling import MATCHES, fold, is_match

LONGEST = 200
LONGEST_GAP = 100
_VARIANTS = re.compile(r"=(?: |$)(.*)$")
_GAP = re.compile(r"\[\[([^\[\]]*)\]\]")
_HAS_GAP = re.compile(r".*?\[\[[^\[\]]*\]\]")

_UNKNOWN_MATCH = {
    "text-unknown-match": FindingText(
        severity="error",
        nl=(
            "match={match} ken ik niet. Kies exact, folded (hoofdletters en accenten tellen niet) "
            "of near (een tikfout mag)."
        ),
        en=(
            "I do not know match={match}. Choose exact, folded (case and accents do not count) or "
            "near (a slip is allowed)."
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Variants:
    """The texts that count as right, the model answer first."""

    accept: tuple[str, ...]
    match: str


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """The pieces of text around the gaps (one more than there are gaps) and each gap's variants."""

    pieces: tuple[str, ...]
    gaps: tuple[tuple[str, ...], ...]
    match: str
    line: int


class ShortText(QuestionKind):
    """`= Kahneman | Daniel Kahneman`, compared as `match=` says (folded unless named)."""

    name = "short-text"
    findings: ClassVar[Mapping[str, FindingText]] = {
        **_UNKNOWN_MATCH,
        "short-text-empty": FindingText(
            severity="error",
            nl="Achter “= ” staat geen antwoord. Schrijf “= antwoord | ander goed antwoord”.",
            en="There is no answer behind “= ”. Write “= answer | another right answer”.",
        ),
        "short-text-stray-line": FindingText(
            severity="error",
            nl="Deze regel hoort niet bij het antwoord. Begin met “= ” voor nog een goed antwoord.",
            en="This line is not part of the answer. Start with “= ” for another right answer.",
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_VARIANTS, lines)

    def parse(self, draft: Draft, report: Report) -> Variants | None:
        accept: list[str] = []
        for line in draft.answers:
            if found := _VARIANTS.match(line.text):
                accept += _variants(found[1])
            elif line.text.strip():
                report("short-text-stray-line", line=line.number)
        match = _read_match(draft, report)
        if not accept:
            report("short-text-empty", line=draft.line)
        return Variants(accept=tuple(accept), match=match) if accept and match else None

    def compile(self, question: Question, render: Render) -> Compiled:
        answer: Variants = question.answer
        key = {"accept": list(answer.accept), "match": answer.match}
        return Compiled(data={}, keys={question.id: key})

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        return self._read(expect_string(raw, "text"))

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        return self._read(one_value(form, name))

    def _read(self, text: str) -> Reading:
        text = clean_text(text, limit=LONGEST)
        return Reading(response={"text": text} if text else None)

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        return float(_is_any(response["text"], key["accept"], key["match"])), ()

    def right_response(self, data: Json, key: Json) -> Response:
        return {"text": key["accept"][0]}

    def structure(self, answer: Variants) -> Structure:
        return Structure(parts=1, right=answer.match)


class GapText(QuestionKind):
    """A paragraph with gaps: `The [[peak|high point]] and the [[end]]`."""

    name = "gap-text"
    gradings = ("partial", "all")
    findings: ClassVar[Mapping[str, FindingText]] = {
        **_UNKNOWN_MATCH,
        "gap-empty": FindingText(
            severity="error",
            nl=(
                "Een gat heeft geen antwoord. Schrijf het woord tussen de haken: "
                "“[[piek|hoogtepunt]]”."
            ),
            en="A gap has no answer. Write the word between the brackets: “[[peak|high point]]”.",
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        found = first_match(_HAS_GAP, lines)
        while found and lines[found - 1].text.strip():
            found -= 1
        return found

    def parse(self, draft: Draft, report: Report) -> Gaps | None:
        text = " ".join(line.text.strip() for line in draft.answers if line.text.strip())
        pieces, gaps = _GAP.split(text)[::2], [_variants(gap) for gap in _GAP.findall(text)]
        match = _read_match(draft, report)
        if not all(gaps):
            report("gap-empty", line=draft.line)
            return None
        if not match:
            return None
        filled = tuple(tuple(gap) for gap in gaps)
        return Gaps(pieces=tuple(pieces), gaps=filled, match=match, line=draft.line)

    def compile(self, question: Question, render: Render) -> Compiled:
        answer: Gaps = question.answer
        segments: list[dict[str, object]] = []
        for n, piece in enumerate(answer.pieces):
            if n:
                segments.append({"gap": n - 1})
            if piece:
                segments.append({"html": _inline(render, piece, line=answer.line)})
        key = {"gaps": [list(gap) for gap in answer.gaps], "match": answer.match}
        return Compiled(data={"segments": segments}, keys={question.id: key})

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        return self._read(data, expect_strings(raw, "texts"))

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        fields = (f"{name}-{n}" for n in range(count_gaps(data)))
        return self._read(data, [one_value(form, field) for field in fields])

    def _read(self, data: Json, texts: list[str]) -> Reading:
        if len(texts) != count_gaps(data):
            raise ResponseInvalid("texts")
        cleaned = [clean_text(text, limit=LONGEST_GAP) for text in texts]
        return Reading(response={"texts": cleaned} if any(cleaned) else None)

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        pairs = enumerate(zip(response["texts"], key["gaps"], strict=True))
        marks = [
            Mark(part=str(n), right=_is_any(text, gap, key["match"])) for n, (text, gap) in pairs
        ]
        return sum(mark.right for mark in marks) / len(marks), tuple(marks)

    def right_response(self, data: Json, key: Json) -> Response:
        return {"texts": [gap[0] for gap in key["gaps"]]}

    def structure(self, answer: Gaps) -> Structure:
        return Structure(parts=len(answer.gaps), right=answer.match)


def count_gaps(data: Json) -> int:
    """How many gaps a gap text has."""
    return sum("gap" in segment for segment in data["segments"])


def _variants(text: str) -> list[str]:
    """The variants between bars; what folds to nothing (a lone full stop) is no answer."""
    return [variant.strip() for variant in text.split("|") if fold(variant)]


def _read_match(draft: Draft, report: Report) -> str:
    match = draft.block.attributes.get("match", MATCHES[0])
    if match in MATCHES:
        return match
    report("text-unknown-match", line=draft.block.line, match=match)
    return ""


def _is_any(text: str, accepted: Sequence[str], match: str) -> bool:
    return bool(text) and any(is_match(text, each, match=match) for each in accepted)


def _inline(render: Render, piece: str, *, line: int) -> str:
    """The piece as inline HTML with the space around it kept, so that words and gaps part."""
    before, after = " " * piece[0].isspace(), " " * piece[-1].isspace()
    inner = piece.strip()
    return f"{before}{render.inline(inner, line=line)}{after}" if inner else " "

"""Splitting a question block into prompt, answers, hint and explanation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from courseapp.catalog.domain.protocol import Block, FindingText, Line, Report
from courseapp.quizzes.domain.kind import AuthoredKind, Draft

FINDINGS = {
    "question-no-prompt": FindingText(
        severity="error",
        nl="Boven de antwoorden staat geen vraag. Schrijf daar wat je wilt weten.",
        en="There is no question above the answers. Write there what you want to know.",
    ),
    "question-no-answers": FindingText(
        severity="error",
        nl=(
            "Ik vind geen antwoorden. Schrijf “- [x] …” voor keuzes, “1. …” voor volgorde, “- "
            "links :: rechts” voor koppelen, “### groep” met “- kaart” voor sorteren, “= …” voor "
            "een getal of tekst, “[[woord]]” voor een gat, of “- ( ) …” voor een peiling."
        ),
        en=(
            "I find no answers. Write “- [x] …” for choices, “1. …” for an order, “- left :: "
            "right” for matching, “### group” with “- card” for sorting, “= …” for a number or "
            "text, “[[word]]” for a gap, or “- ( ) …” for a survey."
        ),
    ),
    "question-no-such-answers": FindingText(
        severity="error",
        nl=(
            "De vraag is kind={kind}, maar er staan geen antwoorden in die vorm. Pas de antwoorden"
            " aan of haal kind= weg."
        ),
        en=(
            "The question is kind={kind}, but there are no answers in that shape. Change the "
            "answers or remove kind=."
        ),
    ),
    "question-unknown-kind": FindingText(
        severity="error",
        nl="kind={kind} ken ik niet. Kies uit {known}, of haal kind= weg.",
        en="I do not know kind={kind}. Choose from {known}, or remove kind=.",
    ),
    "question-stray-model": FindingText(
        severity="error",
        nl="Alleen een open tekst heeft een voorbeeld. Schrijf “- rubric(2): …” of haal model: weg.",
        en="Only a free text has a model answer. Write “- rubric(2): …” or remove model:.",
    ),
    "question-twice": FindingText(
        severity="error",
        nl="“{name}” staat er twee keer. Voeg de twee samen.",
        en="“{name}” is there twice. Join the two.",
    ),
}

_TAIL = re.compile(r"(hint|why|model):(?: +(.*)|)$")
_FENCE = re.compile(r" {0,3}(```|~~~)")


@dataclass
class _Tails:
    """The lines below `hint:`, `why:` and `model:`, as they are collected."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    current: list[Line] | None = None

    @property
    def in_hint(self) -> bool:
        """Whether lines go to the hint, which ends with its paragraph."""
        return self.current is not None and self.current is self.lines.get("hint")

    def start(self, name: str, line: Line, report: Report) -> None:
        if name in self.lines:
            report("question-twice", line=line.number, name=f"{name}:")
        self.current = self.lines.setdefault(name, [])
        self.current.append(line)


def split_block(
    block: Block, kinds: Sequence[AuthoredKind], report: Report
) -> tuple[AuthoredKind, Draft] | None:
    """The block's kind and its parts, or None after reporting what is missing."""
    body, tails = _split_tails(block, report)
    visible = _without_code(body)
    kind = _choose_kind(block, kinds, visible, report)
    if kind is None:
        return None
    start = kind.find_answers(visible)
    if start is None:
        report("question-no-such-answers", line=block.line, kind=kind.name)
        return None
    prompt = _trim(body[:start])
    if not prompt:
        report("question-no-prompt", line=block.line)
        return None
    hint = _joined(tails.lines.get("hint", []))
    why = _trim(tails.lines.get("why", []))
    model = _trim(tails.lines.get("model", []))
    if model and not kind.has_model:
        report("question-stray-model", line=model[0].number)
    tail: dict[str, Any] = {"hint": hint, "why": why, "model": model}
    return kind, Draft(block=block, prompt=prompt, answers=tuple(body[start:]), **tail)


def _split_tails(block: Block, report: Report) -> tuple[list[Line], _Tails]:
    body: list[Line] = []
    tails = _Tails()
    for line, shown in zip(block.lines, _without_code(block.lines), strict=True):
        if found := _TAIL.match(shown.text):
            tails.start(found[1], Line(number=line.number, text=found[2] or ""), report)
        elif tails.in_hint and not line.text.strip():
            tails.current = None
        else:
            (body if tails.current is None else tails.current).append(line)
    return body, tails


def _choose_kind(
    block: Block, kinds: Sequence[AuthoredKind], lines: Sequence[Line], report: Report
) -> AuthoredKind | None:
    named = block.attributes.get("kind")
    if named is None:
        found = next((kind for kind in kinds if kind.recognises(lines)), None)
        if found is None:
            report("question-no-answers", line=block.line)
        return found
    found = next((kind for kind in kinds if kind.name == named), None)
    if found is None:
        known = ", ".join(kind.name for kind in kinds)
        report("question-unknown-kind", line=block.line, kind=named, known=known)
    return found


def _without_code(lines: Sequence[Line]) -> list[Line]:
    """The lines with fenced code blanked, so that nothing in it counts as an answer."""
    shown: list[Line] = []
    fence = ""
    for line in lines:
        mark = _FENCE.match(line.text)
        inside = bool(fence or mark)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence:
            fence = ""
        shown.append(Line(number=line.number, text="") if inside else line)
    return shown


def _trim(lines: Sequence[Line]) -> tuple[Line, ...]:
    filled = [n for n, line in enumerate(lines) if line.text.strip()]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


def _joined(lines: Sequence[Line]) -> Line | None:
    """The lines of a hint as one line of Markdown."""
    text = " ".join(line.text.strip() for line in lines if line.text.strip())
    return Line(number=lines[0].number, text=text) if text else None

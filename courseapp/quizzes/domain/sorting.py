"""Sorting cards into named categories, graded per card."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from courseapp.catalog.domain.protocol import Compiled, FindingText, Line, Render, Report
from courseapp.quizzes.domain.kind import Draft, Question, Structure, part_id
from courseapp.quizzes.domain.pairing import Pairing

_CATEGORY = re.compile(r"#{2,6}(?: +(.*?))?[ #]*$")
_CARD = re.compile(r"[-*+](?: +(.*))?$")


@dataclass(frozen=True, kw_only=True)
class Named:
    """A category or a card: its Markdown text and where it stands."""

    text: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """The categories and, for each of them, the cards that belong there."""

    categories: tuple[Named, ...]
    cards: tuple[tuple[Named, ...], ...]

    def places(self) -> tuple[int, ...]:
        """For each card, in the author's order, the index of its category."""
        return tuple(n for n, cards in enumerate(self.cards) for _ in cards)


class Sorting(Pairing):
    """Headings `### category`, each with the cards `- text` that belong to it."""

    name = "sorting"
    placed = "cards"
    places = "categories"
    findings: ClassVar[Mapping[str, FindingText]] = {
        "sorting-too-few": FindingText(
            severity="error",
            nl=(
                "Een sorteervraag heeft ten minste twee groepen en twee kaarten nodig. Schrijf "
                "“### groep” met daaronder regels “- kaart”."
            ),
            en=(
                "A sorting question needs at least two groups and two cards. Write “### group” "
                "with lines “- card” below it."
            ),
        ),
        "sorting-duplicate": FindingText(
            severity="error",
            nl="“{text}” staat er twee keer. Maak de groepen en de kaarten verschillend.",
            en="“{text}” is there twice. Make the groups and the cards different.",
        ),
        "sorting-empty": FindingText(
            severity="error",
            nl="Deze groep of kaart heeft geen tekst. Schrijf er wat de lerende moet lezen.",
            en="This group or card has no text. Write what the learner should read.",
        ),
        "sorting-stray-line": FindingText(
            severity="error",
            nl=(
                "Deze regel hoort bij geen kaart. Begin met “- ” voor een kaart of met “### ” "
                "voor een groep."
            ),
            en=(
                "This line belongs to no card. Start with “- ” for a card or with “### ” for a "
                "group."
            ),
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        filled = [n for n, line in enumerate(lines) if line.text.strip()]
        for place, after in pairwise(filled):
            if _CATEGORY.match(lines[place].text) and _CARD.match(lines[after].text):
                return place
        return None

    def parse(self, draft: Draft, report: Report) -> Sorted | None:
        categories: list[Named] = []
        cards: list[list[Named]] = []
        for line in draft.answers:
            if found := _CATEGORY.match(line.text):
                categories.append(_named(found[1], line))
                cards.append([])
            elif found := _CARD.match(line.text):
                cards[-1].append(_named(found[1], line))
            elif line.text.startswith(" ") and line.text.strip() and cards[-1]:
                card = cards[-1][-1]
                cards[-1][-1] = Named(text=f"{card.text} {line.text.strip()}", line=card.line)
            elif line.text.strip():
                report("sorting-stray-line", line=line.number)
        flat = [card for each in cards for card in each]
        if not _check_texts(categories, report) or not _check_texts(flat, report):
            return None
        if len(categories) < 2 or len(flat) < 2:
            report("sorting-too-few", line=draft.line)
            return None
        return Sorted(categories=tuple(categories), cards=tuple(tuple(each) for each in cards))

    def compile(self, question: Question, render: Render) -> Compiled:
        answer: Sorted = question.answer
        categories = [
            {"id": _category_id(question, n), "html": render.inline(each.text, line=each.line)}
            for n, each in enumerate(answer.categories)
        ]
        flat = [card for each in answer.cards for card in each]
        ids = [part_id(question.id, f"card:{n}") for n in range(len(flat))]
        shown = zip(ids, flat, strict=True)
        cards = [{"id": i, "html": render.inline(card.text, line=card.line)} for i, card in shown]
        places = zip(ids, answer.places(), strict=True)
        key = {"pairs": {each: _category_id(question, place) for each, place in places}}
        data = {"categories": categories, "cards": sorted(cards, key=lambda card: card["id"])}
        return Compiled(data=data, keys={question.id: key})

    def structure(self, answer: Sorted) -> Structure:
        places = answer.places()
        return Structure(parts=len(places), right=(len(answer.categories), places))


def _named(text: str | None, line: Line) -> Named:
    return Named(text=(text or "").strip(), line=line.number)


def _category_id(question: Question, index: int) -> str:
    return part_id(question.id, f"category:{index}")


def _check_texts(pieces: Sequence[Named], report: Report) -> bool:
    """Report what has no text or stands there twice; True when all is well."""
    seen: set[str] = set()
    is_well = True
    for piece in pieces:
        if not piece.text:
            report("sorting-empty", line=piece.line)
            is_well = False
        elif piece.text in seen:
            report("sorting-duplicate", line=piece.line, text=piece.text)
            is_well = False
        seen.add(piece.text)
    return is_well

"""Putting cards in order: each pair of cards in the right relative order earns its share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
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
    expect_strings,
    first_match,
    one_value,
    part_id,
)

CLASH = "places"
"""The problem of a form in which two cards share a place, or one has none."""

_CARD = re.compile(r"\d{1,3}[.)] +(.*)$")


@dataclass(frozen=True, kw_only=True)
class Card:
    """One card with its Markdown text."""

    text: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Cards:
    """The cards in the right order."""

    cards: tuple[Card, ...]


class Ordering(QuestionKind):
    """A numbered list in the right order."""

    name = "ordering"
    gradings = ("partial", "all")
    findings: ClassVar[Mapping[str, FindingText]] = {
        "ordering-too-few": FindingText(
            severity="error",
            nl="Een volgordevraag heeft ten minste twee regels nodig. Voeg een regel “2. …” toe.",
            en="An ordering question needs at least two lines. Add a line “2. …”.",
        ),
        "ordering-duplicate": FindingText(
            severity="error",
            nl=(
                "“{text}” staat er twee keer, dan is er geen juiste volgorde. Maak de regels "
                "verschillend."
            ),
            en="“{text}” is there twice, so no order is right. Make the lines different.",
        ),
        "ordering-stray-line": FindingText(
            severity="error",
            nl=(
                "Deze regel hoort niet bij de genummerde lijst. Zet hem boven de lijst of begin "
                "met een nummer."
            ),
            en=(
                "This line is not part of the numbered list. Put it above the list or start with a"
                " number."
            ),
        ),
    }

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_CARD, lines)

    def parse(self, draft: Draft, report: Report) -> Cards | None:
        cards: list[Card] = []
        for line in draft.answers:
            if found := _CARD.match(line.text):
                _refuse_duplicate(cards, found[1].strip(), line, report)
                cards.append(Card(text=found[1].strip(), line=line.number))
            elif line.text.startswith(" ") and line.text.strip():
                cards[-1] = Card(text=f"{cards[-1].text} {line.text.strip()}", line=cards[-1].line)
            elif line.text.strip():
                report("ordering-stray-line", line=line.number)
        if len(cards) < 2:
            report("ordering-too-few", line=draft.line)
            return None
        return Cards(cards=tuple(cards))

    def compile(self, question: Question, render: Render) -> Compiled:
        order = [part_id(question.id, str(n)) for n in range(len(question.answer.cards))]
        pairs = zip(order, question.answer.cards, strict=True)
        cards = [{"id": i, "html": render.inline(card.text, line=card.line)} for i, card in pairs]
        data = {"cards": sorted(cards, key=lambda card: card["id"])}
        return Compiled(data=data, keys={question.id: {"order": order}})

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        order = expect_strings(raw, "order")
        if not order:
            return Reading(response=None)
        if sorted(order) != sorted(card_ids(data)):
            raise ResponseInvalid("order")
        return Reading(response={"order": order})

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        places = {card: one_value(form, f"{name}-{card}") for card in card_ids(data)}
        chosen = [place for place in places.values() if place]
        if not chosen:
            return Reading(response=None)
        allowed = {str(n + 1) for n in range(len(places))}
        if not set(chosen) <= allowed:
            raise ResponseInvalid("place")
        order = sorted(places, key=lambda card: int(places[card] or len(places) + 1))
        problem = "" if len(set(chosen)) == len(places) else CLASH
        return Reading(response={"order": order}, problem=problem)

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        place = {card: n for n, card in enumerate(key["order"])}
        given = response["order"]
        pairs = list(combinations(given, 2))
        share = sum(place[first] < place[second] for first, second in pairs) / len(pairs)
        marks = (Mark(part=card, right=place[card] == n) for n, card in enumerate(given))
        return share, tuple(marks)

    def right_response(self, data: Json, key: Json) -> Response:
        return {"order": list(key["order"])}

    def structure(self, answer: Cards) -> Structure:
        return Structure(parts=len(answer.cards))


def card_ids(data: Json) -> list[str]:
    """The ids of the cards, in an order that reveals nothing."""
    return [card["id"] for card in data["cards"]]


def _refuse_duplicate(cards: Sequence[Card], text: str, line: Line, report: Report) -> None:
    if any(card.text == text for card in cards):
        report("ordering-duplicate", line=line.number, text=text)

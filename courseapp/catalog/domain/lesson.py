"""The step kind `lesson`: prose and blocks, with a table of contents and the arc of its cover."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from courseapp.catalog.domain.callouts import CALLOUTS
from courseapp.catalog.domain.compiled import Json, Part
from courseapp.catalog.domain.figure import FIGURE, Figure
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.protocol import (
    Block,
    BlockKind,
    CompiledBody,
    FindingText,
    Prose,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.catalog.domain.recall import RECALL, QuotedBlock
from courseapp.catalog.domain.sides import MODELS
from courseapp.catalog.domain.words import heading_text, plain_text

_TEXT_KINDS: tuple[BlockKind, ...] = (*CALLOUTS, FIGURE, MODELS)
TEXT_BLOCKS: Mapping[str, BlockKind] = {kind.name: kind for kind in _TEXT_KINDS}
"""The blocks that become plain HTML."""
NAMELESS = frozenset({*TEXT_BLOCKS, RECALL.name})
"""The blocks that need no id: no result refers to them."""

READING, SHOWING, DOING, END = -1.0, 2.0, 5.0, 3.0
_SHOWING = {"example", "figure", "models"}
_SECTION = re.compile(r'<h2 id="([^"]+)">(.*?)</h2>', re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A block of a lesson with what its kind made of it."""

    block: Block
    parsed: Any


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson in one language, in reading order."""

    pieces: tuple[Prose | Placed, ...]


class LessonStep:
    """Something to read, with practice in between."""

    name = "lesson"
    findings: Mapping[str, FindingText] = {}
    fields: Mapping[str, Callable[[Any], Any]] = {}

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> Lesson | None:
        """All prose and all blocks that their kinds could use; figures get their numbers."""
        pieces: list[Prose | Placed] = []
        figures = 0
        for piece in source.body:
            if isinstance(piece, Prose):
                pieces.append(piece)
                continue
            if piece.name not in blocks:
                known, hint = ", ".join(sorted(blocks)), suggest(piece.name, blocks)
                names: dict[str, Any] = {"name": piece.name, "known": known, "suggestion": hint}
                report("block-unknown", line=piece.line, **names)
                continue
            parsed = blocks[piece.name].parse(piece, report)
            if isinstance(parsed, Figure):
                figures += 1
                parsed = replace(parsed, number=figures)
            if parsed is not None:
                pieces.append(Placed(block=piece, parsed=parsed))
        return Lesson(pieces=tuple(pieces))

    def settings(self, parsed: Lesson) -> Json:
        """A lesson has none."""
        return {}

    def compile(self, parsed: Lesson, toolbox: Toolbox) -> CompiledBody:
        """Text as HTML parts, exercises as parts of their own kind."""
        parts: list[Part] = []
        weights: list[float] = []
        keys: dict[str, Json] = {}
        for piece in parsed.pieces:
            if isinstance(piece, Prose):
                parts.append(Part(kind="html", data={"html": toolbox.render.block(piece.lines)}))
                weights.append(READING)
                continue
            name = piece.block.name
            compiled = toolbox.blocks[name].compile(piece.parsed, toolbox.render)
            is_text = name in TEXT_BLOCKS
            kind, ident = ("html", "") if is_text else (name, piece.block.id)
            parts.append(Part(kind=kind, id=ident, data=compiled.data))
            weights.append(_weight(name))
            keys.update(compiled.keys)
        kept = [(p, w) for p, w in zip(parts, weights, strict=True) if p.data.get("html") != ""]
        shown = with_lead([part for part, _ in kept])
        data = outline(shown, [weight for _, weight in kept])
        return CompiledBody(parts=tuple(shown), data=data, keys=keys)

    def list_quotable(self, parsed: Lesson, blocks: Mapping[str, BlockKind]) -> Mapping[str, int]:
        """The exercises whose answer a later lesson can bring back."""
        placed = (piece for piece in parsed.pieces if isinstance(piece, Placed))
        return {
            piece.block.id: piece.block.line
            for piece in placed
            if isinstance(kind := blocks[piece.block.name], QuotedBlock)
            and kind.is_quotable(piece.parsed)
        }

    def compare(
        self, source: Lesson, translation: Lesson, blocks: Mapping[str, BlockKind], report: Report
    ) -> None:
        """Compare the exercises that both languages have."""
        ours = {p.block.id: p for p in translation.pieces if isinstance(p, Placed) and p.block.id}
        for piece in source.pieces:
            if not isinstance(piece, Placed) or piece.block.id not in ours:
                continue
            other = ours[piece.block.id]
            if other.block.name == piece.block.name:
                blocks[piece.block.name].compare(piece.parsed, other.parsed, report)


def _weight(name: str) -> float:
    """How high a block rises on the arc of the cover."""
    if name in _SHOWING:
        return SHOWING
    return READING if name in NAMELESS else DOING


def with_lead(parts: Sequence[Part]) -> list[Part]:
    """The first paragraph set as a lead where sections follow it."""
    has_sections = any(_SECTION.search(part.data.get("html", "")) for part in parts)
    if not has_sections or parts[0].kind != "html":
        return list(parts)
    markup = parts[0].data["html"]
    if not markup.startswith("<p>"):
        return list(parts)
    lead = markup.replace("<p>", '<p class="lead">', 1)
    return [replace(parts[0], data={"html": lead}), *parts[1:]]


def outline(parts: Sequence[Part], weights: Sequence[float]) -> Json:
    """`toc` (id and title of each section), `arc` (a value per section) and `words`."""
    toc: list[dict[str, str]] = []
    arc: list[float] = []
    words = 0
    for part, weight in zip(parts, weights, strict=True):
        if part.kind == "html":
            words += len(plain_text(part.data["html"]).split())
            for ident, title in _SECTION.findall(part.data["html"]):
                toc.append({"id": ident, "title": heading_text(title)})
                arc.append(READING)
        if arc:
            arc[-1] = max(arc[-1], weight)
    if arc:
        arc[-1] = max(arc[-1], END)
    return {"toc": toc, "arc": arc, "words": words}

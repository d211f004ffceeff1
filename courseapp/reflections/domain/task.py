"""The work task as a kind of step: do something at work, then say what came of it.

The whole body is the assignment: prose and the blocks that are only text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.compiled import Json, Part
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.lesson import TEXT_BLOCKS
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

FINDINGS: Mapping[str, FindingText] = {
    "task-empty": FindingText(
        severity="error",
        nl="deze werkopdracht is leeg — schrijf wat iemand op het werk gaat doen",
        en="this work task is empty — write what someone is to do at work",
    ),
    "task-block": FindingText(
        severity="error",
        nl="een blok “{name}” kan niet in een werkopdracht — zet het in een les",
        en="a block “{name}” cannot stand in a work task — move it to a lesson",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Task:
    """A work task in one language, in reading order; a block stands beside what its kind made."""

    pieces: tuple[Prose | tuple[Block, Any], ...]


class TaskStep:
    """Something to do at work; ticked with a line of evidence by the learner."""

    name = "task"
    findings: Mapping[str, FindingText] = FINDINGS
    fields: Mapping[str, Callable[[Any], Any]] = {}

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> Task | None:
        """The assignment, or None when nothing is left of it."""
        pieces: list[Prose | tuple[Block, Any]] = []
        for piece in source.body:
            if isinstance(piece, Prose):
                pieces += [piece] if any(line.text.strip() for line in piece.lines) else []
            elif (parsed := _parse_block(piece, blocks, report)) is not None:
                pieces.append((piece, parsed))
        if not pieces:
            report("task-empty", line=1)
            return None
        return Task(pieces=tuple(pieces))

    def settings(self, parsed: Task) -> Json:
        """A work task has none."""
        return {}

    def compile(self, parsed: Task, toolbox: Toolbox) -> CompiledBody:
        """The assignment as HTML; a work task has no right answers."""
        return CompiledBody(parts=tuple(_compile(piece, toolbox) for piece in parsed.pieces))

    def compare(
        self, source: Task, translation: Task, blocks: Mapping[str, BlockKind], report: Report
    ) -> None:
        """Prose differs freely between languages."""


def _parse_block(block: Block, blocks: Mapping[str, BlockKind], report: Report) -> Any | None:
    if block.name not in blocks:
        known, hint = ", ".join(sorted(TEXT_BLOCKS)), suggest(block.name, TEXT_BLOCKS)
        report("block-unknown", line=block.line, name=block.name, known=known, suggestion=hint)
        return None
    if block.name not in TEXT_BLOCKS:
        report("task-block", line=block.line, name=block.name)
        return None
    return blocks[block.name].parse(block, report)


def _compile(piece: Prose | tuple[Block, Any], toolbox: Toolbox) -> Part:
    if isinstance(piece, Prose):
        return Part(kind="html", data={"html": toolbox.render.block(piece.lines)})
    block, parsed = piece
    return Part(kind="html", data=toolbox.blocks[block.name].compile(parsed, toolbox.render).data)

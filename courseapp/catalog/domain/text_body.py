"""The kinds of step whose body is only text: prose and the blocks that ask for nothing."""

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


@dataclass(frozen=True, kw_only=True)
class TextBody:
    """Such a body in one language, in reading order; a block stands beside what its kind made."""

    pieces: tuple[Prose | tuple[Block, Any], ...]


class TextStep:
    """A kind of step whose author only tells what to do; the rest is the learner's.

    Reports "<name>-empty" for a step without text and "<name>-block" for a block that asks.
    """

    fields: Mapping[str, Callable[[Any], Any]] = {}

    def __init__(self, name: str, findings: Mapping[str, FindingText]) -> None:
        self.name, self.findings = name, findings

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> TextBody | None:
        """The text, or None when nothing is left of it."""
        return _parse_body(source, blocks, report, kind=self.name)

    def settings(self, parsed: TextBody) -> Json:
        """Such a step has none."""
        return {}

    def compile(self, parsed: TextBody, toolbox: Toolbox) -> CompiledBody:
        """The text as HTML; it has no right answers."""
        return CompiledBody(parts=tuple(compile_piece(piece, toolbox) for piece in parsed.pieces))

    def compare(
        self,
        source: TextBody,
        translation: TextBody,
        blocks: Mapping[str, BlockKind],
        report: Report,
    ) -> None:
        """Prose differs freely between languages."""


def _parse_body(
    source: StepSource, blocks: Mapping[str, BlockKind], report: Report, *, kind: str
) -> TextBody | None:
    pieces: list[Prose | tuple[Block, Any]] = []
    for piece in source.body:
        if isinstance(piece, Prose):
            pieces += [piece] if any(line.text.strip() for line in piece.lines) else []
        elif (parsed := _parse_block(piece, blocks, report, kind)) is not None:
            pieces.append((piece, parsed))
    if not pieces:
        report(f"{kind}-empty", line=1)
        return None
    return TextBody(pieces=tuple(pieces))


def _parse_block(
    block: Block, blocks: Mapping[str, BlockKind], report: Report, kind: str
) -> Any | None:
    if block.name not in blocks:
        known, hint = ", ".join(sorted(TEXT_BLOCKS)), suggest(block.name, TEXT_BLOCKS)
        report("block-unknown", line=block.line, name=block.name, known=known, suggestion=hint)
        return None
    if block.name not in TEXT_BLOCKS:
        report(f"{kind}-block", line=block.line, name=block.name)
        return None
    return blocks[block.name].parse(block, report)


def compile_piece(piece: Prose | tuple[Block, Any], toolbox: Toolbox) -> Part:
    """Prose, or a block beside what its kind made of it, as HTML."""
    if isinstance(piece, Prose):
        return Part(kind="html", data={"html": toolbox.render.block(piece.lines)})
    block, parsed = piece
    return Part(kind="html", data=toolbox.blocks[block.name].compile(parsed, toolbox.render).data)

"""The step kind `closing`: the last page of a course, which returns what the learner made.

Its body is prose with text blocks. A `keep` block at the very end is the last sentence of the
page, below all that is the learner's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from courseapp.catalog.domain.protocol import (
    BlockKind,
    CompiledBody,
    Prose,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.catalog.domain.text_body import TextBody, TextStep

CLOSING = "closing"
LAST_WORD = "keep"
MOST_WORDS = 150
"""With more the page does not print on one sheet."""


class ClosingStep(TextStep):
    """What to take along at the end of a course; an exercise has no place there."""

    def __init__(self) -> None:
        super().__init__(CLOSING, {})

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> TextBody | None:
        """The author's words, which must leave room on the sheet."""
        words = sum(len(line.text.split()) for piece in source.body for line in piece.lines)
        if words > MOST_WORDS:
            report("closing-long", line=1, words=words, most=MOST_WORDS)
        return super().parse(source, blocks, report)

    def compile(self, parsed: TextBody, toolbox: Toolbox) -> CompiledBody:
        """The words as HTML; `ends` says that the last part is the last sentence of the page."""
        last = parsed.pieces[-1]
        ends = not isinstance(last, Prose) and last[0].name == LAST_WORD
        return replace(super().compile(parsed, toolbox), data={"ends": ends})

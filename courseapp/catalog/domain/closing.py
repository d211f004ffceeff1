"""The step kind `closing`: the last page of a course, which returns what the learner made.

Its body is prose with text blocks. A `keep` block at the very end is the last sentence of the
page, below all that is the learner's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import (
    BlockKind,
    CompiledBody,
    FindingText,
    Prose,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.catalog.domain.text_body import TextBody, compile_text_body, parse_text_body

CLOSING = "closing"
LAST_WORD = "keep"
MOST_WORDS = 150
"""With more the page does not print on one sheet."""


class ClosingStep:
    """What to take along at the end of a course."""

    name = CLOSING
    findings: Mapping[str, FindingText] = {}
    fields: Mapping[str, Callable[[Any], Any]] = {}

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> TextBody | None:
        """The author's words; an exercise has no place on the last page."""
        words = sum(len(line.text.split()) for piece in source.body for line in piece.lines)
        if words > MOST_WORDS:
            report("closing-long", line=1, words=words, most=MOST_WORDS)
        return parse_text_body(source, blocks, report, kind=self.name)

    def settings(self, parsed: TextBody) -> Json:
        """A closing has none."""
        return {}

    def compile(self, parsed: TextBody, toolbox: Toolbox) -> CompiledBody:
        """The words as HTML; `ends` says that the last part is the last sentence of the page."""
        last = parsed.pieces[-1]
        ends = not isinstance(last, Prose) and last[0].name == LAST_WORD
        return replace(compile_text_body(parsed, toolbox), data={"ends": ends})

    def compare(
        self,
        source: TextBody,
        translation: TextBody,
        blocks: Mapping[str, BlockKind],
        report: Report,
    ) -> None:
        """Prose differs freely between languages."""

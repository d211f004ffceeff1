"""The work task as a kind of step: do something at work, then say what came of it.

The whole body is the assignment: prose and the blocks that are only text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import (
    BlockKind,
    CompiledBody,
    FindingText,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.catalog.domain.text_body import TextBody, compile_text_body, parse_text_body

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


class TaskStep:
    """Something to do at work; ticked with a line of evidence by the learner."""

    name = "task"
    findings: Mapping[str, FindingText] = FINDINGS
    fields: Mapping[str, Callable[[Any], Any]] = {}

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> TextBody | None:
        """The assignment, or None when nothing is left of it."""
        return parse_text_body(source, blocks, report, kind=self.name)

    def settings(self, parsed: TextBody) -> Json:
        """A work task has none."""
        return {}

    def compile(self, parsed: TextBody, toolbox: Toolbox) -> CompiledBody:
        """The assignment as HTML; a work task has no right answers."""
        return compile_text_body(parsed, toolbox)

    def compare(
        self,
        source: TextBody,
        translation: TextBody,
        blocks: Mapping[str, BlockKind],
        report: Report,
    ) -> None:
        """Prose differs freely between languages."""

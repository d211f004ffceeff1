"""The scenario as a kind of step: the learner writes a dialogue; the body is its introduction."""

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
    "scenario-empty": FindingText(
        severity="error",
        nl="deze stap heeft geen inleiding — schrijf welk gesprek de deelnemer gaat maken",
        en="this step has no introduction — write which dialogue the learner is to make",
    ),
    "scenario-block": FindingText(
        severity="error",
        nl="een blok “{name}” kan niet boven een eigen gesprek — zet het in een les",
        en="a block “{name}” cannot stand above a scenario — move it to a lesson",
    ),
}


class ScenarioStep:
    """A dialogue that the learner makes from own work, and then walks."""

    name = "scenario"
    findings: Mapping[str, FindingText] = FINDINGS
    fields: Mapping[str, Callable[[Any], Any]] = {}

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> TextBody | None:
        """The introduction, or None when nothing is left of it."""
        return parse_text_body(source, blocks, report, kind=self.name)

    def settings(self, parsed: TextBody) -> Json:
        """A scenario has none."""
        return {}

    def compile(self, parsed: TextBody, toolbox: Toolbox) -> CompiledBody:
        """The introduction as HTML; whoever writes the dialogue decides what is right."""
        return compile_text_body(parsed, toolbox)

    def compare(
        self,
        source: TextBody,
        translation: TextBody,
        blocks: Mapping[str, BlockKind],
        report: Report,
    ) -> None:
        """Prose differs freely between languages."""

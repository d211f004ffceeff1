"""What a lab's model must offer; a new model is one module that does this and one template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Block, FindingText, Render, Report


class LabModel(Protocol):
    """One model: how its block is written and what it computes from a learner's fields."""

    name: str
    findings: Mapping[str, FindingText]

    def parse(self, block: Block, report: Report) -> Any | None:
        """The written lab, None when nothing usable is left."""

    def compile(self, parsed: Any, render: Render) -> Json:
        """What the page needs, as JSON."""

    def compare(self, source: Any, translation: Any, block: Block, report: Report) -> None:
        """Report where the translation computes something else than its source."""

    def read(self, data: Json, fields: Mapping[str, str]) -> Any:
        """The state that form `fields` ask for; wrong input is named at its field, never raised."""

"""The block `::: lab {#id model=peak-end}`: hands its lines to the model that it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.protocol import Block, Compiled, FindingText, Render, Report
from courseapp.labs.domain.adaptation_model import ADAPTATION
from courseapp.labs.domain.emotion_model import EMOTION
from courseapp.labs.domain.equity_model import EQUITY
from courseapp.labs.domain.findings import BLOCK_FINDINGS
from courseapp.labs.domain.model import LabModel
from courseapp.labs.domain.peak_end_model import PeakEndModel
from courseapp.labs.domain.word_of_mouth_model import WORD_OF_MOUTH

MODELS: Mapping[str, LabModel] = {
    model.name: model for model in (PeakEndModel(), EQUITY, ADAPTATION, WORD_OF_MOUTH, EMOTION)
}


@dataclass(frozen=True, kw_only=True)
class Lab:
    """A lab block: its model and what the model made of its lines."""

    block: Block
    model: LabModel
    content: Any


class LabBlock:
    """A model to play with inside a lesson."""

    name = "lab"
    findings: Mapping[str, FindingText] = {
        **BLOCK_FINDINGS,
        **{code: text for model in MODELS.values() for code, text in model.findings.items()},
    }

    def parse(self, block: Block, report: Report) -> Lab | None:
        """The lab of a block, None when its model is unknown or nothing usable is left."""
        if not block.id:
            report("lab-id", line=block.line, column=block.column)
            return None
        name = block.attributes.get("model", "")
        model = MODELS.get(name)
        if model is None:
            known = ", ".join(MODELS)
            report("lab-model", line=block.line, column=block.column, value=name, known=known)
            return None
        content = model.parse(block, report)
        return None if content is None else Lab(block=block, model=model, content=content)

    def compile(self, parsed: Lab, render: Render) -> Compiled:
        """The lab's public data; a lab keeps no secrets."""
        data = {"id": parsed.block.id, "model": parsed.model.name}
        return Compiled(data={**data, **parsed.model.compile(parsed.content, render)})

    def compare(self, source: Lab, translation: Lab, report: Report) -> None:
        """Report where the translation computes something else than its source."""
        block = translation.block
        if source.model is not translation.model:
            report("lab-translation", line=block.line, what="model")
        else:
            source.model.compare(source.content, translation.content, block, report)

"""A declared model as a model of labs: written, compiled, compared and read by the frame."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Block, FindingText, Render, Report
from courseapp.labs.domain.condition import rules_to_json
from courseapp.labs.domain.field_source import Challenge, FieldLab, parse_field_lab
from courseapp.labs.domain.field_state import FieldState, read_field_state
from courseapp.labs.domain.fields import Declared
from courseapp.labs.domain.findings import FIELD_FINDINGS


class FieldModel:
    """What all declared models share; see `docs/authoring-labs.md` for how labs are written."""

    findings: Mapping[str, FindingText] = FIELD_FINDINGS

    def __init__(self, declared: Declared) -> None:
        self.declared = declared
        self.name = declared.name

    def parse(self, block: Block, report: Report) -> FieldLab | None:
        """The written lab, None when it has no prediction or no preset."""
        return parse_field_lab(block, report, self.declared)

    def compile(self, parsed: FieldLab, render: Render) -> Json:
        """Prediction, presets and challenge as the page reads them."""
        intro = render.block(parsed.intro) if any(x.text.strip() for x in parsed.intro) else ""
        return {
            "intro_html": intro,
            "prediction": parsed.prediction.compile(render),
            "presets": [
                {"title": p.title, "tab": p.tab, "values": p.values} for p in parsed.presets
            ],
            "challenge": _challenge(parsed.challenge) if parsed.challenge else None,
        }

    def compare(
        self, source: FieldLab, translation: FieldLab, block: Block, report: Report
    ) -> None:
        """Report where the translation computes or asks something else than its source."""
        situations = ([(p.values, p.tab) for p in lab.presets] for lab in (source, translation))
        if next(situations) != next(situations):
            report("lab-translation", line=block.line, what="preset")
        if _rules(source.challenge) != _rules(translation.challenge):
            report("lab-translation", line=block.line, what="goal, limit")
        if _question(source) != _question(translation):
            report("lab-translation", line=block.line, what="predict")

    def read(self, data: Json, fields: Mapping[str, str]) -> FieldState:
        """The state that form `fields` ask for."""
        return read_field_state(data, fields, self.declared)


def _challenge(challenge: Challenge) -> Json:
    words = {"text": challenge.text, "hint": challenge.hint, "done": challenge.done}
    return {**words, **rules_to_json(challenge.goal, challenge.limits)}


def _rules(challenge: Challenge | None) -> object:
    return (challenge.goal, challenge.limits) if challenge else None


def _question(lab: FieldLab) -> object:
    return len(lab.prediction.options), lab.prediction.right

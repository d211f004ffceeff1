"""The peak-end lab as a model of labs: two series of moments, one memory each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Block, FindingText, Render, Report
from courseapp.labs.domain.challenge import goal_to_json
from courseapp.labs.domain.findings import PEAK_END_FINDINGS
from courseapp.labs.domain.peak_end_source import Challenge, PeakEndLab, Preset, parse_lab
from courseapp.labs.domain.peak_end_state import PeakEndState, read_state


class PeakEndModel:
    """Which of two series of moments is remembered better, and why."""

    name = "peak-end"
    findings: Mapping[str, FindingText] = PEAK_END_FINDINGS

    def parse(self, block: Block, report: Report) -> PeakEndLab | None:
        """The written lab, None when it has no usable preset."""
        return parse_lab(block, report)

    def compile(self, parsed: PeakEndLab, render: Render) -> Json:
        """Presets and challenge as the page and its script read them."""
        intro = render.block(parsed.intro) if any(x.text.strip() for x in parsed.intro) else ""
        return {
            "intro_html": intro,
            "presets": [_preset(p) for p in parsed.presets],
            "challenge": _challenge(parsed.challenge) if parsed.challenge else None,
        }

    def compare(
        self, source: PeakEndLab, translation: PeakEndLab, block: Block, report: Report
    ) -> None:
        """Report where the translation computes something else than its source."""
        if [p.series for p in source.presets] != [p.series for p in translation.presets]:
            report("lab-translation", line=block.line, what="preset")
        if _rules(source.challenge) != _rules(translation.challenge):
            report("lab-translation", line=block.line, what="goal, limit")

    def read(self, data: Json, fields: Mapping[str, str]) -> PeakEndState:
        """The state that form `fields` ask for."""
        return read_state(data, fields)


def _preset(preset: Preset) -> Json:
    series = {name: [asdict(m) for m in moments] for name, moments in preset.series.items()}
    return {"title": preset.title, "labels": list(preset.labels), **series}


def _challenge(challenge: Challenge) -> Json:
    words = {"text": challenge.text, "hint": challenge.hint, "done": challenge.done}
    return {**words, **goal_to_json(challenge.goal, challenge.limits)}


def _rules(challenge: Challenge | None) -> object:
    return (challenge.goal, challenge.limits) if challenge else None

"""The scenario as a kind of step: the learner writes a dialogue; the body is its introduction."""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.text_body import TextStep

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

SCENARIO = TextStep("scenario", FINDINGS)
"""A dialogue that the learner makes from own work, and then walks."""

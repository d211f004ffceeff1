"""The work task as a kind of step: do something at work, then say what came of it.

The whole body is the assignment: prose and the blocks that are only text.
"""

from __future__ import annotations

from collections.abc import Mapping

from courseapp.catalog.domain.protocol import FindingText
from courseapp.catalog.domain.text_body import TextStep

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

TASK = TextStep("task", FINDINGS)
"""Something to do at work; ticked with a line of evidence by the learner."""

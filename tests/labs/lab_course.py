"""A lesson with labs of all declared models, written as authors write them and really compiled."""

from __future__ import annotations

import copy
from typing import Any

from tests.labs.lab_source import PREDICT, compiled
from tests.sample_course import COMPILED, HTML, KEYS

SOURCES = {
    "equity": "## preset: Alles in balans\n\n## preset: Een tekort\ncustomer-outcome: 12\n"
    "challenge: Laat de klant meer dan 5 punten teruggeven.\n"
    "goal: given-back > 5\nlimit: only-gift\nhint: Geef meer.\ndone: Gelukt, met de attentie.",
    "word-of-mouth": "## preset: Vuistregel\n\n## preset: Tien jaar\ntab: value\n",
    "adaptation": "## preset: Wennen\nexpectation: 6\nlevel: 9\ncontacts: 8\n",
    "emotion": "## preset: Middelmaat\nfunctional: 9\nemotional: 2\n",
}


def lab_part(model: str, source: str = "") -> dict[str, Any]:
    data = {**compiled(f"{PREDICT}{source or SOURCES[model]}", model), "id": f"{model}-lab"}
    return {"kind": "lab", "id": data["id"], "data": data}


def lab_documents(*models: str) -> dict[str, Any]:
    """Compiled documents of the sample course, with these labs in its lab lesson."""
    course = copy.deepcopy(COMPILED)
    step = next(s for s in course["modules"][0]["steps"] if s["id"] == "lab-les")
    for text in step["texts"].values():
        text["parts"] = [HTML, *(lab_part(model) for model in models)]
    return {"compiled": course, "keys": KEYS}

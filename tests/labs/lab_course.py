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
    "adaptation": "## preset: Steeds een negen\n\n## preset: Dan een acht\ncontacts: 9\nfrom: 9\n"
    "## preset: Elke december\ntab: surprise\ncontacts: 60\nlevel: 7\nexpectation: 7\n"
    "extra-1: 3 12 card december\nextra-2: 3 24 card december\nextra-3: 3 36 card december\n"
    "extra-4: 3 48 card december\nextra-5: 0 60 card december\n"
    "## preset: Vier losse extra’s\ntab: surprise\ncontacts: 60\nlevel: 7\nexpectation: 7\n"
    "extra-1: 3 5 card none\nextra-2: 3 20 call none\nextra-3: 3 34 cake none\n"
    "extra-4: 3 51 tip none\n"
    "challenge: Laat het laatste contact meer dan één punt meevallen.\n"
    "goal: last-gap > 1\nlimit: same-speed\ndone: Gelukt.",
    "emotion": "## preset: Een klant\nfunctional: 8 7 0 6 5 3 2 8 7 6 8 5 2 9\n"
    "emotional: 8 3 0 4 1 2 1 2 0 5\nlife: 3 1 2 0 6\nself-transcendence: 1\n"
    "## preset: Onder druk\ntab: pressure\n",
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

"""The preview shows a lab with its prediction, its first numbers and its picture."""

from __future__ import annotations

import pytest

from tests.labs.lab_course import SOURCES
from tests.labs.lab_source import PREDICT
from tests.trainer.test_views_editor import JSON, PREVIEW, fields


@pytest.mark.parametrize("model", sorted(SOURCES))
def test_the_preview_shows_the_lab_after_its_prediction(trainer, model: str) -> None:
    lab = f"::: lab {{#lab model={model}}}\n{PREDICT}{SOURCES[model]}\n:::\n"
    text = f"---\nid: les\ntitle: Les\n---\nTekst.\n\n{lab}"
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    assert [f["text"] for f in seen["findings"] if f["error"]] == []
    assert "Wat gebeurt er?" in seen["html"] and "Klopt." in seen["html"]
    assert 'id="lab-lab-chart"' in seen["html"] and 'class="score score--mem"' in seen["html"]
    assert "css/lab-models.css" in seen["html"]
    assert ('class="pyr-c' in seen["html"]) == (model == "emotion")

"""How the step of a scenario is written."""

from __future__ import annotations

import pytest

from courseapp.catalog.domain.findings import format_finding
from courseapp.scenarios.domain.step import FINDINGS
from tests.catalog.courses import base_course, check

HEAD = b"---\nid: jouw-gesprek\ntitle: Jouw gesprek\nkind: scenario\nrequired: no\n---\n"
QUESTION = b"::: question {#q}\nWat?\n\n- [x] Dit\n- [ ] Dat\n:::\n"
WRONG = {"scenario-empty": b"\n", "scenario-block": b"Maak een gesprek.\n\n" + QUESTION}


def test_a_scenario_is_an_introduction_with_text_blocks() -> None:
    body = b"Maak een *eigen* gesprek.\n\n::: tomorrow\nSpeel het.\n:::\n"
    english = HEAD.replace(b"Jouw gesprek", b"Your dialogue") + b"Make one of *your own*.\n"
    files = {"1-begin/8-eigen.md": HEAD + body, "1-begin/8-eigen.en.md": english}
    checked = check({**base_course(), **files})
    assert [f for f in checked.findings if f.is_error] == []
    assert checked.course is not None
    step = checked.course.steps_by_id["jouw-gesprek"]
    parts = step.text("nl").parts
    assert step.kind == "scenario" and not step.required and step.settings == {}
    assert [part.kind for part in parts] == ["html", "html"]
    assert "<em>eigen</em>" in parts[0].data["html"] and "Speel het" in parts[1].data["html"]
    assert "<em>your own</em>" in step.text("en").parts[0].data["html"]


@pytest.mark.parametrize("code", FINDINGS)
def test_every_finding_has_its_place_and_its_words(code: str) -> None:
    files = {**base_course(), "1-begin/8-eigen.md": HEAD + WRONG[code]}
    found = [f for f in check(files).findings if f.path.endswith("8-eigen.md")]
    assert code in [f.code for f in found]
    assert all(format_finding(f, locale) for f in found for locale in ("nl", "en"))

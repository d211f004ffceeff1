"""The author manual is true: its examples pass the check and it names every word of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from courseapp.catalog.domain.documents import COURSE_FIELDS, MODULE_FIELDS, STEP_FIELDS
from courseapp.catalog.domain.findings import format_finding
from courseapp.catalog.domain.media import MEDIA_TYPES
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS
from courseapp.quizzes.domain.blocks import ATTRIBUTES
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from tests.catalog.courses import base_course, check

DOCS = Path(__file__).parents[2] / "docs"
MANUALS = ["authoring.md", "authoring.nl.md"]


def examples(manual: str, language: str) -> list[str]:
    text = (DOCS / manual).read_text()
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("manual", MANUALS)
def test_the_examples_of_the_manual_are_a_course_without_errors(manual: str) -> None:
    steps = examples(manual, "markdown")
    files = {
        "course.md": b"---\nid: voorbeeld\ntitle: Voorbeeld\n---\nTekst.\n",
        "1-begin/module.md": b"---\nid: begin\ntitle: Begin\nobjectives:\n  afsluiten: Je sluit af.\n---\n",
        "media/lijn.svg": base_course()["media/stip.svg"],
        "sources.yml": examples(manual, "yaml")[0].encode(),
    }
    for number, step in enumerate(steps):
        front = "" if step.startswith("---") else "---\nid: vragen\ntitle: Vragen\n---\n"
        files[f"1-begin/{number}-stap.md"] = (front + step).encode()
    checked = check(files)
    assert [format_finding(f, "en") for f in checked.findings] == []
    assert checked.course is not None
    kinds = {step.kind for step in checked.course.steps()}
    assert kinds == set(STEP_KINDS)


@pytest.mark.parametrize("manual", MANUALS)
def test_the_manual_names_every_word_of_the_language(manual: str) -> None:
    text = (DOCS / manual).read_text()
    words = {*BLOCK_KINDS, *STEP_KINDS, *COURSE_FIELDS, *MODULE_FIELDS, *STEP_FIELDS}
    words |= set(QUESTION_KINDS) | {"free-text"} | {f"{name}=" for name in ATTRIBUTES}
    words |= {field for kind in STEP_KINDS.values() for field in kind.fields}
    assert [word for word in sorted(words) if f"`{word}`" not in text] == []
    endings = {ending[1:] for ending in MEDIA_TYPES} - {"jpeg"}
    assert [ending for ending in sorted(endings) if ending not in text] == []


def test_both_languages_of_the_manual_have_the_same_parts() -> None:
    def headings(manual: str) -> list[str]:
        return [
            line.split(" ")[0]
            for line in (DOCS / manual).read_text().split("\n")
            if line.startswith("#")
        ]

    assert headings(MANUALS[0]) == headings(MANUALS[1])

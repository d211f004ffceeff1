"""The preview shows a question of each kind with its answers."""

from __future__ import annotations

import html
import re

import pytest

from courseapp.trainer.preview import find_anchor
from tests.quizzes.reading import SAMPLES
from tests.trainer.test_views_editor import JSON, PREVIEW, fields

SHOWN = {
    "sorting": "Piek a b Slot c d",
    "survey": "ja nee soms",
    "scale": "1, nooit … 5, altijd",
    "ordering": "een twee drie vier",
    "matching": "a 1 b 2 c 1",
}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_the_preview_shows_each_kind(trainer, kind: str) -> None:
    named = " kind=true-false" if kind == "true-false" else ""
    text = f"---\nid: les\ntitle: Les\n---\nTekst.\n\n::: question {{#v{named}}}\n{SAMPLES[kind]}\n:::\n"
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    page = html.unescape(re.sub(r"<[^>]+>", " ", seen["html"]))
    assert SHOWN.get(kind, "") in " ".join(page.split())
    assert SAMPLES[kind].partition("\n")[0] in page


@pytest.mark.parametrize(
    ("line", "anchor"), [(0, ""), (1, "c-kop"), (5, "v"), (8, "v"), (9, "c-na")]
)
def test_the_groups_of_a_sorting_question_are_no_headings(line: int, anchor: str) -> None:
    text = "## Kop\n\n::: question {#v}\nWat?\n### Piek\n- a\n:::\nTekst.\n## Na\n"
    assert find_anchor(text, line) == anchor


def test_the_preview_of_a_work_task_shows_what_is_asked_below_it(trainer) -> None:
    text = "---\nid: les\ntitle: Bel terug\nkind: task\n---\nBel *een* klant.\n"
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    assert "Bel <em>een</em> klant." in seen["html"]
    assert "Wat merkte je bij de klant?" in seen["html"]


def test_the_preview_of_a_scenario_shows_what_is_asked_below_it(trainer) -> None:
    text = "---\nid: les\ntitle: Jouw gesprek\nkind: scenario\n---\nMaak *zelf* een gesprek.\n"
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    assert "Maak <em>zelf</em> een gesprek." in seen["html"]
    assert "twee tot vier beurten" in seen["html"]


def test_the_preview_of_a_closing_says_what_the_page_adds(trainer) -> None:
    text = "---\nid: les\ntitle: Slot\nkind: closing\n---\nJe bent *er*.\n"
    seen = trainer.post(PREVIEW, data=fields(trainer, text), headers=JSON).get_json()
    assert "Je bent <em>er</em>." in seen["html"]
    assert "wat de deelnemer zelf maakte" in seen["html"]

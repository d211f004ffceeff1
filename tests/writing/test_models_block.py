"""Good and bad models: both sides, named in words, set as plays; and how the studio shows all of it."""

from __future__ import annotations

import pytest
from flask import Flask

from courseapp.kinds import COURSE_KINDS
from courseapp.trainer.preview import make_preview, render_document
from courseapp.web.now import utc_now
from tests.catalog.courses import check, codes, lesson, lesson_html
from tests.writing.course import MODEL, WHY, course_files

MINDER, BETER = (
    "## minder: Vaak\n**Klant:** Dus?\n**Jij:** Nee.\n",
    "## beter: Zo\n**Jij:** Graag.\n",
)


def block(*pieces: str, title: str = ' {title="Twee keer"}') -> str:
    return f"Tekst.\n\n::: models{title}\n{''.join(pieces)}:::\n"


def test_both_sides_are_named_in_words_and_set_as_a_play() -> None:
    html = lesson_html(block("Let op het slot.\n", MINDER, BETER))
    assert '<h3 class="tag">Twee keer</h3><p>Let op het slot.</p><div class="pair">' in html
    assert '<h4 class="tag">Minder goed: Vaak</h4><dl><dt>Klant</dt><dd>Dus?</dd>' in html
    assert '<h4 class="tag">Beter: Zo</h4><dl><dt>Jij</dt><dd>Graag.</dd></dl>' in html


def test_the_author_chooses_the_order_and_may_leave_out_the_titles() -> None:
    html = lesson_html(
        block("## BETER\n**Jij:** Ja.\n", "## weaker\n### Later\nGewone tekst.\n", title="")
    )
    assert html.index(">Beter<") < html.index(">Minder goed<")
    assert ">Twee manieren<" in html and "<h5>Later</h5><p>Gewone tekst.</p>" in html


@pytest.mark.parametrize(
    "sides",
    [
        (MINDER,),
        (MINDER, MINDER),
        (MINDER, BETER, BETER),
        (MINDER, "## beter: Zo\n\n"),
        ("Tekst.\n",),
    ],
)
def test_each_side_stands_there_once_with_text(sides: tuple[str, ...]) -> None:
    assert codes(check(lesson(block(*sides)))) == {"models-sides"}


def test_the_headings_of_the_sides_are_no_sections_of_the_lesson() -> None:
    checked = check(lesson(f"## Kop\n\n{block(MINDER, BETER)}"))
    assert checked.course is not None
    toc = next(checked.course.steps()).text("nl").data["toc"]
    assert [section["title"] for section in toc] == ["Kop"]


@pytest.mark.parametrize("path", ["1-begin/2-schrijven.md", "1-begin/4-terug.md"])
def test_the_studio_shows_a_rubric_its_model_answer_and_recalls(app: Flask, path: str) -> None:
    files = course_files()
    preview = make_preview(COURSE_KINDS, files, path=path, text=files[path].decode())
    with app.test_request_context():
        page = render_document(preview, slug="schrijfcursus", now=utc_now())
    if path.endswith("terug.md"):
        assert "Over plan/terug." in page and "wat de deelnemer daar zelf schreef" in page
    else:
        assert all(words in page for words in ("Noemt een dag of tijd", "2 punten", MODEL, WHY))
        assert "css/writing.css" in page

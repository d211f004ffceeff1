"""Lessons: prose, callouts, figures, plays, contents and the arc."""

from __future__ import annotations

import json
import re

import pytest

from courseapp.catalog.domain.check import check_step
from courseapp.catalog.domain.compiled import course_from_json, course_to_json
from courseapp.catalog.markdown import renderer
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS
from tests.catalog.courses import ENGLISH, LESSON, base_course, check, codes, lesson, lesson_html


def data_of(text: str) -> dict[str, object]:
    checked = check(lesson(text))
    assert checked.course is not None, checked.findings
    return dict(next(checked.course.steps()).texts["nl"].data)


QUESTION = "::: question {#q}\nWie?\n\n- [x] A\n- [ ] B\n:::\n"
FIGURE = '::: figure {src=media/stip.svg alt="Een stip" caption="De *stip*."}\n:::\n'


def test_a_lesson_without_any_block_is_a_lesson() -> None:
    assert lesson_html("Gewone *tekst*.") == "<p>Gewone <em>tekst</em>.</p>"


def test_a_folder_of_ordinary_markdown_needs_only_a_course_file() -> None:
    checked = check(
        {
            "course.md": b"---\nid: oud\ntitle: Oud\n---\n",
            "inleiding.md": b"---\nlayout: post\ntags: [a]\n---\n# Inleiding\n\nTekst.\n\n## Deel\n\nMeer.",
            "hoofdstuk/twee.md": b"# Twee\n\nTekst met [link](../inleiding.md).\n",
        }
    )
    assert checked.course is not None and not checked.has_errors
    assert [(s.number, s.id, s.texts["nl"].title) for s in checked.course.steps()] == [
        ("1.1", "inleiding", "Inleiding"),
        ("2.1", "twee", "Twee"),
    ]


def test_modules_and_steps_come_in_order_of_their_numbers() -> None:
    files = lesson("Tekst.") | {
        f"{folder}/{name}": f"---\nid: {folder}-{name[:-3]}\ntitle: T\n---\nTekst.".encode()
        for folder in ("10-laat", "2-vroeg")
        for name in ("10-b.md", "9-a.md", "los.md")
    }
    course = check(files).course
    assert course is not None
    assert [step.path for step in course.steps()] == [
        "1-begin/1-les.md",
        *(f"2-vroeg/{name}" for name in ("9-a.md", "10-b.md", "los.md")),
        *(f"10-laat/{name}" for name in ("9-a.md", "10-b.md", "los.md")),
    ]


def test_headings_start_at_level_two_and_have_addresses() -> None:
    html = lesson_html("# Één\n\n### Twee\n\n# Één")
    assert html == '<h2 id="c-een">Één</h2>\n<h4 id="c-twee">Twee</h4>\n<h2 id="c-een-2">Één</h2>'


def test_the_contents_name_the_sections() -> None:
    assert data_of(
        "Begin.\n\n## Een *kop*\n\nTekst.\n\n### Onder\n\n## Slot & zo[^n]\n\n[^n]: Noot."
    )["toc"] == [
        {"id": "c-een-kop", "title": "Een kop"},
        {"id": "c-slot-zo", "title": "Slot & zo"},
    ]


def test_the_arc_follows_what_a_section_asks() -> None:
    files = lesson(
        f"Begin.\n\n## A\n\nLees.\n\n## B\n\n{FIGURE}\n## C\n\n{QUESTION}\n## D\n\nSlot."
    )
    checked = check(files | {"media/stip.svg": base_course()["media/stip.svg"]})
    assert checked.course is not None
    assert next(checked.course.steps()).texts["nl"].data["arc"] == [-1.0, 2.0, 5.0, 3.0]


def test_words_are_counted_without_notes() -> None:
    assert data_of("Een twee[^n] drie.\n\n[^n]: Vier vijf zes.")["words"] == 3


def test_the_first_paragraph_leads_where_sections_follow() -> None:
    assert lesson_html("Begin.\n\n## Kop\n\nTekst.").startswith('<p class="lead">Begin.</p>')
    assert lesson_html("Begin.") == "<p>Begin.</p>"


def test_a_callout_is_a_section_with_its_label() -> None:
    assert lesson_html("::: claim\nDit beweert men.\n:::") == (
        '<section class="callout claim"><h3 class="tag">Wat het artikel zegt</h3>'
        "<p>Dit beweert men.</p></section>"
    )


def test_a_title_replaces_the_label_and_joins_that_of_an_example() -> None:
    assert '<h3 class="tag">A &amp; b</h3>' in lesson_html('::: note {title="A & b"}\nX.\n:::')
    assert '<h3 class="tag">Voorbeeld: twee</h3>' in lesson_html(
        "::: example {title=twee}\nX.\n:::"
    )


def test_labels_follow_the_language_of_the_text() -> None:
    block = b"\n::: keep\n%s\n:::\n"
    files = base_course()
    files[LESSON] += block % b"Bewaar dit."
    files[ENGLISH] += block % b"Keep this."
    course = check(files).course
    assert course is not None
    texts = next(course.steps()).texts
    assert "<h3>Onthoud</h3>" in texts["nl"].parts[-1].data["html"]
    assert "<h3>Remember</h3>" in texts["en"].parts[-1].data["html"]


def test_what_to_keep_is_highlighted_line_by_line() -> None:
    assert lesson_html("::: keep\nEen.\n\nTwee.\n:::") == (
        '<div class="keep"><h3>Onthoud</h3><p><span class="mark">Een.</span></p>\n'
        '<p><span class="mark">Twee.</span></p></div>'
    )


def test_an_example_with_speakers_is_set_as_a_play() -> None:
    html = lesson_html(
        "::: example\n### Zo niet\n\n**Jij:** Meer kan ik\nniet doen.\n**Klant:** *Nou* zeg.\n\nStilte.\n\n**Jij:** Ja.\n:::"
    )
    assert html == (
        '<section class="script"><h3 class="tag">Voorbeeld</h3><h4>Zo niet</h4>'
        "<dl><dt>Jij</dt><dd>Meer kan ik niet doen.</dd><dt>Klant</dt><dd><em>Nou</em> zeg.</dd></dl>"
        "<p>Stilte.</p><dl><dt>Jij</dt><dd>Ja.</dd></dl></section>"
    )


def test_a_figure_has_its_image_number_caption_and_data() -> None:
    figure = FIGURE.replace("\n:::", "\n| a |\n|---|\n| 1 |\n:::")
    files = lesson(f"{FIGURE}\n{figure}") | {"media/stip.svg": base_course()["media/stip.svg"]}
    course = check(files).course
    assert course is not None
    first, second = (part.data["html"] for part in next(course.steps()).texts["nl"].parts)
    assert first == (
        '<figure class="fig"><img src="/media/proef/8c3f0a4c4c7e/stip.svg" alt="Een stip" loading="lazy">'
        "<figcaption><b>Figuur 1.</b> De <em>stip</em>.</figcaption></figure>"
    ).replace("8c3f0a4c4c7e", first.split("/")[3])
    assert "<b>Figuur 2.</b>" in second and '<details class="asdata"><summary>' in second


def test_notes_and_sources_share_one_numbering_in_reading_order() -> None:
    files = base_course({LESSON: base_course()[LESSON].replace(b"[@bron]", b"[^a] [@bron]")})
    files[LESSON] += b"\nNog eens. [@bron]\n\n[^a]: Een *noot*.\n"
    course = check(files).course
    assert course is not None
    html = "".join(p.data.get("html", "") for p in next(course.steps()).texts["nl"].parts)
    assert 'Luister eerst.<a class="ref" href="#c-note-1" aria-label="Noot 1">1</a>' in html
    assert '<small class="note" id="c-note-1"><b>1</b> Een <em>noot</em>.</small>' in html
    assert '<b>2</b> Jansen, A. (2020), <cite lang="en">Listening first</cite>, A journal.' in html
    assert '</a><a class="ref after" href="#c-note-2"' in html and html.count("after") == 1
    assert html.count('href="#c-note-2"') == 2 and html.count('id="c-note-2"') == 1


def test_a_link_to_a_file_of_the_course_becomes_the_step() -> None:
    files = lesson("[Verder](2-twee.md#Deel)")
    files["1-begin/2-twee.md"] = b"---\nid: de-tweede\ntitle: T\n---\n[Terug](1-les.md)\n"
    course = check(files).course
    assert course is not None
    first, second = course.steps()
    assert '<a href="de-tweede#c-deel">' in first.texts["nl"].parts[0].data["html"]
    assert '<a href="les">Terug</a>' in second.texts["nl"].parts[0].data["html"]


def test_the_same_bytes_give_the_same_document_and_survive_storage() -> None:
    first, second = check(base_course()), check(base_course())
    assert first.course is not None and second.course is not None
    document = json.dumps(course_to_json(first.course))
    assert document == json.dumps(course_to_json(second.course))
    assert course_to_json(course_from_json(json.loads(document))) == json.loads(document)


@pytest.mark.requirement("SEC-13")
def test_answers_are_in_the_keys_and_not_in_the_course() -> None:
    checked = check(base_course())
    assert checked.course is not None
    assert list(checked.keys) == ["nl", "en"] and "right" in checked.keys["nl"]["kies"]
    part = next(p for p in next(checked.course.steps()).texts["nl"].parts if p.kind == "question")
    assert "right" not in part.data and "feedback" not in json.dumps(part.data)


def test_a_step_without_translation_falls_back_to_its_source() -> None:
    files = base_course()
    del files[ENGLISH]
    checked = check(files)
    assert checked.course is not None
    step = next(checked.course.steps())
    assert (
        step.text("en").title == "Les" and checked.keys["en"]["kies"] == checked.keys["nl"]["kies"]
    )


def test_a_course_may_be_written_in_english_first() -> None:
    files = lesson("::: keep\nText.\n:::")
    files["course.md"] = b"---\nid: trial\ntitle: Trial\nlanguage: en\n---\n"
    course = check(files).course
    assert course is not None and course.locales == ("en",)
    assert "<h3>Remember</h3>" in next(course.steps()).texts["en"].parts[0].data["html"]


@pytest.mark.parametrize("path", [LESSON, ENGLISH])
def test_one_edited_file_is_checked_in_its_course(path: str) -> None:
    files = base_course()
    edited = files[path].replace(b"[@bron]", b"[@bron] [@geen]") + b"\n## Nieuw\n"
    checked = check_step(
        files, path, edited, blocks=BLOCK_KINDS, steps=STEP_KINDS, render=renderer()
    )
    assert "source-missing" in {f.code for f in checked.findings}
    assert {f.path for f in checked.findings} == {path}
    assert checked.step is not None and checked.locale == ("en" if path == ENGLISH else "nl")
    assert "Nieuw" in checked.step.texts[checked.locale].parts[-1].data["html"]
    assert "kies" in checked.keys[checked.locale]


def test_a_preview_of_the_course_file_has_findings_and_no_step() -> None:
    checked = check_step(
        base_course(), "course.md", b"---\nid: proef\ntitle: P\nsumary: x\n---\n",
        blocks=BLOCK_KINDS, steps=STEP_KINDS, render=renderer(),
    )  # fmt: skip
    assert [f.code for f in checked.findings] == ["front-unknown-field"] and checked.step is None


def test_an_error_in_a_draft_of_the_course_file_counts_elsewhere() -> None:
    files = base_course()
    files["course.md"] += b"\nZie [hier](1-nergens/les.md).\n"
    checked = check_step(
        files, LESSON, files[LESSON], drafts=["course.md"],
        blocks=BLOCK_KINDS, steps=STEP_KINDS, render=renderer(),
    )  # fmt: skip
    assert checked.errors_elsewhere == 1


def test_a_verdict_brings_the_notes_it_refers_to() -> None:
    files = base_course()
    question = (
        "::: question {#bewijs}\nWat klopt?\n\n- [x] Dit.\n  > Zo is het. [@bron]\n"
        "- [ ] Dat.\n  > Nee. [@bron]\n\nwhy: Daarom. [@bron]\n:::\n"
    )
    files[LESSON] += f"\nEen zin. [@bron]\n\n{question}\nNog een zin. [@bron]\n".encode()
    checked = check_step(
        files, LESSON, files[LESSON], blocks=BLOCK_KINDS, steps=STEP_KINDS, render=renderer()
    )
    key = checked.keys["nl"]["bewijs"]
    shown = [*key["feedback"].values(), key["why_html"]]
    assert len(shown) == 3
    numbers = [n for text in shown for n in re.findall(r'id="c-note-([0-9]+)"', text)]
    assert [re.findall(r'href="#c-note-([0-9]+)"', text) for text in shown] == [
        [n] for n in numbers
    ]
    assert len(set(numbers)) == 3


def test_a_kind_of_block_inside_a_callout_is_refused_with_its_place() -> None:
    checked = check(lesson(f":::: note\nTekst.\n\n{QUESTION}::::"))
    assert codes(checked) == {"block-not-here"} and checked.findings[0].line == 8

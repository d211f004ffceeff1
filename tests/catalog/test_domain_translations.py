"""Two languages, one structure; a translation knows when its source went on without it."""

from __future__ import annotations

import pytest

from tests.catalog.courses import ENGLISH, LESSON, base_course, check, codes


def stale(files: dict[str, bytes]) -> list[tuple[str, str]]:
    return [
        (f.fields["source_line"], f.fields["excerpt"])
        for f in check(files).findings
        if f.code == "translation-stale"
    ]


def test_a_changed_paragraph_is_named_by_its_line() -> None:
    files = base_course({LESSON: base_course()[LESSON].replace(b"- [x] Luisteren", b"- [x] Horen")})
    assert stale(files) == [("13", "- [x] Horen - [ ] Praten :::")]


def test_rewrapping_and_moving_lines_is_no_change() -> None:
    source = base_course()[LESSON].replace(b"Luister eerst.", b"Luister\neerst.")
    assert stale(base_course({LESSON: source})) == []


def test_an_added_and_a_removed_paragraph_are_seen() -> None:
    source = base_course()[LESSON]
    assert stale(base_course({LESSON: source + b"\nNog een.\n"})) == [("17", "Nog een.")]
    gone = source.replace(b"![Een stip](media/stip.svg)\n\n", b"")
    assert stale(base_course({LESSON: gone}))[0][0] == "8"


def test_a_new_title_makes_a_translation_stale_and_new_minutes_do_not() -> None:
    source = base_course()[LESSON]
    titled = source.replace(b"title: Les", b"title: Een les")
    assert stale(base_course({LESSON: titled})) == [("3", "title Een les")]
    timed = source.replace(b"title: Les", b"title: Les\nminutes: 9\nrequired: no")
    assert stale(base_course({LESSON: timed})) == []


def test_what_a_translation_leaves_out_comes_from_its_source() -> None:
    source = base_course()[LESSON].replace(b"title: Les", b"title: Les\nminutes: 9\nrequired: no")
    course = check(base_course({LESSON: source})).course
    assert course is not None
    step = next(course.steps())
    assert (step.minutes, step.required, step.objectives) == (9, False, ("luisteren",))
    assert step.texts["en"].title == "Lesson"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"title: Lesson", b"title: Lesson\nkind: quiz", "translation-differs"),
        (b"title: Lesson", b"title: Lesson\nminutes: 3", None),
        (b"- [x] Listen\n- [ ] Talk", b"- [ ] Listen\n- [x] Talk", "question-other-right"),
        (b"- [ ] Talk", b"- [ ] Talk\n- [ ] Walk", "question-other-parts"),
        (b"objective=luisteren", b"points=3", "question-other-settings"),
        (b"{#kies ", b"{#keuze ", "translation-block-missing"),
    ],
)
def test_structure_must_be_the_same(old: bytes, new: bytes, code: str | None) -> None:
    english = base_course()[ENGLISH]
    assert old in english
    found = codes(check(base_course({ENGLISH: english.replace(old, new)})))
    assert code in found if code else found == set()


def test_a_wrong_value_in_a_translation_is_reported_and_not_used() -> None:
    files = base_course()
    files["1-begin/2-gesprek.md"] = (
        b"---\nid: gesprek\ntitle: G\nkind: dialogue\nmood: -2\n---\n## begin\n> Dag.\n\n- (+1) Dag. \xe2\x86\x92 einde\n"
        b"  Beleefd.\n- (-1) Ja. \xe2\x86\x92 einde\n  Kort.\n\n## einde: klaar\nKlaar.\n"
    )
    files["1-begin/2-gesprek.en.md"] = files["1-begin/2-gesprek.md"].replace(
        b"mood: -2", b"mood: laag"
    )
    assert "front-wrong-value" in codes(check(files))

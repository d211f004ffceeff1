"""Which Dutch sentences get a warning, and which do not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.protocol import Line
from courseapp.catalog.domain.readability import LONGEST, MOST_FINDINGS, check_readability
from tests.catalog.courses import check, codes, lesson


def found(text: str, *, is_speech: bool = False) -> list[tuple[str, int]]:
    codes: list[tuple[str, int]] = []
    lines = [Line(number=n, text=line) for n, line in enumerate(text.split("\n"), start=1)]
    check_readability(
        lines, lambda code, *, line, **_: codes.append((code, line)), is_speech=is_speech
    )
    return codes


def sentence(words: int) -> str:
    return " ".join(["Een", *["woord"] * (words - 1)]) + "."


def test_a_sentence_may_have_thirty_words_and_no_more() -> None:
    assert found(sentence(LONGEST)) == []
    assert found(f"Kort.\n\n{sentence(LONGEST + 1)}") == [("sentence-long", 3)]
    assert found(f"{sentence(20)} {sentence(20)}") == []


def test_a_sentence_over_several_lines_is_one_sentence() -> None:
    half = sentence(20).removesuffix(".")
    assert found(f"{half}\n{half.lower()}.") == [("sentence-long", 1)]


def test_items_of_a_list_are_not_one_sentence() -> None:
    half = sentence(20).removesuffix(".")
    assert found(f"- {half}\n- {half}\n> {half}") == []


def test_je_and_u_do_not_go_together_outside_what_people_say() -> None:
    assert found("Als je belt, noemt u uw naam.") == [("address-mixed", 1)]
    assert found("Vraag je klant: ‘Wat kan ik voor u doen?’") == []
    assert found("Je leest.\n\nUw klant leest.") == []
    assert found("**Jij:** Jij zegt u.\n**Klant:** U zegt je.") == []
    assert found("Weet u of je dat kunt?", is_speech=True) == []


def test_tables_headings_and_fences_are_no_sentences() -> None:
    long = sentence(40).removesuffix(".")
    assert found(f"| {long} |\n## {long}\n::: note {{title={long}}}") == []


def test_code_is_no_sentence() -> None:
    long = sentence(40)
    assert found(f"```\n{long}\nJe en u.\n```\n") == []
    assert found(f"```\n{long}\n```\n{long}") == [("sentence-long", 4)]
    assert found(f"~~~\n```\n~~~\n{long}") == [("sentence-long", 4)]
    assert found(f"````\n```\n{long}\n```\n````") == []


def test_a_file_gets_a_handful_of_warnings_at_most() -> None:
    assert len(found("\n\n".join([sentence(40)] * 20))) == MOST_FINDINGS


def test_only_dutch_is_measured() -> None:
    files = lesson("Kort.")
    files["course.md"] = b"---\nid: proef\ntitle: Proef\nlanguage: en\n---\nTekst.\n"
    files["1-begin/1-les.md"] += sentence(50).encode()
    assert "sentence-long" not in codes(check(files))


@given(st.text(max_size=400))
def test_any_text_can_be_measured(text: str) -> None:
    warnings = found(text)
    assert len(warnings) <= MOST_FINDINGS
    assert {code for code, _ in warnings} <= {"sentence-long", "address-mixed"}
    assert all(1 <= line <= text.count("\n") + 1 for _, line in warnings)

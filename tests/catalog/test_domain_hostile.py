"""Input that must not hurt: a finding in bounded time and memory, never a traceback."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseapp.catalog.domain.fix import fix
from courseapp.catalog.domain.folder import read_course_folder
from tests.catalog.courses import ENGLISH, LESSON, base_course, check, codes, lesson

SECONDS = 30


@pytest.fixture(autouse=True)
def in_bounded_time_and_memory() -> Iterator[None]:
    started = time.monotonic()
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert time.monotonic() - started < SECONDS
    assert peak < 150_000_000


def question(number: int) -> str:
    return f"::: question {{#vraag-{number}}}\nVraag {number}?\n\n- [x] Ja\n- [ ] Nee\n:::\n\n"


@pytest.mark.requirement("SEC-63")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[a]["[:4] * 4000, "markdown-too-slow"),
        ("[^" * 30_000, "line-too-long"),
        ("\n".join(["[^" * 5000] * 9), "markdown-too-slow"),
        ("\n".join(["[" * 10_000] * 9), "markdown-too-slow"),
        ("> " * 3000 + "diep", None),
        ("- " * 3000 + "diep", "markdown-failed"),
        ("\n".join("    " * depth + "- diep" for depth in range(100)), None),
        ("|a" * 4000 + "|\n" + "|-" * 4000 + "|\n" + "|b" * 4000 + "|\n", None),
        ("*a " * 6000, None),
        ("`" * 15_000, None),
        ("<!--" * 4000, None),
        ("<a " * 5000, None),
        ("&" * 15_000, None),
        ("![" * 8000, None),
        ("\n".join(["a"] * 60_000), "markdown-too-large"),
    ],
)
def test_catastrophic_markdown_is_refused_or_rendered(text: str, code: str | None) -> None:
    checked = check(lesson(text))
    assert code is None or code in codes(checked)


@pytest.mark.requirement("SEC-63")
def test_many_slow_texts_cost_no_more_than_a_few_time_limits() -> None:
    slow = "\n".join(["[^" * 5000] * 9)
    body = "".join(f"::: note\n{slow}\n:::\n\n" for _ in range(9))
    found = [f for f in check(lesson(body)).findings if f.code == "markdown-too-slow"]
    assert len(found) == 9


def test_a_file_of_5_mb_is_a_finding() -> None:
    assert "file-too-large" in codes(check(base_course({LESSON: b"Tekst. " * 750_000})))


def test_a_hundred_nested_blocks_are_a_finding() -> None:
    opening = "\n".join(":" * colons + " note" for colons in range(103, 2, -1))
    closing = "\n".join(":" * colons for colons in range(3, 104))
    assert "block-not-here" in codes(check(lesson(f"{opening}\nTekst.\n{closing}")))


def test_ten_thousand_questions_are_a_finding() -> None:
    text = "".join(question(number) for number in range(10_000))
    assert "block-too-many" in codes(check(lesson(text)))


def test_ten_thousand_questions_in_many_files_are_a_finding() -> None:
    files = lesson("Tekst.")
    for file in range(25):
        text = "".join(question(file * 400 + number) for number in range(400))
        files[f"1-begin/{file + 2}-les.md"] = f"---\nid: les-{file}\ntitle: L\n---\n{text}".encode()
    assert "block-too-many" in codes(check(files))


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_crlf_gives_the_same_course_as_lf(number: int) -> None:
    lf, crlf = base_course(), base_course()
    for path in (LESSON, ENGLISH, "course.md", "sources.yml")[: number - 1]:
        crlf[path] = crlf[path].replace(b"\n", b"\r\n")
    first, second = check(lf), check(crlf)
    assert second.findings == () and first.course == second.course and first.keys == second.keys


def test_a_byte_order_mark_is_only_a_warning() -> None:
    checked = check(base_course({LESSON: b"\xef\xbb\xbf" + base_course()[LESSON]}))
    assert codes(checked) == {"byte-order-mark"} and checked.course is not None


@pytest.mark.requirement("SEC-58")
def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "buiten").mkdir()
    (tmp_path / "buiten/1-geheim.md").write_text("geheim")
    cursus = tmp_path / "cursus"
    cursus.mkdir()
    (cursus / "course.md").write_text("---\nid: c\ntitle: C\n---\n")
    (cursus / "1-map").symlink_to(tmp_path / "buiten")
    (cursus / "2-bestand.md").symlink_to(tmp_path / "buiten/1-geheim.md")
    files = read_course_folder(cursus)
    assert list(files) == ["course.md"]
    assert [f.code for f in files.findings] == ["file-symlink", "file-symlink"]


def test_hidden_files_and_papers_beside_a_course_are_left_alone(tmp_path: Path) -> None:
    for name in (".DS_Store", "README.md", "LICENSE", "course.md"):
        (tmp_path / name).write_text("---\nid: c\n---\n")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/1-x.md").write_text("x")
    assert "1-x.md" not in str(list(read_course_folder(tmp_path)))
    assert codes(check(read_course_folder(tmp_path))) == {"course-empty", "title-missing"}


LINES = st.sampled_from(
    [
        "---", "id: x", "title: [", "kind: quiz", "kind: dialogue", "kind: reflection", "minutes: 9e9", "draw: 3",
        "objectives:", "  a: b", "::: question {#a}", "::: question", ":::", "::::", "::: lab {#l model=peak-end}",
        "- [x] ja", "- [ ] nee", "  > want", "1. een", "2. twee", "- a :: b", "= 3 ± 1", "= A | B", "[[a|b]] c",
        "hint: h", "why: w", "## begin", "## einde: a {when=\"sum >= 2\"}", "> Klant", "- (+2) Ja → einde",
        "::: plan {#p follow_up=3,10}", "::: prompt {#q}", "::: figure {src=media/stip.svg}", "", "# kop", "[@bron]",
        "[^n]", "[^n]: noot", "![a](b)", "```", "| a | b |", "|---|---|", "\x0b", "\u2028", "## preset: a", "A: 1 2",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=25), st.lists(LINES, max_size=12))
def test_any_file_gives_findings_or_a_course(source: list[str], translation: list[str]) -> None:
    files = base_course(
        {LESSON: "\n".join(source).encode(), ENGLISH: "\n".join(translation).encode()}
    )
    checked = check(files)
    assert checked.has_errors == (checked.course is None)
    check(files | fix(files))


def test_a_path_that_no_database_keeps_is_a_finding(tmp_path: Path) -> None:
    deep = tmp_path / ("1-" + "m" * 120)
    deep.mkdir()
    (deep / ("1-" + "s" * 140 + ".md")).write_text("---\nid: lang\ntitle: Lang\n---\nTekst.\n")
    codes = [finding.code for finding in read_course_folder(tmp_path).findings]
    assert codes == ["file-name"]

"""Every finding has a fixture, a place and words in two languages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from courseapp.catalog.domain import folder
from courseapp.catalog.domain.findings import FileReport, Finding, format_finding, suggest
from courseapp.catalog.domain.folder import read_course_folder
from courseapp.catalog.domain.texts import FINDING_TEXTS
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS
from tests.catalog.courses import FIXTURES, LESSON, base_course, check, fixture_course

ON_DISK = sorted(path.name for path in FIXTURES.iterdir() if path.name != "_base")


def write_course(root: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


def a_link(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / "1-begin/2-geheim.md").symlink_to("/etc/passwd")


def a_large_text(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / LESSON).write_bytes(b"woord " * 200_000)


def an_unreadable_file(root: Path, patch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> int:
        raise PermissionError

    patch.setattr(os, "open", refuse)


def no_folder(root: Path, _: pytest.MonkeyPatch) -> None:
    for path in sorted(root.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    root.rmdir()


def deep_folders(root: Path, _: pytest.MonkeyPatch) -> None:
    write_course(root, {"a/b/c/d/e/f/g/1-diep.md": b"Tekst.\n"})


def a_large_folder(root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(folder, "MAX_BYTES", 100)


def many_files(root: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(folder, "MAX_FILES", 3)


def many_findings(root: Path, _: pytest.MonkeyPatch) -> None:
    (root / LESSON).write_bytes(b"::: note\n:::\n\n" * 150)


BUILT: Mapping[str, Callable[[Path, pytest.MonkeyPatch], None]] = {
    "file-symlink": a_link,
    "file-too-large": a_large_text,
    "file-unreadable": an_unreadable_file,
    "folder-missing": no_folder,
    "folder-too-deep": deep_folders,
    "folder-too-large": a_large_folder,
    "folder-too-many-files": many_files,
    "too-many-findings": many_findings,
}


def test_every_code_of_the_catalog_has_a_fixture() -> None:
    assert sorted([*ON_DISK, *BUILT]) == sorted(FINDING_TEXTS)


def test_the_base_course_has_no_finding() -> None:
    assert check(base_course()).findings == ()


@pytest.mark.requirement("SEC-59")
@pytest.mark.parametrize("code", ON_DISK)
def test_a_fixture_has_its_finding_at_its_place(code: str) -> None:
    files, expected = fixture_course(code)
    places = [f"{f.path}:{f.line}:{f.column}" for f in check(files).findings if f.code == code]
    assert expected in places


@pytest.mark.parametrize("code", BUILT)
def test_a_built_folder_has_its_finding(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(tmp_path / "cursus", base_course())
    BUILT[code](tmp_path / "cursus", monkeypatch)
    findings = check(read_course_folder(tmp_path / "cursus")).findings
    assert code in {finding.code for finding in findings}


def test_every_finding_fills_all_the_gaps_in_its_words() -> None:
    for code in ON_DISK:
        for finding in check(fixture_course(code)[0]).findings:
            for words in (finding.text.nl, finding.text.en):
                names = {name for _, name, _, _ in Formatter().parse(words) if name}
                assert names <= set(finding.fields), finding
                assert words.rstrip()[-1] in ".?"


def test_a_finding_prints_place_severity_code_and_remedy() -> None:
    report = FileReport("les.md")
    report("kind-unknown", line=3, column=2, kind="lessen", known="lesson", suggestion="lesson")
    assert format_finding(report.findings[0], "nl") == (
        "les.md:3:2: error[kind-unknown]: ‘lessen’ is geen soort stap. Kies uit: lesson."
        " Bedoel je ‘lesson’?"
    )
    assert "Did you mean ‘lesson’?" in format_finding(report.findings[0], "en")


def test_what_an_author_typed_cannot_steer_a_terminal_or_a_format() -> None:
    report = FileReport("les.md")
    report("kind-unknown", line=1, kind="\x1b[31m{0.__class__}" + "x" * 500, known="")
    shown = format_finding(report.findings[0], "nl")
    assert "\x1b" not in shown and "{0.__class__}" in shown and len(shown) < 250


def test_a_suggestion_is_only_made_for_a_near_miss() -> None:
    assert suggest("minuts", ["minutes", "title"]) == "minutes"
    assert suggest("zonsopgang", ["minutes", "title"]) == ""


def test_no_two_kinds_use_one_code_for_different_things() -> None:
    seen = dict(FINDING_TEXTS)
    for kind in (*BLOCK_KINDS.values(), *STEP_KINDS.values()):
        for code, text in kind.findings.items():
            assert seen.setdefault(code, text) == text, code


def test_errors_and_warnings_are_told_apart() -> None:
    def severities(code: str) -> set[str]:
        found: tuple[Finding, ...] = check(fixture_course(code)[0]).findings
        return {finding.severity for finding in found}

    assert severities("translation-missing") == {"warning"}
    assert "error" in severities("id-duplicate")


def test_all_findings_of_a_course_come_in_one_run() -> None:
    files = base_course(fixture_course("media-missing")[0]) | {
        "1-begin/2-leeg.md": b"---\nid: leeg\ntitle: Leeg\nminutes: nul\n---\n",
    }
    assert {"media-missing", "step-empty", "front-wrong-value"} <= {
        finding.code for finding in check(files).findings
    }

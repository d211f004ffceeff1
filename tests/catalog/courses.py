"""Small courses for the tests of the course language: one base course and one fixture per finding."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from courseapp.catalog.domain.assembly import Checked
from courseapp.catalog.domain.check import check_course
from courseapp.catalog.markdown import renderer
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS

FIXTURES = Path(__file__).parent / "fixtures"
LESSON, ENGLISH, MODULE = "1-begin/1-les.md", "1-begin/1-les.en.md", "1-begin/module.md"


def files_under(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def base_course(changes: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """A small course in two languages without any finding, with `changes` laid over it."""
    return files_under(FIXTURES / "_base") | dict(changes or {})


def fixture_course(code: str) -> tuple[dict[str, bytes], str]:
    """The course that has the finding `code`, and the place `path:line:column` where it must stand."""
    files = files_under(FIXTURES / code)
    expected = files.pop("expected.txt").decode().strip()
    removed = files.pop("REMOVED", b"").decode().split("\n")
    return {
        path: data for path, data in base_course(files).items() if path not in removed
    }, expected


def check(files: Mapping[str, bytes]) -> Checked:
    return check_course(files, blocks=BLOCK_KINDS, steps=STEP_KINDS, render=renderer())


def codes(checked: Checked) -> set[str]:
    return {finding.code for finding in checked.findings}


def lesson(text: str, *, name: str = "1-les.md") -> dict[str, bytes]:
    """A course of one lesson in one language; `text` is the body below the front matter."""
    return {
        "course.md": b"---\nid: proef\ntitle: Proef\n---\nTekst.\n",
        "1-begin/module.md": b"---\nid: begin\ntitle: Begin\n---\n",
        f"1-begin/{name}": f"---\nid: les\ntitle: Les\n---\n{text}\n".encode(),
    }


def lesson_html(text: str) -> str:
    """The HTML of a lesson with `text` as its body."""
    checked = check(lesson(text))
    assert checked.course is not None, checked.findings
    step = next(checked.course.steps())
    return "\n".join(part.data["html"] for part in step.texts["nl"].parts if part.kind == "html")

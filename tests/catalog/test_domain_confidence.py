"""A course says whether its questions ask how sure the learner is."""

from __future__ import annotations

import pytest

from courseapp.catalog.domain.compiled import course_from_json, course_to_json
from tests.catalog.courses import base_course, check


def course_with(line: str, path: str = "course.md") -> dict[str, bytes]:
    files = dict(base_course())
    files[path] = files[path].replace(b"---\n", f"---\n{line}\n".encode(), 1)
    return files


@pytest.mark.parametrize(
    ("line", "asks"), [("audience: iedereen", True), ("confidence: on", True), ("confidence: off", False)]
)  # fmt: skip
def test_a_course_asks_unless_it_says_off(line: str, asks: bool) -> None:
    course = check(course_with(line)).course
    assert course is not None
    assert course.confidence is asks
    document = course_to_json(course)
    assert course_from_json(document).confidence is asks
    del document["confidence"]
    assert course_from_json(document).confidence is True


def test_another_value_is_found() -> None:
    found = check(course_with("confidence: soms")).findings
    assert [(f.code, f.path, f.line) for f in found] == [("front-wrong-value", "course.md", 2)]

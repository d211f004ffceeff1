"""How a work task is written."""

from __future__ import annotations

from courseapp.catalog.domain.findings import format_finding
from courseapp.reflections.domain.task import FINDINGS
from tests.catalog.courses import base_course, check

HEAD = b"---\nid: bel-terug\ntitle: Bel terug\nkind: task\nrequired: no\n---\n"


def codes(body: bytes) -> list[str]:
    files = {**base_course(), "1-begin/8-taak.md": HEAD + body}
    found = [f for f in check(files).findings if f.path.endswith("8-taak.md")]
    assert all(format_finding(f, locale) for f in found for locale in ("nl", "en"))
    return [f.code for f in found if f.severity == "error"]


def test_a_work_task_is_prose_with_text_blocks() -> None:
    body = b"Bel *een* klant.\n\n::: tomorrow\nBegin met je naam.\n:::\n"
    checked = check({**base_course(), "1-begin/8-taak.md": HEAD + body})
    assert checked.course is not None
    step = checked.course.steps_by_id["bel-terug"]
    parts = step.text("nl").parts
    assert step.kind == "task" and not step.required and step.settings == {}
    assert [part.kind for part in parts] == ["html", "html"]
    assert "<em>een</em>" in parts[0].data["html"] and "Begin met je naam" in parts[1].data["html"]


def test_a_work_task_without_an_assignment_has_its_finding() -> None:
    assert "task-empty" in codes(b"\n")


def test_a_block_that_asks_for_answers_has_its_finding() -> None:
    question = b"::: question {#q}\nWat?\n\n- [x] Dit\n- [ ] Dat\n:::\n"
    assert codes(b"Bel een klant.\n\n" + question) == ["task-block"]


def test_an_unknown_block_is_named() -> None:
    assert codes(b"Bel een klant.\n\n::: tomorow\nDit.\n:::\n") == [
        "block-id-missing",
        "block-unknown",
    ]


def test_every_finding_code_of_a_task_has_a_test() -> None:
    assert set(FINDINGS) == {"task-empty", "task-block"}

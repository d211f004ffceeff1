"""How the closing page of a course is written."""

from __future__ import annotations

from courseapp.catalog.domain.compiled import StepText
from tests.catalog.courses import base_course, check, codes

HEAD = b"---\nid: slot\ntitle: Wat je meeneemt\nkind: closing\n---\n"
LAST = "1-begin/9-slot.md"


def compiled(body: bytes) -> StepText:
    course = check(base_course({LAST: HEAD + body})).course
    assert course is not None
    assert course.steps_by_id["slot"].kind == "closing"
    return course.steps_by_id["slot"].text("nl")


def test_a_closing_is_prose_with_text_blocks() -> None:
    text = compiled(b"Je bent er.\n\n::: note\nDit is van jou.\n:::\n")
    assert [part.kind for part in text.parts] == ["html", "html"]
    assert "Dit is van jou." in text.parts[1].data["html"]
    assert text.data == {"ends": False}


def test_a_keep_block_at_the_end_is_the_last_sentence() -> None:
    keep = b"::: keep\nMaak er een van jezelf.\n:::\n"
    assert compiled(b"Je bent er.\n\n" + keep).data == {"ends": True}
    assert compiled(keep + b"\nJe bent er.\n").data == {"ends": False}


def test_a_closing_at_the_end_has_no_finding_and_before_the_end_a_warning() -> None:
    at_the_end = check(base_course({LAST: HEAD + b"Je bent er.\n"}))
    assert "closing-not-last" not in codes(at_the_end)
    before = check(base_course({"1-begin/0-slot.md": HEAD + b"Je bent er.\n"}))
    (finding,) = [each for each in before.findings if each.code == "closing-not-last"]
    assert not finding.is_error and finding.fields["title"] == "Les" and before.course is not None


def test_the_unknown_block_is_named_and_the_exercise_sent_to_a_lesson() -> None:
    question = b"::: question {#q}\nWat?\n\n- [x] Dit\n- [ ] Dat\n:::\n"
    checked = check(base_course({LAST: HEAD + b"Je bent er.\n\n" + question}))
    assert "closing-block" in codes(checked) and checked.course is None

"""Every finding of free texts, with the text that provokes it."""

from __future__ import annotations

import pytest

from courseapp.catalog.domain.findings import FileReport, all_texts
from courseapp.catalog.domain.fix import fix
from courseapp.kinds import BLOCK_KINDS
from courseapp.quizzes.domain.kind import Question
from courseapp.quizzes.domain.step import QuizStep
from tests.catalog.courses import check, codes, lesson
from tests.quizzes.reading import PlainRender, block, step

QUESTION = BLOCK_KINDS["question"]
GOOD = "Schrijf.\n\n- rubric(2, moment): Noemt een dag\n- rubric(1): Klinkt\n\nmodel: Zo.\nwhy: Daarom."

CASES = [
    ("rubric-malformed", "Schrijf.\n- rubric(2): A\n- rubric: B\nmodel: Zo.", 4),
    ("rubric-malformed", "Schrijf.\n- rubric(2): A\n- rubric(1):\nmodel: Zo.", 4),
    ("rubric-points", "Schrijf.\n- rubric(2): A\n- rubric(6): B\nmodel: Zo.", 4),
    ("rubric-points", "Schrijf.\n- rubric(2): A\n- rubric(0): B\nmodel: Zo.", 4),
    ("rubric-unknown-hint", "Schrijf.\n- rubric(2): A\n- rubric(1, tijd): B\nmodel: Zo.", 4),
    ("rubric-duplicate", "Schrijf.\n- rubric(2): A\n- rubric(1): A\nmodel: Zo.", 4),
    ("rubric-too-many", "Schrijf.\n" + "".join(f"- rubric(1): {n}\n" for n in range(13)) + "model: Z", 15),
    ("rubric-stray-line", "Schrijf.\n- rubric(2): A\nlos\nmodel: Zo.", 4),
    ("free-text-no-model", "Schrijf.\n- rubric(2): A", 1),
    ("question-stray-model", "Wat?\n- [x] A\n- [ ] B\nmodel: Zo.", 5),
]  # fmt: skip


def report() -> FileReport:
    return FileReport("les.md", all_texts([QUESTION.findings, QuizStep().findings]))


def read(text: str) -> Question:
    found = report()
    question = QUESTION.parse(block(text), found)
    assert found.findings == []
    assert isinstance(question, Question)
    return question


@pytest.mark.parametrize(("code", "text", "line"), CASES)
def test_a_finding_of_a_free_text_has_its_place(code: str, text: str, line: int) -> None:
    found = report()
    QUESTION.parse(block(text), found)
    assert [(f.code, f.line) for f in found.findings] == [(code, line)]


def test_a_free_text_cannot_stand_in_a_quiz() -> None:
    found = report()
    QuizStep().parse(step(block(GOOD)), BLOCK_KINDS, found)
    assert "quiz-free-text" in [f.code for f in found.findings]


def test_a_rubric_makes_a_free_text_whatever_else_its_prompt_holds() -> None:
    question = read(
        GOOD.replace("Schrijf.", "Schrijf.\n\n1. kort\n2. zelf\n\nDenk aan [[haakjes]].")
    )
    assert question.kind == "free-text"


def test_the_model_answer_and_the_reason_stay_in_the_key() -> None:
    compiled = QUESTION.compile(read(GOOD), PlainRender())
    assert "Zo." not in str(compiled.data) and "Daarom" not in str(compiled.data)
    assert compiled.keys["vraag"]["model_html"] == "<p>Zo.</p>"
    assert [(c["points"], c["hint"]) for c in compiled.data["criteria"]] == [(2, "moment"), (1, "")]
    assert compiled.data["total"] == 3


@pytest.mark.parametrize(
    ("code", "other"),
    [
        ("question-other-parts", "Write.\n- rubric(2, moment): A day\nmodel: So."),
        ("question-other-right", "Write.\n- rubric(1, moment): A\n- rubric(1): B\nmodel: So."),
        ("question-other-kind", "Write.\n- [x] A\n- [ ] B"),
    ],
)
def test_a_translation_asks_for_the_same_criteria(code: str, other: str) -> None:
    found = report()
    QUESTION.compare(read(GOOD), read(other), found)
    assert [f.code for f in found.findings] == [code]


RECALLED = "::: question {#keuze}\nWat?\n\n- [x] A\n- [ ] B\n:::\n\n"


@pytest.mark.parametrize(
    ("of", "code"),
    [
        ("les/keuze", ""),
        ("les", "recall-unknown"),
        ("les/", "recall-target"),
        ("les/volgorde", "recall-unknown"),
        ("weg/keuze", "recall-unknown"),
    ],
)
def test_a_recall_names_something_that_can_be_brought_back(of: str, code: str) -> None:
    ordering = "::: question {#volgorde}\nZet.\n\n1. A\n2. B\n:::\n\n"
    found = codes(
        check(lesson(f"Tekst.\n\n{RECALLED}{ordering}::: recall {{of={of}}}\nHier.\n:::"))
    )
    assert found == ({code} if code else set())


def test_a_recall_needs_no_id_and_fixing_gives_it_none() -> None:
    files = lesson(f"Tekst.\n\n{RECALLED}::: recall {{of=les/keuze}}\nHier.\n:::")
    assert fix(files) == {}


def test_a_recall_may_bring_back_a_plan_or_a_prompt_of_an_earlier_step() -> None:
    reflection = "---\nid: plan\ntitle: Plan\nkind: reflection\n---\n::: prompt {#terug}\nWat?\n:::\n\n::: plan {#als-dan}\nKlein.\n:::\n"
    text = "".join(
        f"::: recall {{of={of}}}\nHier.\n:::\n\n" for of in ("plan", "plan/terug", "plan/als-dan")
    )
    files = lesson(f"Tekst.\n\n{text}", name="2-les.md")
    assert codes(check({**files, "1-begin/1-plan.md": reflection.encode()})) == set()
    assert codes(check({**files, "1-begin/3-plan.md": reflection.encode()})) == {"recall-later"}

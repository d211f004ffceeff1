"""Questions from text, as the checker would read them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from courseapp.catalog.domain.findings import FileReport, all_texts
from courseapp.catalog.domain.protocol import Block, Line, Prose, StepSource
from courseapp.quizzes.domain.blocks import QuestionBlock
from courseapp.quizzes.domain.kind import Question
from courseapp.quizzes.domain.registry import QUESTION_KINDS
from courseapp.quizzes.domain.step import QuizStep

QUESTION = QuestionBlock()
QUIZ = QuizStep()
BLOCKS = {"question": QUESTION}

SAMPLES = {
    "single": "Wat?\n\n- [ ] A\n  > Nee.\n- [x] B\n  > Ja.\n- [ ] C\n\nhint: Kijk.\nwhy: Daarom.",
    "multiple": "Welke?\n\n- [x] A\n- [ ] B\n- [x] C\n- [ ] D",
    "true-false": "Klopt dit?\n\n- [x] Waar\n- [ ] Niet waar",
    "ordering": "Zet op volgorde.\n\n1. een\n2. twee\n3. drie\n4. vier",
    "matching": "Wat hoort bij wat?\n\n- a :: 1\n- b :: 2\n- c :: 1",
    "numeric": "Hoeveel?\n\n= -0,5 ± 0,1 punten",
    "short-text": "Wie?\n\n= Kahneman | Daniël Kahneman",
    "gap-text": "Vul in.\n\nDe [[piek|hoogtepunt]] en het [[einde]].",
    "sorting": "Wat hoort waar?\n\n### Piek\n- a\n- b\n\n### Slot\n- c\n- d",
    "survey": "Wat denk je?\n\n- ( ) ja\n- ( ) nee\n- ( ) soms",
    "scale": "Hoe vaak?\n\nscale: 1..5 | nooit | altijd",
}
"""One question of each kind, as an author writes it."""
GRADED = [kind for kind in SAMPLES if QUESTION_KINDS[kind].is_graded]


class PlainRender:
    """Paragraphs and escaping only: enough to see what a kind hands to the renderer."""

    def block(self, lines: Sequence[Line]) -> str:
        return f"<p>{escape(' '.join(line.text for line in lines))}</p>"

    def inline(self, text: str, *, line: int) -> str:
        return escape(text)

    def apart(self) -> PlainRender:
        return self


class Fields(dict[str, list[str]]):
    """A submitted form."""

    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


def block(text: str, **attributes: str) -> Block:
    """A question block whose body starts at line 2."""
    lines = tuple(Line(number=n, text=row) for n, row in enumerate(text.split("\n"), start=2))
    name = attributes.pop("id", "vraag")
    return Block(name="question", id=name, attributes=attributes, lines=lines, line=1)


def report() -> FileReport:
    """A report that knows the texts of questions and quizzes."""
    return FileReport("toets.md", all_texts([QUESTION.findings, QUIZ.findings]))


def read(text: str, **attributes: str) -> tuple[Question | None, list[str]]:
    """The question in `text` and the codes of its findings."""
    found = report()
    return QUESTION.parse(block(text, **attributes), found), [f.code for f in found.findings]


def compiled(text: str, **attributes: str) -> tuple[Any, Any, Any]:
    """The kind, public data and key of a question without findings."""
    question, codes = read(text, **attributes)
    assert question is not None
    assert codes == []
    result = QUESTION.compile(question, PlainRender())
    return QUESTION_KINDS[question.kind], result.data, result.keys[question.id]


def sample(kind: str, **attributes: str) -> tuple[Any, Any, Any]:
    """The compiled sample of a kind."""
    named = {"kind": kind} if kind == "true-false" else {}
    return compiled(SAMPLES[kind], **named, **attributes)


def step(*pieces: Block | Prose, **front: Any) -> StepSource:
    """A quiz file with these pieces."""
    return StepSource(
        path="toets.md",
        locale="nl",
        id="toets",
        front=front,
        front_lines={name: n for n, name in enumerate(front, start=2)},
        body=tuple(pieces),
    )

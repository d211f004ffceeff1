"""The block `::: question`: a practice question in a lesson, an item in a quiz."""

from __future__ import annotations

import re
from collections.abc import Mapping

from courseapp.catalog.domain.protocol import Block, Compiled, FindingText, Render, Report
from courseapp.catalog.domain.words import running_text
from courseapp.quizzes.domain import layout
from courseapp.quizzes.domain.kind import AuthoredKind, Draft, Question
from courseapp.quizzes.domain.registry import QUESTION_KINDS

MOST_POINTS = 100
QUOTABLE = frozenset(
    {"single", "multiple", "true-false", "short-text", "survey", "scale", "free-text"}
)
"""The kinds whose answer reads well when a later lesson brings it back."""
ATTRIBUTES = ("kind", "objective", "points", "pool", "grading", "match")

_OWN = {
    "question-bad-points": FindingText(
        severity="error",
        nl="points={points} kan niet. Schrijf een heel getal van 1 tot en met 100.",
        en="points={points} is not possible. Write a whole number from 1 to 100.",
    ),
    "question-bad-grading": FindingText(
        severity="error",
        nl="grading={grading} kan niet bij een vraag van de soort {kind}. Mogelijk: {known}.",
        en=(
            "grading={grading} is not possible for a question of the kind {kind}. Possible: "
            "{known}."
        ),
    ),
    "question-unknown-attribute": FindingText(
        severity="error",
        nl="Het kenmerk “{name}” ken ik niet bij een vraag. Mogelijk: {known}.",
        en="I do not know the attribute “{name}” of a question. Possible: {known}.",
    ),
    "question-other-kind": FindingText(
        severity="error",
        nl="Vraag “{id}” is hier van de soort {kind}, in de brontaal {other}. Maak ze gelijk.",
        en=(
            "Question “{id}” is of the kind {kind} here and {other} in the source language. Make "
            "them the same."
        ),
    ),
    "question-other-parts": FindingText(
        severity="error",
        nl=(
            "Vraag “{id}” heeft hier {count} onderdelen, in de brontaal {other}. Maak ze gelijk, "
            "in dezelfde volgorde."
        ),
        en=(
            "Question “{id}” has {count} parts here and {other} in the source language. Make them "
            "the same, in the same order."
        ),
    ),
    "question-other-right": FindingText(
        severity="error",
        nl=(
            "Bij vraag “{id}” is hier iets anders juist dan in de brontaal. Zet de antwoorden in "
            "dezelfde volgorde met hetzelfde juiste antwoord."
        ),
        en=(
            "In question “{id}” something else is right than in the source language. Put the "
            "answers in the same order with the same right answer."
        ),
    ),
    "question-other-settings": FindingText(
        severity="error",
        nl=(
            "Vraag “{id}” heeft hier een ander doel, aantal punten, pool of nakijkwijze dan in de "
            "brontaal. Neem de kenmerken over."
        ),
        en=(
            "Question “{id}” has another objective, points, pool or grading than in the source "
            "language. Copy the attributes."
        ),
    ),
}

_ONE_PARAGRAPH = re.compile(r"<p>((?:(?!</?p\b).)*)</p>", re.DOTALL)


class QuestionBlock:
    """Parse, compile and compare questions of all kinds."""

    name = "question"

    def __init__(self, kinds: Mapping[str, AuthoredKind] = QUESTION_KINDS) -> None:
        self._kinds = kinds
        self.findings: Mapping[str, FindingText] = {
            **layout.FINDINGS,
            **_OWN,
            **{code: text for kind in kinds.values() for code, text in kind.findings.items()},
        }

    def parse(self, block: Block, report: Report) -> Question | None:
        """The question, or None after reporting what is wrong."""
        _check_attributes(block, report)
        split = layout.split_block(block, tuple(self._kinds.values()), report)
        if split is None:
            return None
        kind, draft = split
        answer = kind.parse(draft, report)
        return None if answer is None else _question(kind, draft, answer, report)

    def compile(self, question: Question, render: Render) -> Compiled:
        """Public data and key; every explanation stays in the key."""
        render = render.apart()
        own = self._kinds[question.kind].compile(question, render)
        key = {"feedback": {}, "why_html": render.block(question.why) if question.why else ""}
        data = {**_common(question, render), **own.data}
        return Compiled(data=data, keys={question.id: {**key, **own.keys[question.id]}})

    def is_quotable(self, parsed: Question) -> bool:
        """Whether a later lesson can bring back the answer."""
        return parsed.kind in QUOTABLE

    def compare(self, source: Question, translation: Question, report: Report) -> None:
        """Report where the translation asks or counts something else."""
        line, name = translation.line, translation.id
        if source.kind != translation.kind:
            report(
                "question-other-kind", line=line, id=name, kind=translation.kind, other=source.kind
            )
            return
        if _settings(source) != _settings(translation):
            report("question-other-settings", line=line, id=name)
        kind = self._kinds[source.kind]
        ours, theirs = kind.structure(translation.answer), kind.structure(source.answer)
        if ours.parts != theirs.parts:
            report("question-other-parts", line=line, id=name, count=ours.parts, other=theirs.parts)
        elif ours.right != theirs.right:
            report("question-other-right", line=line, id=name)


def _check_attributes(block: Block, report: Report) -> None:
    for name in block.attributes:
        if name not in ATTRIBUTES:
            known = ", ".join(ATTRIBUTES)
            report("question-unknown-attribute", line=block.line, name=name, known=known)


def _question(kind: AuthoredKind, draft: Draft, answer: object, report: Report) -> Question:
    block = draft.block
    return Question(
        id=block.id,
        kind=kind.name,
        line=block.line,
        objective=block.attributes.get("objective", ""),
        points=_points(block, report),
        pool=block.attributes.get("pool", ""),
        grading=_grading(kind, block, report),
        prompt=draft.prompt,
        hint=draft.hint,
        why=draft.why,
        answer=answer,
    )


def _points(block: Block, report: Report) -> int:
    text = block.attributes.get("points", "1")
    points = int(text) if re.fullmatch("[0-9]{1,3}", text) else 0
    if 1 <= points <= MOST_POINTS:
        return points
    report("question-bad-points", line=block.line, points=text)
    return 1


def _grading(kind: AuthoredKind, block: Block, report: Report) -> str:
    grading = block.attributes.get("grading", kind.gradings[0])
    if grading in kind.gradings:
        return grading
    known = ", ".join(kind.gradings)
    report("question-bad-grading", line=block.line, grading=grading, kind=kind.name, known=known)
    return kind.gradings[0]


def _settings(question: Question) -> tuple[object, ...]:
    return question.objective, question.points, question.pool, question.grading


def _common(question: Question, render: Render) -> dict[str, object]:
    """The public data of all kinds; `legend_html` is set when the prompt is one paragraph."""
    prompt = render.block(question.prompt)
    single = _ONE_PARAGRAPH.fullmatch(prompt.strip())
    hint = question.hint
    return {
        "id": question.id,
        "kind": question.kind,
        "objective": question.objective,
        "points": question.points,
        "pool": question.pool,
        "grading": question.grading,
        "prompt_html": prompt,
        "legend_html": single[1] if single else "",
        "prompt_text": running_text(prompt),
        "hint_html": render.inline(hint.text, line=hint.number) if hint else "",
    }

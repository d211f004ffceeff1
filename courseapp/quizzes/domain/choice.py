"""Choosing from options: one right option, several, or true against false."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from courseapp.catalog.domain.compiled import Json
from courseapp.catalog.domain.protocol import Compiled, FindingText, Line, Render, Report
from courseapp.quizzes.domain.kind import (
    Draft,
    Form,
    Mark,
    Question,
    QuestionKind,
    Reading,
    Response,
    ResponseInvalid,
    Structure,
    expect_string,
    expect_strings,
    first_match,
    one_value,
    part_id,
)

_OPTION = re.compile(r"[-*+] \[([ xX])\](?: +(.*))?$")
_FEEDBACK = re.compile(r"\s+>\s?(.*)$")

FINDINGS = {
    "choice-empty-option": FindingText(
        severity="error",
        nl="Deze optie heeft geen tekst. Schrijf achter het hokje wat de lerende kan kiezen.",
        en="This option has no text. Write behind the box what the learner can choose.",
    ),
    "choice-duplicate-option": FindingText(
        severity="error",
        nl="De optie “{text}” staat er twee keer. Maak de opties verschillend.",
        en="The option “{text}” is there twice. Make the options different.",
    ),
    "choice-too-few": FindingText(
        severity="error",
        nl="Een keuzevraag heeft ten minste twee opties nodig. Voeg een regel “- [ ] …” toe.",
        en="A choice question needs at least two options. Add a line “- [ ] …”.",
    ),
    "choice-no-right": FindingText(
        severity="error",
        nl="Geen optie is juist. Zet een x in het hokje van het juiste antwoord: “- [x] …”.",
        en="No option is right. Put an x in the box of the right answer: “- [x] …”.",
    ),
    "choice-several-right": FindingText(
        severity="error",
        nl=(
            "Bij deze soort is één optie juist, hier zijn het er {count}. Laat er één over of "
            "schrijf kind=multiple."
        ),
        en=(
            "In this kind one option is right, here there are {count}. Keep one or write "
            "kind=multiple."
        ),
    ),
    "choice-stray-line": FindingText(
        severity="error",
        nl=(
            "Deze regel hoort bij geen optie. Begin met “- [ ] ” voor een optie of met twee "
            "spaties en “> ” voor uitleg."
        ),
        en=(
            "This line belongs to no option. Start with “- [ ] ” for an option or two spaces and "
            "“> ” for feedback."
        ),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option; `feedback` are the Markdown lines shown to who chose it."""

    text: str
    line: int
    right: bool
    feedback: tuple[Line, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Options:
    """The options in the author's order."""

    options: tuple[Option, ...]


class _Choice(QuestionKind):
    """What the three kinds of choice share."""

    findings: ClassVar[Mapping[str, FindingText]] = FINDINGS

    def find_answers(self, lines: Sequence[Line]) -> int | None:
        return first_match(_OPTION, lines)

    def parse(self, draft: Draft, report: Report) -> Options | None:
        options = _read_options(draft.answers, report)
        if len(options) < 2:
            report("choice-too-few", line=draft.line)
            return None
        _check_texts(options, report)
        right = sum(option.right for option in options)
        if right == 0:
            report("choice-no-right", line=draft.line)
            return None
        return Options(options=options) if self._fits(options, right, draft, report) else None

    def _fits(self, options: Sequence[Option], right: int, draft: Draft, report: Report) -> bool:
        if right > 1:
            report("choice-several-right", line=draft.line, count=right)
        return right == 1

    def compile(self, question: Question, render: Render) -> Compiled:
        ids = [part_id(question.id, str(n)) for n in range(len(question.answer.options))]
        pairs = list(zip(ids, question.answer.options, strict=True))
        options = [{"id": i, "html": render.inline(o.text, line=o.line)} for i, o in pairs]
        key = {
            "right": [i for i, o in pairs if o.right],
            "feedback": {i: render.block(o.feedback) for i, o in pairs if o.feedback},
        }
        return Compiled(data={"options": options}, keys={question.id: key})

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        return self._one(data, expect_string(raw, "choice"))

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        return self._one(data, one_value(form, name))

    def _one(self, data: Json, choice: str) -> Reading:
        if not choice:
            return Reading(response=None)
        if choice not in option_ids(data):
            raise ResponseInvalid("choice")
        return Reading(response={"choice": choice})

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        right = response["choice"] in key["right"]
        return float(right), (Mark(part=response["choice"], right=right),)

    def right_response(self, data: Json, key: Json) -> Response:
        return {"choice": key["right"][0]}

    def structure(self, answer: Options) -> Structure:
        right = tuple(option.right for option in answer.options)
        return Structure(parts=len(right), right=right)


class Single(_Choice):
    """One right option out of several."""

    name = "single"


class TrueFalse(_Choice):
    """A statement that is either so or not so: exactly two options."""

    name = "true-false"
    findings: ClassVar[Mapping[str, FindingText]] = {
        **FINDINGS,
        "true-false-options": FindingText(
            severity="error",
            nl="Waar of niet waar heeft precies twee opties, hier zijn het er {count}.",
            en="True or false has exactly two options, here there are {count}.",
        ),
    }

    def recognises(self, lines: Sequence[Line]) -> bool:
        return False

    def _fits(self, options: Sequence[Option], right: int, draft: Draft, report: Report) -> bool:
        if len(options) != 2:
            report("true-false-options", line=draft.line, count=len(options))
            return False
        return super()._fits(options, right, draft, report)


class Multiple(_Choice):
    """Several options may be right; partial grading takes a wrong choice off a right one."""

    name = "multiple"
    gradings = ("all", "partial")

    def recognises(self, lines: Sequence[Line]) -> bool:
        found = (_OPTION.match(line.text) for line in lines)
        return len([1 for option in found if option and option[1] != " "]) > 1

    def _fits(self, options: Sequence[Option], right: int, draft: Draft, report: Report) -> bool:
        return True

    def read_json(self, data: Json, raw: Mapping[str, object]) -> Reading:
        return self._several(data, expect_strings(raw, "choices"))

    def read_form(self, data: Json, form: Form, name: str) -> Reading:
        return self._several(data, form.getlist(name))

    def _several(self, data: Json, choices: list[str]) -> Reading:
        known = option_ids(data)
        if len(set(choices)) != len(choices) or not set(choices) <= set(known):
            raise ResponseInvalid("choices")
        chosen = [each for each in known if each in choices]
        return Reading(response={"choices": chosen} if chosen else None)

    def judge(self, data: Json, key: Json, response: Response) -> tuple[float, tuple[Mark, ...]]:
        right, chosen = set(key["right"]), response["choices"]
        good = sum(each in right for each in chosen)
        share = max(0.0, (2 * good - len(chosen)) / len(right))
        return share, tuple(Mark(part=each, right=each in right) for each in chosen)

    def right_response(self, data: Json, key: Json) -> Response:
        return {"choices": list(key["right"])}


def option_ids(data: Json) -> list[str]:
    """The ids of the options in the author's order."""
    return [option["id"] for option in data["options"]]


def _read_options(lines: Sequence[Line], report: Report) -> tuple[Option, ...]:
    texts: list[tuple[str, int, bool]] = []
    feedback: list[list[Line]] = []
    for line in lines:
        if found := _OPTION.match(line.text):
            texts.append(((found[2] or "").strip(), line.number, found[1] != " "))
            feedback.append([])
        elif found := _FEEDBACK.match(line.text):
            feedback[-1].append(Line(number=line.number, text=found[1]))
        elif line.text.startswith(" ") and line.text.strip():
            text, number, right = texts[-1]
            texts[-1] = (f"{text} {line.text.strip()}".strip(), number, right)
        elif line.text.strip():
            report("choice-stray-line", line=line.number)
    return tuple(
        Option(text=text, line=number, right=right, feedback=tuple(words))
        for (text, number, right), words in zip(texts, feedback, strict=True)
    )


def _check_texts(options: Sequence[Option], report: Report) -> None:
    seen: set[str] = set()
    for option in options:
        if not option.text:
            report("choice-empty-option", line=option.line)
        elif option.text in seen:
            report("choice-duplicate-option", line=option.line, text=option.text)
        seen.add(option.text)

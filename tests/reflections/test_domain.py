"""How a reflection is written, how a plan reads and when one looks back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseapp.catalog.domain.protocol import Block, Line, Prose, StepSource, Toolbox
from courseapp.reflections.domain.findings import FINDINGS
from courseapp.reflections.domain.plan import clean_half, follow_up_date
from courseapp.reflections.domain.step import ReflectionStep


class Plain:
    """Stands where the Markdown pipeline stands; shows what was handed to it."""

    def block(self, lines: Any) -> str:
        return "\n".join(line.text for line in lines).strip()

    def inline(self, text: str, *, line: int) -> str:
        return text

    def apart(self) -> Plain:
        return self


class Findings:
    """Collects what is reported, and fills in each text."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None:
        text = FINDINGS[code]
        assert line >= 1 and text.nl.format(**fields) and text.en.format(**fields)
        self.codes.append(code)


def block(name: str, ident: str, text: str = "Vraag?", **attributes: str) -> Block:
    lines = tuple(Line(number=n, text=t) for n, t in enumerate(text.splitlines(), start=8))
    return Block(name=name, id=ident, attributes=attributes, lines=lines, line=7)


def source(*body: Prose | Block) -> StepSource:
    return StepSource(path="x", locale="nl", id="mijn-slot", front={}, front_lines={}, body=body)


INTRO = Prose(lines=(Line(number=5, text="Van weten naar doen."),))
PROMPT = block("prompt", "terug", "Welk gesprek\nliep af?")
PLAN = block("plan", "plan", "Maak het klein.", follow_up="3, 10")


def parse(*body: Prose | Block) -> tuple[Any, list[str]]:
    findings = Findings()
    return ReflectionStep().parse(source(*body), {}, findings), findings.codes


def test_a_reflection_compiles_to_prompts_and_a_plan() -> None:
    parsed, codes = parse(INTRO, PROMPT, PLAN)
    body = ReflectionStep().compile(parsed, Toolbox(blocks={}, render=Plain()))
    assert codes == [] and body.keys == {}
    assert body.parts[0].data["html"] == "Van weten naar doen."
    assert body.data["prompts"] == [
        {"id": "terug", "html": "Welk gesprek\nliep af?", "text": "Welk gesprek liep af?"}
    ]
    assert body.data["plan"] == {"id": "plan", "html": "Maak het klein.", "follow_up": [3, 10]}
    assert ReflectionStep().settings(parsed) == {"follow_up": [3, 10]}


def test_a_plan_without_days_is_looked_at_after_three_and_ten() -> None:
    parsed, codes = parse(PROMPT, block("plan", "plan"))
    assert codes == [] and parsed.follow_up == (3, 10)


BROKEN = {
    "reflection-no-prompt": (INTRO, PLAN),
    "reflection-no-plan": (INTRO, PROMPT),
    "reflection-plan-last": (PLAN, PROMPT),
    "reflection-id": (block("prompt", ""), PLAN),
    "reflection-duplicate": (PROMPT, block("prompt", "terug"), PLAN),
    "reflection-empty": (block("prompt", "leeg", " "), PLAN),
    "reflection-block": (PROMPT, block("question", "q"), PLAN),
}


@pytest.mark.parametrize("code", BROKEN)
def test_a_broken_reflection_has_its_finding(code: str) -> None:
    assert parse(*BROKEN[code])[1] == [code]


@pytest.mark.parametrize("days", ["0", "10,3", "3,3", "61", "drie", "3;10", "3,", "²"])
def test_follow_up_days_are_rising_working_days(days: str) -> None:
    parsed, codes = parse(PROMPT, block("plan", "plan", follow_up=days))
    assert codes == ["reflection-follow-up"] and parsed.follow_up == (3, 10)


def test_a_translation_asks_for_the_same_texts() -> None:
    findings = Findings()
    ours = parse(PROMPT, PLAN)[0]
    ReflectionStep().compare(ours, parse(PROMPT, PLAN)[0], {}, findings)
    assert findings.codes == []
    ReflectionStep().compare(ours, parse(block("prompt", "back"), PLAN)[0], {}, findings)
    assert findings.codes == ["reflection-translation"]


def test_every_finding_code_has_a_test() -> None:
    assert {*BROKEN, "reflection-follow-up", "reflection-translation"} == set(FINDINGS)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("Als de klant zucht.", "de klant zucht"),
        ("dan zeg ik\n wat er gebeurt ; ", "zeg ik wat er gebeurt"),
        ("If she pauses", "she pauses"),
        ("alsof het niets is", "alsof het niets is"),
        ("", ""),
    ],
)
def test_half_a_plan_fits_in_the_sentence(typed: str, clean: str) -> None:
    assert clean_half(typed) == clean


@pytest.mark.parametrize(
    ("day", "working_days", "due"),
    [
        (date(2027, 3, 8), 3, date(2027, 3, 11)),
        (date(2027, 3, 11), 3, date(2027, 3, 16)),
        (date(2027, 3, 13), 3, date(2027, 3, 17)),
        (date(2027, 3, 8), 10, date(2027, 3, 22)),
    ],
)
def test_a_follow_up_is_counted_in_working_days(day: date, working_days: int, due: date) -> None:
    assert follow_up_date(day, working_days) == due


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_a_follow_up_has_that_many_working_days_after_today(day: date, working_days: int) -> None:
    due = follow_up_date(day, working_days)
    days = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert due.weekday() < 5
    assert sum(d.weekday() < 5 for d in days) == working_days

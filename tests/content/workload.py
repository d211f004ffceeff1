"""How long a learner is busy with a step, by what the page asks: reading, and then doing.

The rates are in docs/authoring.md. They are rules of thumb for one's first time at ordinary speed;
200 words a minute is below what adults read silently on average (238, Brysbaert 2019).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import Any

from courseapp.catalog.domain.compiled import CompiledStep, Part, StepText
from courseapp.catalog.domain.words import plain_text

WORDS_A_SECOND = 200 / 60
ANSWER = {"free-text": 180.0, "sorting": 35.0, "matching": 35.0, "ordering": 35.0,
          "numeric": 30.0, "gap-text": 30.0, "short-text": 30.0}  # fmt: skip
CHOICE, LAB, DIALOGUE, PROMPT, PLAN, NOTE, TURN = 10.0, 210.0, 45.0, 60.0, 90.0, 90.0, 6.0
_UNREAD = {"legend_html", "prompt_text", "hint_html", "feedback_html", "presets", "done"}
"""Said twice in the data, or shown only to some."""
_LONGEST_WALK = 14

Keys = Mapping[str, Mapping[str, Any]]


def seconds(step: CompiledStep, locale: str, keys: Keys) -> float:
    """Seconds from opening the step to leaving it; work tasks without the work itself."""
    text = step.text(locale)
    questions = [_question(p, keys.get(p.id, {})) for p in text.parts if p.kind == "question"]
    asked = (step.settings.get("draw") or len(questions)) if step.kind == "quiz" else len(questions)
    total = sum(_other(part) for part in text.parts if part.kind != "question")
    total += asked * mean(questions) if questions else 0.0
    if step.kind == "dialogue":
        start, data = step.settings["start"], text.data
        total += DIALOGUE + _read(data["setting"]) + _walk(text, keys[step.id], start)
    elif step.kind == "reflection":
        total += _read_all(text.data) + PROMPT * _prompts(text.data["prompts"]) + PLAN
    elif step.kind == "task":
        total += NOTE
    return total


def _prompts(offered: Sequence[Any]) -> int:
    """Two belong together; of three or more, the page says to choose one."""
    return len(offered) if len(offered) < 3 else 1


def _question(part: Part, key: Mapping[str, Any]) -> float:
    """Reading it, answering, and reading one feedback of average length."""
    feedback = [_read(words) for words in (key.get("feedback") or {}).values()]
    after = (mean(feedback) if feedback else 0.0) + _read(key.get("why_html", ""))
    return _read_all(part.data) + ANSWER.get(part.data["kind"], CHOICE) + after


def _other(part: Part) -> float:
    return _read_all(part.data) + (LAB if part.kind == "lab" else 0.0)


def _walk(text: StepText, key: Mapping[str, Any], start: str) -> float:
    """The average of all ways through a dialogue, when each reply is as likely as the next."""
    passages = text.data["passages"]
    ending = mean(_read_all(end) for end in text.data["ends"].values())

    @functools.cache
    def onward(place: str, turn: int) -> float:
        if place not in passages or turn > _LONGEST_WALK:
            return ending
        ways = []
        for reply in passages[place]["replies"]:
            follows = key["passages"][place]["replies"][reply["id"]]
            ways.append(_read(follows.get("why_html", "")) + onward(follows["target"], turn + 1))
        return TURN + _read_all(passages[place]) + mean(ways)

    return onward(start, 0)


def _read_all(data: Any) -> float:
    """Reading every text in a piece of compiled data once."""
    if isinstance(data, Mapping):
        return sum(
            _read(value) if isinstance(value, str) else _read_all(value)
            for name, value in data.items()
            if name not in _UNREAD
            and (not isinstance(value, str) or name.endswith("html") or name in ("text", "title"))
        )
    return sum(map(_read_all, data)) if isinstance(data, list | tuple) else 0.0


def _read(markup: str) -> float:
    return len(plain_text(markup).split()) / WORDS_A_SECOND

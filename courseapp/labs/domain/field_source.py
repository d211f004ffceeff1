"""How a lab of a declared model is written: introduction, prediction, presets and one challenge.

::: lab {#balanslab model=equity}
Introduction, in Markdown.

predict: Wat doet de klant?                see `prediction`
- [x] Iets terug
- [ ] Niets

## preset: Een attentie                    the first preset is where lab and challenge start
customer-outcome: 20                       values by field or group; the rest is the model's own
gift: 8

challenge: Zorg dat de klant meer dan 5 punten teruggeeft.
goal: given-back > 5                       see `condition`
limit: same-customer-outcome
hint: …
done: …
:::
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.protocol import Block, Line, Report
from courseapp.labs.domain.condition import (
    Condition,
    Limits,
    UnknownPart,
    operand_names,
    read_conditions,
    read_limits,
)
from courseapp.labs.domain.fields import Declared, Group, share_out
from courseapp.labs.domain.prediction import Prediction

_PRESET = re.compile(r"##\s+preset:\s*(\S.*)")
_KEYED = re.compile(r"([a-z][a-z0-9-]*):\s*(.*)")
_OF_TASK = ("challenge", "goal", "limit", "hint", "done")


@dataclass(kw_only=True)
class Preset:
    """A named situation: every field has a value."""

    title: str
    line: int
    values: dict[str, float]
    tab: str
    written: set[str] = field(default_factory=set)


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """A task that starts from the first preset."""

    text: str
    goal: tuple[Condition, ...]
    limits: Limits
    hint: str
    done: str


@dataclass(frozen=True, kw_only=True)
class FieldLab:
    """A lab of a declared model in one language."""

    intro: list[Line]
    prediction: Prediction
    presets: list[Preset]
    challenge: Challenge | None


def parse_field_lab(block: Block, report: Report, model: Declared) -> FieldLab | None:
    """The lab of a block, None when it has no prediction or no preset."""
    reader = _Reader(report, model)
    for line in block.lines:
        reader.read(line)
    if not reader.presets:
        report("lab-presets", line=block.line, column=block.column)
    if reader.prediction is None:
        report("lab-predict", line=block.line, column=block.column)
    else:
        reader.prediction.check(report)
    if reader.prediction is None or not reader.presets:
        return None
    challenge = _challenge(reader.task, report, model)
    if challenge and _is_met_by(challenge, reader.presets[0], model):
        report("lab-solved", line=reader.task["goal"].number)
    return FieldLab(
        intro=reader.intro,
        prediction=reader.prediction,
        presets=reader.presets,
        challenge=challenge,
    )


class _Reader:
    """Sorts the lines of a block into introduction, prediction, presets and challenge."""

    def __init__(self, report: Report, model: Declared) -> None:
        self.intro: list[Line] = []
        self.prediction: Prediction | None = None
        self.presets: list[Preset] = []
        self.task: dict[str, Line] = {}
        self._predicting = False
        self._report = report
        self._model = model

    def read(self, line: Line) -> None:
        """One line of the block."""
        text = line.text.strip()
        preset, keyed = _PRESET.fullmatch(text), _KEYED.fullmatch(text)
        if preset:
            self._start_preset(preset[1], line.number)
        elif keyed and keyed[1] == "predict":
            self._start_prediction(Line(number=line.number, text=keyed[2]))
        elif keyed and keyed[1] in _OF_TASK:
            self._of_task(keyed[1], Line(number=line.number, text=keyed[2]))
        elif keyed and self.presets and not self._predicting:
            self._of_preset(self.presets[-1], keyed[1], Line(number=line.number, text=keyed[2]))
        elif self._predicting and self.prediction and self.prediction.read(line):
            pass
        elif not (self.presets or self.task or self.prediction):
            self.intro.append(line)
        elif text:
            self._report("lab-stray", line=line.number)

    def _start_preset(self, title: str, number: int) -> None:
        self._predicting = False
        values, tab = self._model.start(), self._model.tabs[0]
        self.presets.append(Preset(title=title, line=number, values=values, tab=tab))

    def _start_prediction(self, line: Line) -> None:
        self._predicting = True
        if self.prediction:
            self._report("lab-twice", line=line.number, name="predict")
        else:
            self.prediction = Prediction(text=line.text, line=line.number)

    def _of_task(self, name: str, line: Line) -> None:
        self._predicting = False
        if name in self.task:
            self._report("lab-twice", line=line.number, name=name)
        else:
            self.task[name] = line

    def _of_preset(self, preset: Preset, name: str, line: Line) -> None:
        group = self._model.groups_by_name.get(name)
        names = group.fields if group else (name,)
        if preset.written & {name, *names}:
            self._report("lab-twice", line=line.number, name=name)
            return
        preset.written |= {name, *names}
        if name == "tab" and len(self._model.tabs) > 1:
            self._tab(preset, line)
        elif group:
            self._of_group(preset, group, line)
        elif name in self._model.by_name:
            self._value(preset, name, line.text.strip(), line.number)
        else:
            known = [*self._model.groups_by_name, *self._model.by_name]
            close = suggest(name, known)
            known_text = close or ", ".join(known)
            self._report("lab-field", line=line.number, name=name, known=known_text)

    def _tab(self, preset: Preset, line: Line) -> None:
        if line.text.strip() in self._model.tabs:
            preset.tab = line.text.strip()
        else:
            known = ", ".join(self._model.tabs)
            self._report("lab-value", line=line.number, name="tab", value=line.text, fits=known)

    def _of_group(self, preset: Preset, group: Group, line: Line) -> None:
        words = line.text.split()
        fields = tuple(self._model.by_name[name] for name in group.fields)
        if len(words) == 1 and group.alone == "each":
            words *= len(fields)
        elif len(words) == 1 and group.alone == "total" and words[0].isascii():
            most = sum(field.high for field in fields)
            if not words[0].isdigit() or not 1 <= int(words[0][:9]) <= most:
                fits = f"1–{most:g}"
                name, value = group.name, words[0]
                self._report("lab-value", line=line.number, name=name, value=value, fits=fits)
                return
            words = [f"{value:g}" for value in share_out(int(words[0]), fields)]
        if len(words) != len(fields):
            names = ", ".join(group.fields)
            count = len(words)
            self._report("lab-count", line=line.number, name=group.name, names=names, count=count)
            return
        for name, word in zip(group.fields, words, strict=True):
            self._value(preset, name, word, line.number)

    def _value(self, preset: Preset, name: str, text: str, number: int) -> None:
        field = self._model.by_name[name]
        entry = field.read(text, start=field.start)
        if entry.wrong:
            fits = ", ".join(field.words) or f"{field.low:g}–{field.high:g}"
            self._report("lab-value", line=number, name=name, value=text, fits=fits)
        preset.values[name] = entry.value


def _challenge(task: dict[str, Line], report: Report, model: Declared) -> Challenge | None:
    if not task:
        return None
    if "challenge" not in task or "goal" not in task:
        report("lab-challenge", line=next(iter(task.values())).number)
        return None
    words = {name: line.text for name, line in task.items()}
    known = operand_names(model)
    try:
        goal = read_conditions(words["goal"], known)
    except UnknownPart as wrong:
        names = ", ".join((*model.outputs, *model.totals))
        report("lab-condition", line=task["goal"].number, value=wrong, known=names)
        return None
    try:
        limits = read_limits(words.get("limit", ""), model)
    except UnknownPart as wrong:
        limit = ", ".join(("same-<…>", "only-<…>", "<= < > >="))
        report("lab-limit", line=task["limit"].number, value=wrong, known=limit)
        return None
    return Challenge(
        text=words["challenge"],
        goal=goal,
        limits=limits,
        hint=words.get("hint", ""),
        done=words.get("done", ""),
    )


def _is_met_by(challenge: Challenge, preset: Preset, model: Declared) -> bool:
    operands = model.operands(model.settle(preset.values))
    return all(condition.is_met(operands) for condition in challenge.goal)

"""How a peak-end lab is written.

::: lab {#piek-eind model=peak-end}
Introduction, in Markdown.

## preset: Op en neer, of gelijkmatig      the first preset is where the lab and its
moments: Offerte | Levering | Afscheid     challenge start; names of moments are optional
A: 4 -3 8                                  scores from -10 to 10
B: 5 5x10 4                                5x10 is a 5 that lasted ten minutes

challenge: Krijg B boven A zonder een score te verhogen.
goal: B > A                                A or B is what is remembered of it
limit: no-raise, same-weight               no-raise, order-only, same-weight, points 3
hint: Kijk naar het slot van A.
done: Gelukt. …
:::
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from courseapp.catalog.domain.protocol import Block, Line, Report
from courseapp.labs.domain.challenge import LIMITS, Goal, Limits, parse_goal, parse_limits
from courseapp.labs.domain.peak_end import MINUTES, MOMENTS, SCORES, Moment, remember

_PRESET = re.compile(r"##\s+preset:\s*(\S.*)")
_KEYED = re.compile(r"(moments|A|B|challenge|goal|limit|hint|done):\s*(.*)")
_MOMENT = re.compile(r"([+−-]?\d{1,6})(?:[x×](\d{1,6}(?:[.,]\d{1,6})?))?")
_OF_PRESET = ("moments", "A", "B")


@dataclass(kw_only=True)
class Preset:
    """Two series to compare, "a" and "b", and the names of their moments."""

    title: str
    line: int
    labels: tuple[str, ...] = ()
    series: dict[str, tuple[Moment, ...]] = field(default_factory=dict)


@dataclass(kw_only=True)
class Challenge:
    """A task that starts from the first preset."""

    text: str
    goal: Goal
    limits: Limits
    hint: str
    done: str


@dataclass(kw_only=True)
class PeakEndLab:
    """A peak-end lab in one language."""

    intro: list[Line]
    presets: list[Preset]
    challenge: Challenge | None


def parse_lab(block: Block, report: Report) -> PeakEndLab | None:
    """The lab of a block, None when it has no usable preset."""
    reader = _Reader(report)
    for line in block.lines:
        reader.read(line)
    presets = [p for p in reader.presets if _is_whole(p, report)]
    if not presets:
        if not reader.presets:
            report("lab-preset", line=block.line, column=block.column)
        return None
    challenge = _challenge(reader.task, block, report)
    if challenge and _is_met_by(challenge, presets[0]):
        report("lab-solved", line=reader.task["goal"].number)
    return PeakEndLab(intro=reader.intro, presets=presets, challenge=challenge)


class _Reader:
    """Sorts the lines of a block into introduction, presets and the lines of the challenge."""

    def __init__(self, report: Report) -> None:
        self.intro: list[Line] = []
        self.presets: list[Preset] = []
        self.task: dict[str, Line] = {}
        self._report = report

    def read(self, line: Line) -> None:
        """One line of the block."""
        text = line.text.strip()
        preset, keyed = _PRESET.fullmatch(text), _KEYED.fullmatch(text)
        if preset:
            self.presets.append(Preset(title=preset[1], line=line.number))
        elif keyed and keyed[1] in _OF_PRESET and self.presets:
            self._of_preset(self.presets[-1], keyed[1], Line(number=line.number, text=keyed[2]))
        elif keyed and keyed[1] not in _OF_PRESET:
            self._of_task(keyed[1], Line(number=line.number, text=keyed[2]))
        elif not self.presets and not self.task:
            self.intro.append(line)
        elif text:
            self._report("lab-line", line=line.number)

    def _of_preset(self, preset: Preset, name: str, line: Line) -> None:
        if name.lower() in preset.series or (name == "moments" and preset.labels):
            self._report("lab-twice", line=line.number, name=name)
        elif name == "moments":
            preset.labels = tuple(label.strip() for label in line.text.split("|"))
        else:
            preset.series[name.lower()] = self._moments(line)

    def _of_task(self, name: str, line: Line) -> None:
        if name in self.task:
            self._report("lab-twice", line=line.number, name=name)
        else:
            self.task[name] = line

    def _moments(self, line: Line) -> tuple[Moment, ...]:
        moments = []
        words = line.text.split()
        if not MOMENTS[0] <= len(words) <= MOMENTS[1]:
            self._report("lab-length", line=line.number, count=len(words))
        for word in words[: MOMENTS[1]]:
            moment = read_moment(word)
            if moment is None:
                self._report("lab-moment", line=line.number, value=word)
            moments.append(moment or Moment(score=0))
        return tuple(moments)


def read_moment(word: str) -> Moment | None:
    """The moment that `word` spells, such as 4, -3 or -7x30; None when it is out of range."""
    found = _MOMENT.fullmatch(word)
    if not found:
        return None
    score = int(found[1].replace("−", "-"))
    minutes = float((found[2] or "1").replace(",", "."))
    fits = SCORES[0] <= score <= SCORES[1] and MINUTES[0] <= minutes <= MINUTES[1]
    return Moment(score=score, minutes=minutes) if fits else None


def _is_whole(preset: Preset, report: Report) -> bool:
    for name in ("A", "B"):
        if name.lower() not in preset.series:
            report("lab-series", line=preset.line, title=preset.title, name=name)
            return False
    longest = max(len(moments) for moments in preset.series.values())
    if preset.labels and len(preset.labels) != longest:
        names = len(preset.labels)
        report("lab-labels", line=preset.line, names=names, count=longest)
    return all(preset.series.values())


def _challenge(task: dict[str, Line], block: Block, report: Report) -> Challenge | None:
    if not task:
        return None
    if "challenge" not in task or "goal" not in task:
        report("lab-challenge", line=next(iter(task.values())).number)
        return None
    words = {name: line.text for name, line in task.items()}
    goal, limits = parse_goal(words["goal"]), parse_limits(words.get("limit", ""))
    if goal is None:
        report("lab-goal", line=task["goal"].number, value=words["goal"])
    if isinstance(limits, str):
        known = ", ".join(LIMITS)
        report("lab-limit", line=task["limit"].number, value=limits, known=known)
    if goal is None or isinstance(limits, str):
        return None
    return Challenge(
        text=words["challenge"],
        goal=goal,
        limits=limits,
        hint=words.get("hint", ""),
        done=words.get("done", ""),
    )


def _is_met_by(challenge: Challenge, preset: Preset) -> bool:
    kept = {name: remember(moments).remembered for name, moments in preset.series.items()}
    return challenge.goal.is_met(kept)

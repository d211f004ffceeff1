"""What a peak-end lab shows: the learner's values, what is remembered, how the task stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.challenge import goal_from_json, points_used
from courseapp.labs.domain.entry import Entry, read_entry
from courseapp.labs.domain.peak_end import (
    MINUTES,
    SCORES,
    Memory,
    Moment,
    chance_of_first,
    remember,
)

GUESSES = ("a", "b", "even")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One moment on screen; `number` counts from 1, `start` is the preset's moment."""

    number: int
    label: str
    score: Entry
    minutes: Entry
    start: Moment

    @property
    def moment(self) -> Moment:
        """The moment to compute with."""
        return Moment(score=int(self.score.value), minutes=self.minutes.value)


@dataclass(frozen=True, kw_only=True)
class PeakEndState:
    """Everything that the lab's template shows; series are "a" and "b"."""

    preset: int
    guess: str
    guessed_right: bool
    winner: str
    weight: Entry
    rows: Mapping[str, tuple[Row, ...]]
    memories: Mapping[str, Memory]
    chance: float
    points: int
    task: str

    @property
    def has_errors(self) -> bool:
        """Whether a field holds something that cannot be computed with."""
        entries = [e for rows in self.rows.values() for r in rows for e in (r.score, r.minutes)]
        return any(entry.wrong for entry in (self.weight, *entries))


def read_state(data: Json, fields: Mapping[str, str]) -> PeakEndState:
    """The state of the lab in `data` for the form `fields` (guess, preset, w, a1, am1, move …)."""
    presets = data["presets"]
    chosen = fields.get("preset", "")
    number = int(chosen) - 1 if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0
    number = number if 0 <= number < len(presets) else 0
    weight = read_entry("w", fields.get("w"), start=1, low=0, high=1)
    rows = {name: _rows(presets[number], name, fields) for name in ("a", "b")}
    memories = {
        name: remember([row.moment for row in series], weight=weight.value)
        for name, series in rows.items()
    }
    winner = _winner(presets[0])
    guess = fields.get("guess", "")
    starts = {name: [row.start for row in series] for name, series in rows.items()}
    return PeakEndState(
        preset=number,
        guess=guess if guess in GUESSES else "",
        guessed_right=guess == winner,
        winner=winner,
        weight=weight,
        rows=rows,
        memories=memories,
        chance=chance_of_first(memories["a"].remembered, memories["b"].remembered),
        points=points_used(starts, _series(rows)),
        task=_task(data, number, rows, memories, weight.value),
    )


def _series(rows: Mapping[str, Sequence[Row]]) -> Mapping[str, Sequence[Moment]]:
    return {name: [row.moment for row in series] for name, series in rows.items()}


def _rows(preset: Json, name: str, fields: Mapping[str, str]) -> tuple[Row, ...]:
    rows = []
    for number, moment in enumerate(preset[name], start=1):
        start = Moment(score=moment["score"], minutes=moment["minutes"])
        score = read_entry(
            f"{name}{number}",
            fields.get(f"{name}{number}"),
            start=start.score,
            low=SCORES[0],
            high=SCORES[1],
            whole=True,
        )
        minutes = read_entry(
            f"{name}m{number}",
            fields.get(f"{name}m{number}"),
            start=start.minutes,
            low=MINUTES[0],
            high=MINUTES[1],
        )
        labels = preset["labels"]
        label = labels[number - 1] if number <= len(labels) else ""
        rows.append(Row(number=number, label=label, score=score, minutes=minutes, start=start))
    return _moved(rows, fields.get("move", ""), name)


def _moved(rows: list[Row], move: str, name: str) -> tuple[Row, ...]:
    """The rows after exchanging the values of one moment with those of the moment before it."""
    place = move.removeprefix(name)
    if move == place or not (place.isascii() and place.isdigit() and len(place) < 3):
        return tuple(rows)
    at = int(place) - 1
    if not 0 < at < len(rows):
        return tuple(rows)
    first, second = rows[at - 1], rows[at]
    rows[at - 1], rows[at] = _with_values(first, second), _with_values(second, first)
    return tuple(rows)


def _with_values(row: Row, other: Row) -> Row:
    def named(entry: Entry, like: Entry) -> Entry:
        return Entry(name=entry.name, text=like.text, value=like.value, wrong=like.wrong)

    return Row(
        number=row.number,
        label=row.label,
        score=named(row.score, other.score),
        minutes=named(row.minutes, other.minutes),
        start=row.start,
    )


def _winner(preset: Json) -> str:
    a, b = (
        remember([Moment(score=m["score"], minutes=m["minutes"]) for m in preset[name]]).remembered
        for name in ("a", "b")
    )
    return "even" if a == b else "a" if a > b else "b"


def _task(
    data: Json,
    preset: int,
    rows: Mapping[str, Sequence[Row]],
    memories: Mapping[str, Memory],
    weight: float,
) -> str:
    """How the challenge stands: "" (none here), "open", "limit" (a limit is broken), "done"."""
    if preset or not data["challenge"]:
        return ""
    goal, limits = goal_from_json(data["challenge"])
    if not goal.is_met({name: memory.remembered for name, memory in memories.items()}):
        return "open"
    start = {name: [row.start for row in series] for name, series in rows.items()}
    return "done" if limits.are_kept(start, _series(rows), weight=weight) else "limit"

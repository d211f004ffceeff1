"""What a lab of a declared model shows: values, the prediction, how the challenge stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.condition import rules_from_json
from courseapp.labs.domain.entry import Entry
from courseapp.labs.domain.fields import TOO_MUCH, Declared, Outputs, Values


@dataclass(frozen=True, kw_only=True)
class FieldState:
    """Values to compute with, and the entries as they were typed.

    `task` is "" (no challenge here), "open", "limit" (goal met, a limit broken) or "done";
    `guess` is the number of the predicted option, "" before the prediction.
    """

    preset: int
    tab: str
    guess: str
    guessed_right: bool
    entries: Mapping[str, Entry]
    values: Values
    start: Values
    outputs: Outputs
    task: str

    @property
    def has_errors(self) -> bool:
        """Whether a field holds something that cannot be computed with."""
        return any(entry.wrong for entry in self.entries.values())


def read_field_state(data: Json, fields: Mapping[str, str], model: Declared) -> FieldState:
    """The state of the lab in `data` for the form `fields` (guess, preset, tab, do, field names)."""
    presets = data["presets"]
    chosen = fields.get("preset", "")
    number = int(chosen) - 1 if chosen.isascii() and chosen.isdigit() and len(chosen) < 4 else 0
    number = number if 0 <= number < len(presets) else 0
    start = {**model.start(), **presets[number]["values"]}
    entries = {f.name: f.read(fields.get(f.name), start=start[f.name]) for f in model.fields}
    entries = _acted(entries, fields.get("do", ""), model)
    entries, values = _settled(entries, model)
    operands = model.operands(values)
    options = {option["id"]: option["right"] for option in data["prediction"]["options"]}
    guess = fields.get("guess", "")
    tab = fields.get("tab", "")
    return FieldState(
        preset=number,
        tab=tab if tab in model.tabs else presets[number]["tab"],
        guess=guess if guess in options else "",
        guessed_right=options.get(guess, False),
        entries=entries,
        values=values,
        start=start,
        outputs={name: operands[name] for name in model.outputs},
        task=_task(data, number, start, values, operands),
    )


def _acted(entries: dict[str, Entry], action: str, model: Declared) -> dict[str, Entry]:
    """The entries after a button that changes several values at once."""
    if action not in model.actions:
        return entries
    before = {name: entry.value for name, entry in entries.items()}
    after = model.actions[action](before)
    return {
        name: entry
        if after[name] == entry.value
        else Entry(name=name, text=model.by_name[name].write(after[name]), value=after[name])
        for name, entry in entries.items()
    }


def _settled(entries: dict[str, Entry], model: Declared) -> tuple[dict[str, Entry], Values]:
    """The entries and values after replacing what does not go together."""
    typed = {name: entry.value for name, entry in entries.items()}
    values = model.settle(typed)
    settled = {
        name: entry
        if values[name] == entry.value
        else replace(entry, value=values[name], wrong=entry.wrong or TOO_MUCH)
        for name, entry in entries.items()
    }
    return settled, values


def _task(
    data: Json, preset: int, start: Values, values: Values, operands: Mapping[str, float]
) -> str:
    if preset or not data["challenge"]:
        return ""
    goal, limits = rules_from_json(data["challenge"])
    if not all(condition.is_met(operands) for condition in goal):
        return "open"
    return "done" if limits.are_kept(start, values, operands) else "limit"

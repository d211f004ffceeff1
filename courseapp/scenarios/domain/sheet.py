"""The sheet on which a scenario is written: its fields, their limits, and what is missing.

A sheet maps the name of every field to its text, so that a form, a draft and a conflict speak of
the same thing. Turns have the numbers 1 to 4, their replies the letters a, b and c.
"""

from __future__ import annotations

from collections.abc import Mapping

Sheet = Mapping[str, str]

TURNS = (1, 2, 3, 4)
FEWEST_TURNS = 2
REPLIES = ("a", "b", "c")
ENDS = ("good", "mixed", "bad")
CHANNELS = ("phone", "mail", "chat", "counter", "visit")
MOODS = ("-6", "-4", "-2", "0", "2", "4")
EFFECTS = ("3", "2", "1", "0", "-1", "-2", "-3")
START_EFFECTS = {"a": "2", "b": "0", "c": "-2"}
"""What the form proposes: one reply that helps, one that does nothing, one that hurts."""
ONE_LINE = ("customer", "setting")


def _limits() -> dict[str, int]:
    limits = {"customer": 60, "setting": 200}
    for turn in TURNS:
        limits[f"says-{turn}"] = 400
        for reply in REPLIES:
            limits |= {f"reply-{turn}{reply}": 300, f"why-{turn}{reply}": 300}
    return limits | {f"end-{end}": 500 for end in ENDS}


def _choices() -> dict[str, tuple[str, ...]]:
    effects = {f"effect-{turn}{reply}": EFFECTS for turn in TURNS for reply in REPLIES}
    return {"channel": CHANNELS, "mood": MOODS} | effects


def _starts() -> dict[str, str]:
    effects = {f"effect-{turn}{reply}": START_EFFECTS[reply] for turn in TURNS for reply in REPLIES}
    return {"channel": "phone", "mood": "-2"} | effects


LIMITS: Mapping[str, int] = _limits()
"""The texts of a sheet in reading order, each with its greatest length in characters."""
CHOICES: Mapping[str, tuple[str, ...]] = _choices()
STARTS: Mapping[str, str] = _starts()


def clean_sheet(fields: Sheet) -> dict[str, str]:
    """The sheet in a form's fields: unknown ones are left out, choices are always one of theirs."""
    sheet = {name: fields.get(name, "") for name in LIMITS}
    for name in ONE_LINE:
        sheet[name] = " ".join(sheet[name].split("\n"))
    for name, allowed in CHOICES.items():
        value = fields.get(name, "")
        sheet[name] = value if value in allowed else STARTS[name]
    return sheet


def list_turns(sheet: Sheet) -> list[int]:
    """The turns that take part: the first two, and of the others those with a text."""
    return [turn for turn in TURNS if turn <= FEWEST_TURNS or _has_text(sheet, turn)]


def list_missing(sheet: Sheet) -> tuple[str, ...]:
    """The texts without which the scenario cannot be played, in reading order."""
    left_out = set(TURNS) - set(list_turns(sheet))
    idle = {name for turn in left_out for name in _texts_of(turn)}
    return tuple(name for name in LIMITS if name not in idle and not sheet[name].strip())


def _texts_of(turn: int) -> list[str]:
    texts = [name for reply in REPLIES for name in (f"reply-{turn}{reply}", f"why-{turn}{reply}")]
    return [f"says-{turn}", *texts]


def _has_text(sheet: Sheet, turn: int) -> bool:
    return any(sheet[name].strip() for name in _texts_of(turn))

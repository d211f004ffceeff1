"""Reading what a learner typed in a field of a lab: a value to compute with, or what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A field: its text as typed, the value to compute with and `wrong` ("" when it is right).

    `wrong` is "empty", "number", "whole" or "range"; `value` is then the one the lab started with.
    """

    name: str
    text: str
    value: float
    wrong: str = ""


def read_entry(
    name: str, text: str | None, *, start: float, low: float, high: float, whole: bool = False
) -> Entry:
    """The entry of field `name`; a field that was not sent keeps its `start` value."""
    if text is None:
        return Entry(name=name, text=plain(start), value=start)
    typed = text.strip().replace("−", "-").replace(",", ".")
    value = float(typed) if _NUMBER.fullmatch(typed) else None
    if value is None:
        wrong = "number" if typed else "empty"
    elif not low <= value <= high:
        wrong = "range"
    else:
        wrong = "whole" if whole and value != int(value) else ""
    if wrong or value is None:
        return Entry(name=name, text=text[:40], value=start, wrong=wrong)
    return Entry(name=name, text=plain(value), value=value)


def plain(value: float) -> str:
    """A number without trailing zeros and with a point, as a field holds it."""
    return f"{value:.4f}".rstrip("0").rstrip(".")

"""Comparing short texts: exactly, folded (case, accents, spaces), or near (a small slip)."""

from __future__ import annotations

import unicodedata

MATCHES = ("folded", "exact", "near")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


def is_match(text: str, accepted: str, *, match: str) -> bool:
    """Whether `text` counts as `accepted` under this way of matching."""
    if match == "exact":
        return _spaced(text) == _spaced(accepted)
    given, wanted = fold(text), fold(accepted)
    if match == "folded":
        return given == wanted
    return is_within(given, wanted, slips=allowed_slips(wanted))


def fold(text: str) -> str:
    """The text without case, accents, doubled space and a full stop at its end."""
    parts = unicodedata.normalize("NFKD", _spaced(text).casefold())
    plain = "".join(char for char in parts if not unicodedata.combining(char))
    return plain.rstrip(". ")


def allowed_slips(wanted: str) -> int:
    """How many slips of the pen `near` allows: none below 4 letters, one below 8, else two."""
    return 0 if len(wanted) < 4 else 1 if len(wanted) < 8 else 2


def is_within(given: str, wanted: str, *, slips: int) -> bool:
    """Whether at most `slips` letters were added, dropped, changed or swapped with a neighbour."""
    if abs(len(given) - len(wanted)) > slips:
        return False
    before: list[int] = []
    row = list(range(len(wanted) + 1))
    for i, letter in enumerate(given, start=1):
        before, row = row, _next_row(given, wanted, i, letter, before, row)
    return row[-1] <= slips


def _next_row(
    given: str, wanted: str, i: int, letter: str, before: list[int], row: list[int]
) -> list[int]:
    new = [i]
    for j, other in enumerate(wanted, start=1):
        best = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (letter != other))
        if i > 1 and j > 1 and letter == wanted[j - 2] and given[i - 2] == other:
            best = min(best, before[j - 2] + 1)
        new.append(best)
    return new


def _spaced(text: str) -> str:
    """The text in one normal form, with straight quotes and single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_QUOTES).split())

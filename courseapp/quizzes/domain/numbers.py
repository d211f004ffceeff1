"""Reading numbers as people type them in Dutch and English."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

MINUSES = "−–‐‑﹣-"
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,12}(?:[.,][0-9]{0,12})?|[.,][0-9]{1,12})")
_GROUPED = re.compile(r"[+-]?(?:[1-9][0-9]{0,2}(?:[.,' ][0-9]{3})+(?:[.,][0-9]+)?)(?![0-9.,])")


class NumberUnreadable(ValueError):
    """The text is not one plain number; `reason` is `not-a-number`, `thousands` or `unit`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_number(text: str, *, unit: str = "") -> Decimal:
    """The number in `text`: comma or point, any minus sign, with or without its unit.

    A group of three digits after one separator (1.000) could mean two things and is refused.
    """
    plain = _plain(text)
    if _GROUPED.match(plain):
        raise NumberUnreadable("thousands")
    found = _NUMBER.match(plain)
    if found is None:
        raise NumberUnreadable("not-a-number")
    rest = plain[found.end() :].strip()
    if rest and rest.casefold() != _plain(unit).casefold():
        raise NumberUnreadable("not-a-number" if rest[0] in "0123456789.,+-" else "unit")
    return Decimal(found[0].replace(",", "."))


def _plain(text: str) -> str:
    """The text with one kind of minus, quote and space."""
    text = unicodedata.normalize("NFC", text)
    text = text.translate({ord(minus): "-" for minus in MINUSES} | {ord("’"): "'"})
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"^([+-]) ", r"\1", text)

"""Cells that a spreadsheet shows and never calculates."""

from __future__ import annotations

STARTERS = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that make a spreadsheet see a formula, with their full-width forms."""

SKIPPED = " '\u00a0\u3000\ufeff"
"""What some spreadsheets take off the front before they look."""
SUSPECTS = STARTERS.union(SKIPPED)


def neutralise(text: str) -> str:
    """The text with an apostrophe in front where it would start a formula, else unchanged.

    A text that already is an apostrophe before such a character gets one more, so that taking one
    away always gives the original back. NUL, which no file format can hold, is dropped.
    """
    if text[:1] not in SUSPECTS and "\0" not in text:
        return text
    text = text.replace("\0", "")
    bare = text.lstrip(SKIPPED)
    return f"'{text}" if bare[:1] in STARTERS and bare else text

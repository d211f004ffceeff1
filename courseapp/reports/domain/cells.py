"""Cells that a spreadsheet shows and never calculates."""

from __future__ import annotations

STARTERS = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that make a spreadsheet see a formula, with their full-width forms."""


def neutralise(text: str) -> str:
    """The text with an apostrophe in front where it would start a formula, else unchanged.

    A text that already is an apostrophe before such a character gets one more, so that taking one
    away always gives the original back. NUL, which no file format can hold, is dropped.
    """
    text = text.replace("\0", "")
    bare = text.lstrip(" '\u00a0\u3000\ufeff")
    return f"'{text}" if bare[:1] in STARTERS and bare else text

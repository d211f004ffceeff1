"""Which page of a long list is asked for."""

from __future__ import annotations

from collections.abc import Mapping

MOST_PAGES = 100_000


def read_page(query: Mapping[str, str]) -> int:
    """The page asked for, from 1; the first for anything that is no number."""
    text = query.get("pagina", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 1
    return min(max(number, 1), MOST_PAGES)

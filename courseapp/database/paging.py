"""Long lists come in pages."""

from __future__ import annotations

PAGE = 50
"""Lines on a page."""


def find_page(number: int, *, total: int) -> tuple[int, int]:
    """The page nearest to `number` that `total` lines have, and how many pages there are."""
    pages = max(1, -(-total // PAGE))
    return min(max(1, number), pages), pages

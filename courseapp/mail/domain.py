"""When a mail that did not leave is tried again, and when it is given up."""

from __future__ import annotations

from datetime import timedelta

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)


def find_wait(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries; None when it is enough."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None

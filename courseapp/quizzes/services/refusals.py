"""Why a step in taking a quiz was refused; a view turns each into a sentence."""

from __future__ import annotations

from datetime import datetime


class AttemptLimitReached(Exception):
    """All attempts that the quiz allows have been used."""


class WaitBeforeNextAttempt(Exception):
    """The next attempt may start at `opens_at`, not yet."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class AttemptClosed(Exception):
    """The attempt was handed in (or the item checked), so nothing in it changes any more."""


class AnswerStale(Exception):
    """A newer answer to the item is stored already, under `sequence`."""

    def __init__(self, sequence: int) -> None:
        super().__init__(sequence)
        self.sequence = sequence


class ItemNotAsked(Exception):
    """The attempt does not ask this item."""

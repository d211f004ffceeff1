"""How private writing is saved: ordered by its page, never lost, never overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

MAX_TEXT = 5_000
MAX_HALF = 300


class Saved(Protocol):
    """A row that saves go to: the page that saved last, and the number of that save."""

    last_key: str
    sequence: int


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """Where a save comes from: the open page `tab`, its `sequence` there (rising), and `base`,
    the sequence that was stored when the page was opened."""

    tab: str
    sequence: int
    base: int

    def is_replay_for(self, stored: Saved) -> bool:
        """Whether this save, or a newer one of the same page, is stored already."""
        return stored.last_key == self.tab and self.sequence <= stored.sequence

    def follows(self, stored: Saved) -> bool:
        """Whether nobody else saved since the page was opened."""
        return stored.last_key == self.tab or stored.sequence == self.base

    def mark(self, stored: Saved) -> None:
        """Note on the row that this save is the newest; raises StaleDraft when it is not."""
        if not self.follows(stored):
            raise StaleDraft(stored)
        stored.sequence, stored.last_key = max(self.sequence, stored.sequence + 1), self.tab


class StaleDraft(Exception):
    """Something newer was saved meanwhile, in another tab or on another device."""

    def __init__(self, stored: Saved) -> None:
        super().__init__()
        self.stored = stored


class AlreadySubmitted(Exception):
    """A draft arrived after the text was handed in; what was handed in stays."""


class TextsMissing(Exception):
    """A text that is needed is not there; `missing` names the fields."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


class PlanIncomplete(TextsMissing):
    """A plan needs both halves: "cue" and "action"."""


class TextTooLong(Exception):
    """A text is longer than its limit; `field` is "cue", "action" or a prompt id."""

    def __init__(self, field: str, limit: int) -> None:
        super().__init__(field)
        self.field = field
        self.limit = limit


class NotSubmitted(Exception):
    """Only what was handed in can be shared."""


def check_length(field: str, text: str, limit: int) -> None:
    """Raise TextTooLong for a text beyond its limit."""
    if len(text) > limit:
        raise TextTooLong(field, limit)

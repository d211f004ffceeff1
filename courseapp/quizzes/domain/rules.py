"""The rules of a quiz: how many items, how often, when it is passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from courseapp.catalog.domain.compiled import Json
from courseapp.quizzes.domain.kind import Graded


@dataclass(frozen=True, kw_only=True)
class QuizRules:
    """`draw` 0 means all items, `attempts` 0 any number, `wait` minutes between two attempts.

    `pass_share` is a share 0..1 of the points; `pass_points`, when not 0, takes its place.
    What is not `graded` is a look ahead: all questions in order, handed in once, no score.
    """

    draw: int = 0
    shuffle: bool = True
    pass_share: float = 0.0
    pass_points: int = 0
    attempts: int = 0
    wait: int = 0
    feedback: str = "end"
    graded: bool = True

    def to_json(self) -> dict[str, object]:
        """The settings of a compiled step."""
        return dict(vars(self))

    @classmethod
    def from_json(cls, settings: Json) -> QuizRules:
        """The rules of a compiled step's settings."""
        return cls(**settings)

    def is_passed(self, *, points: float, maximum: float) -> bool:
        """Whether these points are enough; half a hundredth is forgiven to rounding."""
        needed = self.pass_points or self.pass_share * maximum
        return points + 0.005 >= needed

    def attempts_left(self, used: int) -> int | None:
        """How many attempts remain after `used`; None when there is no limit."""
        return max(0, self.attempts - used) if self.attempts else None

    def opens_at(self, last_submitted: datetime | None) -> datetime | None:
        """When the next attempt may start, or None when that is at once."""
        if last_submitted is None or not self.wait:
            return None
        return last_submitted + timedelta(minutes=self.wait)


@dataclass(frozen=True, kw_only=True)
class Total:
    """The sum of an attempt."""

    points: float
    max_points: float
    right: int
    count: int


def add_up(graded: Iterable[Graded]) -> Total:
    """The points of all items together and how many were entirely right."""
    items = tuple(graded)
    return Total(
        points=round(sum(item.points for item in items), 2),
        max_points=round(sum(item.max_points for item in items), 2),
        right=sum(item.verdict == "correct" for item in items),
        count=len(items),
    )

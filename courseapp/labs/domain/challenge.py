"""The challenge of a peak-end lab: a goal to reach within limits, and whether it is reached."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from courseapp.catalog.domain.compiled import Json
from courseapp.labs.domain.peak_end import Moment

Series = Mapping[str, Sequence[Moment]]

_GOAL = re.compile(r"(A|B|[+−-]?\d+(?:[.,]\d+)?)\s*(<=|>=|<|>)\s*(A|B|[+−-]?\d+(?:[.,]\d+)?)")
_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
LIMITS = ("no-raise", "order-only", "same-weight", "points <n>")


@dataclass(frozen=True, kw_only=True)
class Goal:
    """`left op right`, each side "a", "b" (what is remembered) or a number."""

    left: str | float
    op: str
    right: str | float

    def is_met(self, remembered: Mapping[str, float]) -> bool:
        """Whether the goal holds for what is remembered of "a" and "b"."""
        sides = [remembered[x] if isinstance(x, str) else x for x in (self.left, self.right)]
        return _OPERATORS[self.op](sides[0], sides[1])


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What the learner may not do on the way to the goal."""

    no_raise: bool = False
    order_only: bool = False
    same_weight: bool = False
    points: int | None = None

    def are_kept(self, start: Series, now: Series, *, weight: float) -> bool:
        """Whether `now` stays within the limits, seen from the `start`."""
        return (
            (not self.same_weight or weight == 1)
            and all(self._keeps(start[name], now[name]) for name in start)
            and (self.points is None or points_used(start, now) <= self.points)
        )

    def _keeps(self, start: Sequence[Moment], now: Sequence[Moment]) -> bool:
        if self.order_only and sorted(start, key=_order) != sorted(now, key=_order):
            return False
        before, after = sorted(m.score for m in start), sorted(m.score for m in now)
        return not self.no_raise or all(y <= x for x, y in zip(before, after, strict=True))


def _order(moment: Moment) -> tuple[int, float]:
    return moment.score, moment.minutes


def points_used(start: Series, now: Series) -> int:
    """How many points of score have been moved, place by place."""
    return sum(
        abs(before.score - after.score)
        for name in start
        for before, after in zip(start[name], now[name], strict=True)
    )


def parse_goal(text: str) -> Goal | None:
    """The goal that `text` spells, such as "B > A" or "A >= 2,5"; None when it is no goal."""
    found = _GOAL.fullmatch(text.strip())
    return Goal(left=_side(found[1]), op=found[2], right=_side(found[3])) if found else None


def _side(text: str) -> str | float:
    if text in ("A", "B"):
        return text.lower()
    return float(text.replace("−", "-").replace(",", "."))


def parse_limits(text: str) -> Limits | str:
    """The limits in a comma-separated `text`, or the word that is none."""
    known: dict[str, bool | int] = {}
    for word in filter(None, (w.strip() for w in text.split(","))):
        points = re.fullmatch(r"points\s+(\d{1,3})", word)
        if points:
            known["points"] = int(points[1])
        elif word in ("no-raise", "order-only", "same-weight"):
            known[word.replace("-", "_")] = True
        else:
            return word
    return Limits(**known)  # type: ignore[arg-type]


def goal_to_json(goal: Goal, limits: Limits) -> Json:
    """Goal and limits as they travel in a compiled lab."""
    return {"goal": asdict(goal), "limits": asdict(limits)}


def goal_from_json(data: Json) -> tuple[Goal, Limits]:
    """The inverse of `goal_to_json`."""
    return Goal(**data["goal"]), Limits(**data["limits"])

"""The goals, and whether a run meets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.browser import Weight
from benchmarks.engines import LARGE, SMALL
from benchmarks.load import Cost
from benchmarks.statistics import Spread, ratios, spread

Rounds = Mapping[str, Sequence[Cost]]
FLAT_MEGABYTES = 10.0
"""How much a streamed file of 26 MB may add to the server's memory."""


@dataclass(frozen=True)
class Verdict:
    """One goal: the measured value beside the most that it may be."""

    goal: str
    value: float
    limit: float
    shown: str

    @property
    def is_met(self) -> bool:
        """Whether the median is within the goal."""
        return self.value <= self.limit

    def as_json(self) -> dict[str, Any]:
        """For the result file."""
        return vars(self) | {"value": round(self.value, 3), "is_met": self.is_met}


def _total(costs: Sequence[Cost]) -> list[float]:
    return [cost.total_cpu for cost in costs]


def cpu_ratio(rounds: Rounds, name: str, reference: str) -> Spread:
    """CPU of server and database together against a reference, round by round."""
    return ratios(_total(rounds[name]), _total(rounds[reference]))


def judge_engine(rounds: Rounds, memory: Sequence[Mapping[str, float]]) -> list[Verdict]:
    """The goals that every engine has."""
    found = []
    for goal, name, reference, limit in (
        ("lesson page against the reference page, CPU", f"lesson {LARGE}", "reference page", 1.5),
        ("saved answer against a one-row commit, CPU", f"answer {LARGE}", "reference commit", 1.5),
        ("streamed CSV against the engine's dump, CPU", f"csv {LARGE}", f"dump {LARGE}", 2.5),
        ("lesson page, 100,000 against 1,000, CPU", f"lesson {LARGE}", f"lesson {SMALL}", 1.1),
    ):
        ratio = cpu_ratio(rounds, name, reference)
        found.append(Verdict(goal, ratio.median, limit, ratio.show(2) + " ×"))
    growth = spread([one["while streaming"] - one["before"] for one in memory])
    goal = "memory added while streaming 100,000 lines, MB"
    found.append(Verdict(goal, growth.median, FLAT_MEGABYTES, growth.show(1) + " MB"))
    return found


def judge_browser(weights: Sequence[Weight]) -> list[Verdict]:
    """The goals of the first visit."""
    total = spread([w.bytes / 1000 for w in weights])
    other = spread([w.other_bytes / 1000 for w in weights])
    requests = spread([float(w.requests) for w in weights])
    return [
        Verdict("cold lesson, kB", total.median, 160, total.show(1) + " kB"),
        Verdict("cold lesson without fonts, kB", other.median, 50, other.show(1) + " kB"),
        Verdict("cold lesson, requests", requests.median, 10, requests.show(0)),
    ]

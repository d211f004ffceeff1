"""What a run prints."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.engines import LARGE, SMALL
from benchmarks.statistics import spread
from benchmarks.verdicts import Rounds, Verdict, cpu_ratio

BESIDE = {
    "lesson": "reference page",
    "answer": "reference commit",
    "report": "reference page",
}
ORDER = (
    "reference page", f"lesson {SMALL}", f"lesson {LARGE}",
    "bare commit", "reference commit", f"answer {SMALL}", f"answer {LARGE}",
    f"report {SMALL}", f"report {LARGE}",
    f"dump {SMALL}", f"csv {SMALL}", f"dump {LARGE}", f"csv {LARGE}",
)  # fmt: skip
HEADS = (
    "what", "CPU ms/request: server", "database", "requests/s", "p50 ms", "p99 ms", "CPU beside its reference",
)  # fmt: skip


def reference_of(name: str) -> str:
    """Beside what a cell is put, or ""."""
    kind, _, size = name.partition(" ")
    return f"dump {size}" if kind == "csv" else BESIDE.get(kind, "")


def engine_table(rounds: Rounds) -> str:
    """A Markdown table of one engine: medians with lowest and highest of all rounds."""
    lines = []
    for name in ORDER:
        costs = rounds[name]
        reference = reference_of(name)
        beside = f"{cpu_ratio(rounds, name, reference).show(2)} × {reference}" if reference else ""
        cells = [
            _named(name),
            spread([c.cpu for c in costs]).show(1 if costs[0].cpu >= 1 else 3),
            spread([c.database_cpu for c in costs]).show(1) if any(c.database_cpu for c in costs) else "",
            spread([c.per_second for c in costs]).show(1),
            spread([c.p50 for c in costs]).show(1),
            spread([c.p99 for c in costs]).show(1),
            _named(beside),
        ]  # fmt: skip
        lines.append(cells)
    return markdown(HEADS, lines)


def verdict_table(verdicts: Sequence[tuple[str, Verdict]]) -> str:
    """The goals with met or not met."""
    rows = [
        [where, v.goal, v.shown, f"≤ {v.limit:g}", "met" if v.is_met else "NOT MET"]
        for where, v in verdicts
    ]
    return markdown(("where", "goal", "measured", "at most", "verdict"), rows)


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that reads well as plain text, too."""
    widths = [max(len(row[n]) for row in (heads, *rows)) for n in range(len(heads))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in (heads, *rows)
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([shown[0], rule, *shown[1:]])


def _named(name: str) -> str:
    return name.replace(str(LARGE), "100,000").replace(str(SMALL), "1,000")

"""Measure everything in interleaved rounds, print it, and keep it as JSON."""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import signal
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.browser import Weight, weigh_lesson
from benchmarks.engines import LARGE, SMALL, Engine, Plan
from benchmarks.load import Cost
from benchmarks.postgres import running_postgres
from benchmarks.processes import ROOT
from benchmarks.statistics import spread
from benchmarks.tables import ORDER, engine_table, markdown, verdict_table
from benchmarks.verdicts import Verdict, judge_browser, judge_engine

RESULTS = Path(__file__).parent / "results" / "latest.json"
_BEGUN = time.perf_counter()
BUDGET = {True: 150.0, False: 660.0}
"""Seconds after which no further round begins, when quick and when not."""


class Stopped(SystemExit):
    """Somebody ended the run; all servers are ended, too."""


def _stop(*_: object) -> None:
    raise Stopped(143)


def main() -> None:
    """The command line of `make bench`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, no result file")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    begun = time.monotonic()
    with ExitStack() as stack:
        # not in a tmpfs: a commit must reach a disk
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="courseapp-bench-")))
        folder.chmod(0o755)
        engines = _start(stack, folder, Plan.choose(is_quick=chosen.quick))
        report = _measure(engines, until=begun + BUDGET[chosen.quick])
    report["seconds"] = round(time.monotonic() - begun)
    _show(report)
    if not chosen.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(_as_json(report), indent=1) + "\n")
        print(f"\nwritten to {RESULTS.relative_to(ROOT)}")


def _start(stack: ExitStack, folder: Path, plan: Plan) -> list[Engine]:
    postgres = stack.enter_context(running_postgres(folder / "postgres"))
    engines = [Engine(folder, plan=plan), Engine(folder, plan=plan, postgres=postgres)]
    for engine in engines:
        stack.callback(engine.stop)
        _say(f"filling {engine.name} with {SMALL:,} and {LARGE:,} enrolments …")
        engine.prepare()
    return engines


def _measure(engines: Sequence[Engine], *, until: float) -> dict[str, Any]:
    """All that a run measures, by engine."""
    _say("first visits, starts, memory …")
    weights = weigh_lesson(engines[0].sites[SMALL], engines[0].plan.starts)
    starts = {engine.name: engine.starts() for engine in engines}
    memory = {e.name: [e.memory() for _ in range(max(e.plan.starts - 1, 1))] for e in engines}
    cells = {(e.name, name): cell for e in engines for name, cell in e.cells().items()}
    _say("one round that does not count …")
    _warm(cells)
    rounds: dict[str, dict[str, list[Cost]]] = {e.name: {n: [] for n in ORDER} for e in engines}
    for number in range(engines[0].plan.rounds):
        if number and time.monotonic() > until:
            break
        _say(f"round {number + 1} of {engines[0].plan.rounds} …")
        order = random.Random(number).sample(sorted(cells), len(cells))
        try:
            costs = {key: cells[key]() for key in order}
        except Stopped:
            if not number:
                raise
            _say("told to stop: the rounds so far count")
            break
        for (engine, name), cost in costs.items():
            rounds[engine][name].append(cost)
    return {
        "rounds": rounds, "weights": weights, "starts": starts, "memory": memory,
        "load_average": os.getloadavg(),
    }  # fmt: skip


def _say(words: str) -> None:
    print(f"{time.perf_counter() - _BEGUN:5.0f} s  {words}", flush=True)


def _warm(cells: Mapping[tuple[str, str], Callable[[], Cost]]) -> None:
    """Once, uncounted: templates are compiled, statements prepared, caches filled."""
    for cell in cells.values():
        cell()


def _verdicts(report: Mapping[str, Any]) -> list[tuple[str, Verdict]]:
    found = [
        (engine, verdict)
        for engine, rounds in report["rounds"].items()
        for verdict in judge_engine(rounds, report["memory"][engine])
    ]
    return found + [("browser", verdict) for verdict in judge_browser(report["weights"])]


def _show(report: Mapping[str, Any]) -> None:
    machine = _machine()
    print(
        f"\n{machine['cores']} cores, {machine['system']}, Python {machine['python']}, {machine['date']}"
    )
    print(
        "Medians over all rounds (lowest–highest). CPU is user + system of all of a server's processes."
    )
    for engine, rounds in report["rounds"].items():
        print(f"\n## {engine}\n\n{engine_table(rounds)}")
    print(f"\n## First visit, start, memory\n\n{_rest(report)}")
    print(f"\n## Goals\n\n{verdict_table(_verdicts(report))}")
    print(f"\n{report['seconds']} seconds; load average at the end {report['load_average'][0]:.1f}")


def _rest(report: Mapping[str, Any]) -> str:
    weights: Sequence[Weight] = report["weights"]
    kinds = ", ".join(f"{k} {v / 1000:.1f}" for k, v in sorted(weights[0].by_kind.items()))
    rows = [["cold lesson by kind, kB", kinds]]
    for engine in report["rounds"]:
        starts, memory = (report[key][engine] for key in ("starts", "memory"))
        rows += [
            [f"{engine}: start to first page, s", spread(starts["product"]).show(2)],
            [f"{engine}: the same of the reference, s", spread(starts["reference"]).show(2)],
            [f"{engine}: memory idle, MB", spread([m["idle"] for m in memory]).show(0)],
            [f"{engine}: the same of the reference, MB", spread([m["reference idle"] for m in memory]).show(0)],
            [f"{engine}: memory after load, MB", spread([m["after load"] for m in memory]).show(0)],
            [f"{engine}: peak in the first stream of 100,000 lines, MB", spread([m["first stream"] for m in memory]).show(0)],
            [f"{engine}: peak in the fifth stream of 100,000 lines, MB", spread([m["while streaming"] for m in memory]).show(0)],
        ]  # fmt: skip
    return markdown(("what", "measured"), rows)


def _machine() -> dict[str, Any]:
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": "make bench",
        "cores": os.cpu_count(),
        "system": platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()),
        "python": platform.python_version(),
    }


def _as_json(report: Mapping[str, Any]) -> dict[str, Any]:
    rounds = {
        engine: {name: [vars(cost) for cost in costs] for name, costs in cells.items()}
        for engine, cells in report["rounds"].items()
    }
    verdicts = [{"where": where, **verdict.as_json()} for where, verdict in _verdicts(report)]
    rest = {k: report[k] for k in ("starts", "memory", "seconds", "load_average")}
    weights = [vars(weight) for weight in report["weights"]]
    return {"machine": _machine(), "goals": verdicts, "weights": weights, **rest, "rounds": rounds}


if __name__ == "__main__":
    main()

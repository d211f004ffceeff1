"""`make soak`: the fault tests in full size, with a summary that is printed and kept."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.doubles import start_at_once, submit_at_once
from tests.faults.exports import answer_during_export
from tests.faults.installation import ROOT, Installation
from tests.faults.kills import answer_under_kills
from tests.faults.ledger import Ledger, Verdict
from tests.postgres import postgres_url

ENGINES = ("sqlite", "postgresql")
BEGIN, END = "<!-- soak: begin -->", "<!-- soak: end -->"


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """How much of everything."""

    clients: int = 12
    answers: int = 2_000
    kills: int = 50
    attempts: int = 60
    submits: int = 8
    people: int = 100
    starts: int = 20
    writes: int = 1_500
    rows: int = 20_000
    seconds: float = 30


SMALL = Sizes(
    answers=240, kills=4, attempts=5, people=4, starts=8, writes=200, rows=15_000, seconds=2
)
COLUMNS = (
    "Fault",
    "Engine",
    "Acknowledged",
    "Stored",
    "Lost",
    "Doubled",
    "Foreign",
    "Kills",
    "Retried",
    "Verdict",
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fault on one engine."""

    fault: str
    engine: str
    acknowledged: int
    stored: int
    lost: int = 0
    doubled: int = 0
    foreign: int = 0
    kills: int = 0
    retried: int = 0
    seconds: float = 0.0
    problems: list[str]

    @property
    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        numbers = (
            self.acknowledged,
            self.stored,
            self.lost,
            self.doubled,
            self.foreign,
            self.kills,
            self.retried,
        )
        verdict = "kept" if not self.problems else "BROKEN: " + "; ".join(self.problems)
        return (self.fault, self.engine, *(f"{n:,}" for n in numbers), verdict)


def main() -> int:
    """Run everything on both engines; exit status 1 when a promise was broken."""
    options = _read_options()
    began, lines = time.monotonic(), []
    for engine in options.engine or ENGINES:
        with _installed(engine) as installation:
            for line in _run(installation, SMALL if options.small else Sizes()):
                print(f"  {' | '.join(line.cells)}  ({line.seconds:.0f} s)", flush=True)
                lines.append(line)
    summary = _summarise(lines, seconds=time.monotonic() - began, is_small=options.small)
    print(f"\n{summary}")
    _keep(lines, summary, options.document)
    return int(any(line.problems for line in lines))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--engine", action="append", choices=ENGINES, help="only this engine")
    parser.add_argument(
        "--small", action="store_true", help="small sizes, to try the harness itself"
    )
    parser.add_argument(
        "--document", type=Path, help="also put the summary into this page, between its marks"
    )
    return parser.parse_args()


@contextmanager
def _installed(engine: str) -> Iterator[Installation]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="courseapp-soak-")))
        url = stack.enter_context(postgres_url("soak")) if engine == "postgresql" else ""
        installation = Installation(folder / "data", database_url=url)
        stack.callback(installation.close)
        installation.prepare()
        installation.start()
        yield installation


def _run(installation: Installation, sizes: Sizes) -> Iterator[Line]:
    for fault in (_kill, _submit, _start, _export):
        began = time.monotonic()
        values = fault(installation, sizes)
        yield Line(engine=installation.engine, seconds=time.monotonic() - began, **values)


def _kill(installation: Installation, sizes: Sizes) -> dict[str, Any]:
    ledger, verdict, kills = answer_under_kills(
        installation, clients=sizes.clients, answers=sizes.answers, kills=sizes.kills
    )
    fault = f"kill -9 during {sizes.answers:,} answers from {sizes.clients} clients (REL-01)"
    return {"fault": fault, "kills": kills} | _judged(
        ledger,
        verdict,
        {"kills missing": kills != sizes.kills, "answers missing": verdict.stored != sizes.answers},
    )


def _submit(installation: Installation, sizes: Sizes) -> dict[str, Any]:
    found = submit_at_once(installation, attempts=sizes.attempts, submits=sizes.submits)
    wrong = {
        f"odd replies {found.odd_replies}": bool(found.odd_replies),
        "replies differ": found.differing_results > 0,
        "submissions missing": found.submissions != sizes.attempts,
        "graded unlike the form": found.unlike_the_shown > 0,
        "completions differ": found.completions != found.passed,
        f"verify: {(verify := installation.verify())}": bool(verify),
    }
    return {
        "fault": f"{sizes.attempts} attempts × {sizes.submits} final submits at once (REL-04)",
        "acknowledged": found.replies,
        "stored": found.submissions,
        "problems": [text for text, is_wrong in wrong.items() if is_wrong],
    }


def _start(installation: Installation, sizes: Sizes) -> dict[str, Any]:
    found = start_at_once(installation, people=sizes.people, starts=sizes.starts, rounds=2)
    wrong = {
        f"odd replies {found.odd_replies}": bool(found.odd_replies),
        "replies name different attempts": found.differing_attempts > 0,
        "not one open attempt each": list(found.open_after_round) != [sizes.people] * 2,
        "numbers with gaps": found.with_gaps > 0,
    }
    return {
        "fault": f"{sizes.people} people × {sizes.starts} starts at once, twice (REL-05)",
        "acknowledged": found.replies,
        "stored": sum(found.open_after_round),
        "problems": [text for text, is_wrong in wrong.items() if is_wrong],
    }


def _export(installation: Installation, sizes: Sizes) -> dict[str, Any]:
    ledger, verdict, export = answer_during_export(
        installation,
        clients=sizes.clients,
        answers=sizes.writes,
        people=sizes.rows,
        seconds=sizes.seconds,
    )
    fault = f"{export.seconds:.0f} s export of {sizes.rows:,} rows during {sizes.writes:,} answers (REL-20)"
    return {"fault": fault} | _judged(
        ledger,
        verdict,
        {
            "answers missing": verdict.stored != sizes.writes,
            "answers refused": ledger.retried > 0,
            "export incomplete": not export.was_complete or export.rows < sizes.rows,
            "export too short": export.seconds < sizes.seconds,
        },
    )


def _judged(ledger: Ledger, verdict: Verdict, wrong: dict[str, bool]) -> dict[str, Any]:
    problems = [text for text, is_wrong in wrong.items() if is_wrong]
    problems += [] if verdict.is_clean else [str(verdict)]
    return {
        "acknowledged": verdict.acknowledged,
        "stored": verdict.stored,
        "lost": verdict.lost,
        "doubled": verdict.doubled,
        "foreign": verdict.foreign,
        "retried": ledger.retried,
        "problems": problems,
    }


def _summarise(lines: list[Line], *, seconds: float, is_small: bool) -> str:
    rows = [COLUMNS, ("---",) * 2 + ("--:",) * 7 + ("---",), *(line.cells for line in lines)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    command = "make soak" + (" SOAK_ARGS=--small" if is_small else "")
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"`{command}`, {when}, {seconds / 60:.0f} minutes, on {machine()}.\n\n{table}"


def machine() -> str:
    """What the figures were measured on."""
    with Path("/proc/cpuinfo").open() as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} × {models[0] if models else platform.machine()}, {memory:.0f} GB, "
        f"Linux {platform.release()}, Python {platform.python_version()}"
    )


def _keep(lines: list[Line], summary: str, document: Path | None) -> None:
    folder = ROOT / "build"
    folder.mkdir(exist_ok=True)
    (folder / "soak.json").write_text(json.dumps([asdict(line) for line in lines], indent=1) + "\n")
    (folder / "soak.md").write_text(summary + "\n")
    print(f"\nKept in {folder / 'soak.md'} and soak.json.")
    if document is not None:
        before, _, rest = document.read_text().partition(BEGIN)
        document.write_text(f"{before}{BEGIN}\n{summary}\n{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    sys.exit(main())

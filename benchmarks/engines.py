"""One engine under measurement: two installations, a reference server, and the cells of a round."""

from __future__ import annotations

import http.client
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

from benchmarks import dumps
from benchmarks.installation import JSON, Installation
from benchmarks.load import Ask, Cost, measure
from benchmarks.postgres import Postgres
from benchmarks.processes import Server, free_port, group_rss, peak_rss_during

SMALL, LARGE = 1_000, 100_000
WARMING = 3


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    rounds: int
    pages: int
    reports: int
    commits: int
    starts: int

    @classmethod
    def choose(cls, *, is_quick: bool) -> Plan:
        """Enough to see a change in a minute or two, or enough to quote."""
        return cls(2, 60, 4, 100, 1) if is_quick else cls(7, 120, 6, 300, 3)


class Engine:
    """SQLite, or PostgreSQL when a server is given."""

    def __init__(self, folder: Path, *, plan: Plan, postgres: Postgres | None = None) -> None:
        self.name = "postgresql" if postgres else "sqlite"
        self.plan, self.postgres = plan, postgres
        self.postmaster = postgres.pid if postgres else 0
        self.folder = folder / self.name
        self.folder.mkdir()
        self.urls = {
            name: postgres.create_database(name) if postgres else ""
            for name in ("small", "large", "reference")
        }
        self.sites = {
            size: Installation(self.folder / name, enrolments=size, database_url=self.urls[name])
            for size, name in ((SMALL, "small"), (LARGE, "large"))
        }
        self.reference = self._reference()
        self.cookie = ""

    def _reference(self) -> Server:
        file = self.folder / "reference.sqlite3"
        url = self.urls["reference"].replace("postgresql://", "postgresql+psycopg://", 1)
        port = free_port()
        return Server(
            ["benchmarks.reference", "--port", str(port), "--url", url or f"sqlite:///{file}"],
            port=port, env=os.environ, log=self.folder / "reference.log", first_path="/ready",
        )  # fmt: skip

    def prepare(self) -> None:
        """Fill the databases and start the servers."""
        for site in self.sites.values():
            site.prepare()
            site.server.start()
            site.open_pages()
        self.reference.start()
        connection = http.client.HTTPConnection("127.0.0.1", self.reference.port, timeout=30)
        connection.request("GET", "/enter")
        self.cookie = (connection.getresponse().getheader("Set-Cookie") or "").partition(";")[0]
        connection.close()

    def stop(self) -> None:
        """End every server of this engine."""
        for server in (self.reference, *(site.server for site in self.sites.values())):
            server.stop()

    def starts(self) -> dict[str, list[float]]:
        """Seconds from the command to the first page, for the product and for the reference."""
        found: dict[str, list[float]] = {"product": [], "reference": []}
        for _ in range(self.plan.starts):
            for name, server in (
                ("product", self.sites[SMALL].server),
                ("reference", self.reference),
            ):
                server.stop()
                found[name].append(server.start())
        return found

    def cells(self) -> Mapping[str, Callable[[], Cost]]:
        """What one round measures; the order is the caller's."""
        plan = self.plan
        found: dict[str, Callable[[], Cost]] = {
            "reference page": lambda: self._reference_load(self._page, plan.pages),
            "reference commit": lambda: self._reference_load(self._note, plan.pages),
            "bare commit": self._bare_commit,
        }
        for size, site in self.sites.items():
            many = {
                "lesson": ([v.lesson for v in site.trainees], plan.pages),
                "answer": ([v.answer for v in site.trainees], plan.pages),
                "report": ([site.officer.report], plan.reports),
            }
            for name, (makers, number) in many.items():
                found[f"{name} {size}"] = self._load(site, makers, number)
            found[f"csv {size}"] = self._load(site, [site.officer.csv], 1)
            found[f"dump {size}"] = lambda site=site: self._dump(site)  # type: ignore[misc]
        return found

    def memory(self) -> dict[str, float]:
        """Megabytes of a freshly started server: idle, after load, in its first stream and in a later one.

        Up to then every connection fills its page cache, which has a limit of its own; after that, what
        a stream adds is what the length of the file costs.
        """
        site = self.sites[LARGE]
        found = {}
        for name, server in (("reference idle", self.reference), ("idle", site.server)):
            server.stop()
            server.start()
            found[name] = group_rss(server.group)
        self._load(site, [v.lesson for v in site.trainees], self.plan.pages)()
        self._load(site, [site.officer.report], self.plan.reports)()
        group = site.server.group
        found["after load"] = group_rss(group)
        stream = self._load(site, [site.officer.csv], 1)
        found["first stream"] = peak_rss_during(group, stream)
        for _ in range(WARMING):
            stream()
        found["before"] = group_rss(group)
        found["while streaming"] = peak_rss_during(group, stream)
        return found

    def _load(
        self, site: Installation, makers: list[Callable[[], Ask]], number: int
    ) -> Callable[[], Cost]:
        server = site.server
        connections = min(4, number)
        return lambda: measure(
            server.port, server.group, makers,
            count=number, postmaster=self.postmaster, connections=connections,
        )  # fmt: skip

    def _reference_load(self, maker: Callable[[], Ask], number: int) -> Cost:
        return measure(
            self.reference.port, self.reference.group, [maker],
            count=number, postmaster=self.postmaster,
        )  # fmt: skip

    def _page(self) -> Ask:
        return Ask("GET", "/page", {"Cookie": self.cookie})

    def _note(self) -> Ask:
        number = next(_numbers)
        body = {
            "item": "vraag-1", "key": str(uuid4()), "sequence": number, "response": {"choice": "abc123"},
        }  # fmt: skip
        return Ask("POST", "/note", {"Cookie": self.cookie, **JSON}, json.dumps(body).encode())

    def _bare_commit(self) -> Cost:
        if self.postgres:
            work = dumps.commit_postgres(self.urls["reference"], self.postmaster, self.plan.commits)
        else:
            work = dumps.commit_sqlite(self.folder / "bare.sqlite3", self.plan.commits)
        return _as_cost(work)

    def _dump(self, site: Installation) -> Cost:
        target = self.folder / "dump.csv"
        if self.postgres:
            url = self.urls["small" if site.enrolments == SMALL else "large"]
            work = dumps.dump_postgres(url, self.postgres.bin_path, self.postmaster, target)
        else:
            work = dumps.dump_sqlite(site.database, target)
        lines = target.read_bytes().count(b"\n")
        assert lines == site.enrolments + 1, f"the dump has {lines} lines"
        return _as_cost(work, lines=lines)


_numbers = count(1)


def _as_cost(work: dumps.Work, *, lines: int = 0) -> Cost:
    """The CPU of all processes together."""
    return Cost(
        cpu=work.cpu, database_cpu=0.0, per_second=1000 / work.elapsed,
        p50=work.elapsed, p99=work.elapsed, size=work.size, lines=lines,
    )  # fmt: skip

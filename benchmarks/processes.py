"""Servers in process groups of their own: start, CPU time, memory, end."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
READY_WITHIN = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class ProcessStat:
    """The fields of /proc/<pid>/stat that the measurements need."""

    parent: int
    group: int
    ticks: int
    """User and system time of the process itself."""
    ended_ticks: int
    """The same of its children that have ended."""
    rss: int


def process_stats() -> dict[int, ProcessStat]:
    """Every process of this machine."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks, ended = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
        found[int(entry.parent.name)] = ProcessStat(
            int(fields[1]), int(fields[2]), ticks, ended, int(fields[21]) * PAGE
        )
    return found


def group_cpu(group: int) -> float:
    """Seconds of user and system time of all processes of a group so far."""
    return sum(p.ticks for p in process_stats().values() if p.group == group) / TICK


def family_cpu(parent: int) -> float:
    """The same for a process and its children, also those that have ended."""
    found = process_stats()
    children = sum(p.ticks for p in found.values() if p.parent == parent)
    return (children + found[parent].ticks + found[parent].ended_ticks) / TICK


def group_rss(group: int) -> float:
    """Resident megabytes (10^6) of a group; pages shared by its processes count once for each."""
    return sum(p.rss for p in process_stats().values() if p.group == group) / 1e6


class Server:
    """A command that serves HTTP on a port of 127.0.0.1."""

    def __init__(
        self,
        words: Sequence[str],
        *,
        port: int,
        env: Mapping[str, str],
        log: Path,
        first_path: str,
    ) -> None:
        self.words, self.port, self.env, self.log = words, port, env, log
        self.first_path = first_path
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def group(self) -> int:
        """The id of the process group."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> float:
        """Start; the seconds until the first page was answered with 200."""
        begun = time.perf_counter()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *self.words],
                cwd=ROOT, env=dict(self.env), stdout=log, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip
        while not self._answers():
            if self._process.poll() is not None or time.perf_counter() - begun > READY_WITHIN:
                self.stop()
                raise RuntimeError(f"{self.words} did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.01)
        return time.perf_counter() - begun

    def stop(self) -> None:
        """End the group: as an operator would, after 20 seconds for good."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(timeout=20)
        self._process = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", self.first_path)
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


def peak_rss_during(group: int, work: Callable[[], object]) -> float:
    """The highest resident megabytes of a group while `work` runs, looked at 50 times a second."""
    seen = [group_rss(group)]
    is_done = threading.Event()

    def watch() -> None:
        while not is_done.wait(0.02):
            seen.append(group_rss(group))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        work()
    finally:
        is_done.set()
        watcher.join()
    return max(seen)

"""A bounded load from a few connections, and what it cost the server."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from benchmarks.processes import family_cpu, group_cpu
from benchmarks.statistics import percentile

CONNECTIONS = 4
CHUNK = 65_536


@dataclass(frozen=True)
class Ask:
    """One request, and the status that answers it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes | None = None
    expected: int = 200


@dataclass(frozen=True)
class Answered:
    """What came back, without keeping long bodies."""

    seconds: float
    size: int
    lines: int


@dataclass(frozen=True)
class Cost:
    """What a number of equal requests cost; CPU in milliseconds per request."""

    cpu: float
    database_cpu: float
    per_second: float
    p50: float
    p99: float
    size: int
    lines: int

    @property
    def total_cpu(self) -> float:
        """Of the server and the database together."""
        return self.cpu + self.database_cpu


@dataclass
class _Result:
    answered: list[Answered] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def send(connection: http.client.HTTPConnection, ask: Ask) -> Answered:
    """Send one request and read the whole answer; any other status than expected raises."""
    begun = time.perf_counter()
    connection.request(ask.method, ask.path, ask.body, dict(ask.headers))
    response = connection.getresponse()
    size = lines = 0
    while chunk := response.read(CHUNK):
        size += len(chunk)
        lines += chunk.count(b"\n")
    if response.status != ask.expected:
        raise RuntimeError(f"{ask.method} {ask.path}: {response.status}")
    return Answered(time.perf_counter() - begun, size, lines)


def measure(
    port: int,
    group: int,
    makers: Sequence[Callable[[], Ask]],
    *,
    count: int,
    postmaster: int = 0,
    connections: int = CONNECTIONS,
) -> Cost:
    """Send `count` requests over a few connections; each maker is a signed-in person."""
    results = [_Result() for _ in range(connections)]
    shares = [count // connections + (n < count % connections) for n in range(connections)]
    threads = [
        threading.Thread(
            target=_work, args=(port, cycle(makers[n::connections] or makers), share, result)
        )
        for n, (share, result) in enumerate(zip(shares, results, strict=True))
    ]
    cpu, database = group_cpu(group), family_cpu(postmaster) if postmaster else 0.0
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - begun
    cpu = group_cpu(group) - cpu
    database = family_cpu(postmaster) - database if postmaster else 0.0
    return _cost(results, elapsed=elapsed, cpu=cpu, database=database)


def _work(port: int, makers: Iterator[Callable[[], Ask]], share: int, result: _Result) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        for _ in range(share):
            result.answered.append(send(connection, next(makers)()))
    except (RuntimeError, OSError, http.client.HTTPException) as problem:
        result.troubles.append(str(problem))
    finally:
        connection.close()


def _cost(results: Sequence[_Result], *, elapsed: float, cpu: float, database: float) -> Cost:
    if troubles := [trouble for result in results for trouble in result.troubles]:
        raise RuntimeError(troubles[0])
    answered = [one for result in results for one in result.answered]
    times = [one.seconds * 1000 for one in answered]
    count = len(answered)
    return Cost(
        cpu=cpu * 1000 / count,
        database_cpu=database * 1000 / count,
        per_second=count / elapsed,
        p50=percentile(times, 0.5),
        p99=percentile(times, 0.99),
        size=answered[-1].size,
        lines=answered[-1].lines,
    )

"""Calls that start at the same moment, each in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def all_at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """The results in the order of the calls."""
    barrier = threading.Barrier(len(calls), timeout=60)

    def run(call: Callable[[], Result]) -> Result:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))

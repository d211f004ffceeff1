"""The process that renders Markdown: one JSON request a line in, one answer a line out.

It may be killed at any moment: it holds nothing, opens nothing and its memory is limited.
"""

from __future__ import annotations

import contextlib
import json
import resource
import signal
import sys
from typing import Any

from courseapp.catalog.markdown_pipeline import convert
from courseapp.catalog.sanitiser import sanitise

MEMORY = 768 * 1024 * 1024
LAST_RESORT_SECONDS = 20
"""Ends a call whose parent died; a living parent kills it much earlier."""


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """The answer to one request; a text that is too complex is refused by name.

    Python-Markdown is left half way then, so the parent ends this process after a refusal.
    """
    try:
        if request["do"] == "sanitise":
            return {"html": sanitise(request["text"])}
        return convert(request)
    except (RecursionError, MemoryError):
        return {"refused": "markdown-failed"}


def _limit(what: int, most: int) -> None:
    """Lower a limit of this process; macOS refuses some, and the time limit holds there too."""
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def main() -> None:
    """Answer requests until the parent closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    sys.stdout.write('{"ready": true}\n')
    sys.stdout.flush()
    for line in sys.stdin:
        signal.setitimer(signal.ITIMER_REAL, LAST_RESORT_SECONDS)
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()

"""Markdown to sanitised HTML in a process that is killed when a text takes too long."""

from __future__ import annotations

import atexit
import json
import os
import selectors
import subprocess  # starts our own module # nosec B404
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from courseapp.catalog.domain.protocol import Line
from courseapp.catalog.domain.rendering import Heading, Rendered, RenderRefused

CALL_SECONDS = 2.0
START_SECONDS = 30.0
MAX_ANSWER_BYTES = 8_000_000
KEPT_ANSWERS = 20_000
"""A course of six modules in two languages asks about 8,000 times; what stayed the same is ready."""
KEPT_CHARACTERS = 16_000
_ROOT = Path(__file__).resolve().parents[2]


class WorkerLost(Exception):
    """The worker died or did not answer in time."""


class _Worker:
    """One child process and the two pipes to it."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._process = subprocess.Popen(  # fixed arguments, no shell # nosec B603
            [sys.executable, "-m", "courseapp.catalog.markdown_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
        )
        self._rest = b""
        try:
            self._line(START_SECONDS)
        except WorkerLost:
            self.close()
            raise

    def ask(self, request: bytes, seconds: float) -> bytes:
        """The answer line to a request line; raises WorkerLost after `seconds`."""
        if self._process.stdin is None:
            raise WorkerLost
        try:
            self._process.stdin.write(request + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerLost from error
        return self._line(seconds)

    def _line(self, seconds: float) -> bytes:
        deadline = time.monotonic() + seconds
        output, pieces = self._process.stdout, [self._rest]
        if output is None:
            raise WorkerLost
        with selectors.DefaultSelector() as selector:
            selector.register(output, selectors.EVENT_READ)
            while b"\n" not in pieces[-1]:
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise WorkerLost
                pieces.append(os.read(output.fileno(), 1 << 16))
                if not pieces[-1] or sum(map(len, pieces)) > MAX_ANSWER_BYTES:
                    raise WorkerLost
        line, _, self._rest = b"".join(pieces).partition(b"\n")
        return line

    def close(self) -> None:
        """End the process; only the process that started it may."""
        if self.pid == os.getpid():
            self._process.kill()
            self._process.wait()
        else:
            self._process.returncode = 0  # after a fork it is the parent's to wait for
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


class Renderer:
    """The engine that checker and studio share; safe for threads and after a fork."""

    def __init__(self, *, seconds: float = CALL_SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._worker: _Worker | None = None
        self._answers: OrderedDict[bytes, dict[str, Any]] = OrderedDict()

    def convert(self, request: Mapping[str, Any]) -> Rendered:
        """HTML, headings, notes and problems of one text; raises RenderRefused.

        The request holds text, inline, locale, shift (of heading levels), base (folder of the
        file), media and steps (address by path), notes (HTML by label), known (numbers by label),
        given (how many numbers the file has given out) and ids (taken by headings).
        """
        answer = self._ask(request)
        return Rendered(
            html=answer["html"],
            headings=tuple(Heading(**heading) for heading in answer["headings"]),
            notes=answer["notes"],
            problems=tuple((code, target) for code, target in answer["problems"]),
        )

    def sanitise(self, html: str) -> str:
        """`html` with only what the allow-list allows."""
        return str(self._ask({"do": "sanitise", "text": html})["html"])

    def block(self, lines: Sequence[Line]) -> str:
        """Block-level HTML without anything around it to refer to."""
        return self._alone("\n".join(line.text for line in lines), inline=False)

    def inline(self, text: str, *, line: int) -> str:
        """Inline HTML without anything around it to refer to."""
        return self._alone(text, inline=True)

    def image(self, src: str, *, alt: str, line: int) -> str:
        """No image: outside a course there are no media."""
        return ""

    def apart(self) -> Renderer:
        """Itself: nothing refers to anything else."""
        return self

    def close(self) -> None:
        """End the worker process; the next call starts another."""
        with self._lock:
            self._drop_worker()

    def __enter__(self) -> Renderer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _alone(self, text: str, *, inline: bool) -> str:
        empty: dict[str, Any] = {"media": {}, "steps": {}, "notes": {}, "known": {}, "ids": []}
        page = {"locale": "nl", "shift": 0, "base": "", "given": 0, **empty}
        return self.convert({"do": "convert", "text": text, "inline": inline, **page}).html

    def _ask(self, request: Mapping[str, Any]) -> dict[str, Any]:
        line = json.dumps(request, sort_keys=True).encode("ascii")
        name = sha256(line).digest()
        with self._lock:
            answer = self._answers.get(name)
            if answer is None:
                answer = self._answer(line)
                if len(line) <= KEPT_CHARACTERS:
                    self._keep(name, answer)
            else:
                self._answers.move_to_end(name)
        if "refused" in answer:
            raise RenderRefused(answer["refused"])
        return answer

    def _keep(self, name: bytes, answer: dict[str, Any]) -> None:
        if "refused" not in answer:
            self._answers[name] = answer
            if len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            if self._worker is not None and self._worker.pid != os.getpid():
                self._drop_worker()
            if self._worker is None:
                self._worker = _Worker()
            started = time.monotonic()
            answer: dict[str, Any] = json.loads(self._worker.ask(line, self._seconds))
            if "refused" in answer:
                self._drop_worker()
        except WorkerLost:
            self._drop_worker()
            slow = time.monotonic() - started >= self._seconds * 0.9
            return {"refused": "markdown-too-slow" if slow else "markdown-failed"}
        return answer

    def _drop_worker(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


_SHARED = Renderer()
atexit.register(_SHARED.close)


def renderer() -> Renderer:
    """The renderer of this process; its worker starts at the first use."""
    return _SHARED

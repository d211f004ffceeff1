"""Where the CPU of one request goes, layer by layer: ours beside the reference, in one process.

`make profile` prints it. The profiler adds to every call, so that the shares count; the milliseconds
are measured without it.
"""

from __future__ import annotations

import cProfile
import io
import pstats
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from benchmarks import reference
from benchmarks.installation import Installation
from benchmarks.load import Ask
from courseapp.app import create_app
from courseapp.config import read_settings

WARM_UP, REQUESTS = 50, 400
LAYERS = (
    ("templates", ("/templates/", "<template>", "jinja2", "markupsafe")),
    ("SQLAlchemy and driver", ("sqlalchemy", "sqlite3")),
    ("Flask and Werkzeug", ("/flask/", "werkzeug", "itsdangerous", "blinker")),
    ("Flask's extensions", ("flask_", "wtforms", "babel", "structlog")),
    ("own Python", ("/courseapp/", "/benchmarks/")),
)
REST = "Python's library"


@dataclass(frozen=True, kw_only=True)
class Spent:
    """CPU milliseconds of one request, and the share 0..1 of each layer."""

    milliseconds: float
    shares: Mapping[str, float]


def layer_of(place: str) -> str:
    """The layer that a source file or a built-in function belongs to."""
    return next((name for name, marks in LAYERS if any(m in place for m in marks)), REST)


def shares_of(stats: pstats.Stats) -> dict[str, float]:
    """The share of each layer; a built-in function counts for the layer that calls it."""
    spent: Counter[str] = Counter()
    rows = stats.stats  # type: ignore[attr-defined]
    for (file, _line, name), (_calls, _all, own, _deep, callers) in rows.items():
        if file == "~" and callers and layer_of(name) == REST:
            for (caller, _at, by), (_n, _c, seconds, _d) in callers.items():
                spent[layer_of(by if caller == "~" else caller)] += seconds
        else:
            spent[layer_of(name if file == "~" else file)] += own
    whole = sum(spent.values())
    return {name: seconds / whole for name, seconds in spent.items()}


def spend(app: Flask, ask: Callable[[], Ask]) -> Spent:
    """Time and profile of many requests of one kind."""
    _request(app, ask, WARM_UP)
    begun = time.process_time()
    _request(app, ask, REQUESTS)
    milliseconds = (time.process_time() - begun) / REQUESTS * 1000
    profile = cProfile.Profile()
    profile.runcall(_request, app, ask, REQUESTS)
    stats = pstats.Stats(profile, stream=io.StringIO())
    return Spent(milliseconds=milliseconds, shares=shares_of(stats))


def _request(app: Flask, ask: Callable[[], Ask], times: int) -> None:
    for _ in range(times):
        what = ask()
        builder = EnvironBuilder(
            path=what.path, method=what.method, data=what.body, headers=dict(what.headers)
        )
        _body, status, _headers = run_wsgi_app(app, builder.get_environ(), buffered=True)
        if not status.startswith(str(what.expected)):
            raise RuntimeError(f"{what.path}: {status}")


@contextmanager
def _product(folder: Path) -> Iterator[dict[str, Spent]]:
    site = Installation(folder, enrolments=1000)
    site.prepare()
    site.server.start()
    try:
        site.open_pages()
        app = create_app(read_settings(site.env, log_format="off"))
        reader = site.trainees[0]
        yield {"lesson": spend(app, reader.lesson), "answer": spend(app, reader.answer)}
    finally:
        site.server.stop()


def _reference(folder: Path) -> dict[str, Spent]:
    app = reference.create_app(f"sqlite:///{folder / 'reference.sqlite3'}")
    client = app.test_client()
    client.get("/enter")
    cookie = client.get_cookie("session")
    headers = {"Cookie": f"session={cookie.value}" if cookie else ""}
    numbers = count(1)

    def note() -> Ask:
        body = (
            f'{{"item": "een", "key": "{uuid4()}", "sequence": {next(numbers)}, "response": "a"}}'
        )
        json = headers | {"Content-Type": "application/json"}
        return Ask("POST", "/note", json, body.encode())

    return {
        "reference page": spend(app, lambda: Ask("GET", "/page", headers)),
        "reference commit": spend(app, note),
    }


def table(spent: Mapping[str, Spent]) -> str:
    """Milliseconds of each layer for each kind of request, as Markdown."""
    names = [name for name, _marks in LAYERS] + [REST]
    lines = [["CPU ms/request", *spent], ["---", *("---:" for _ in spent)]]
    for name in names:
        parts = (each.milliseconds * each.shares.get(name, 0) for each in spent.values())
        lines.append([name, *(f"{part:.2f}" for part in parts)])
    lines.append(["**together**", *(f"**{each.milliseconds:.2f}**" for each in spent.values())])
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def main() -> None:
    """Measure on SQLite and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = _reference(folder)
        with _product(folder / "site") as ours:
            order = ("reference page", "lesson", "reference commit", "answer")
            print(table({each: (found | ours)[each] for each in order}))


if __name__ == "__main__":
    main()

"""The application on a port of its own, for tests in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

STOP_CHECK_SECONDS = 0.02


class _Handler(WSGIRequestHandler):
    timeout = 20
    """Seconds after which a connection without a request ends, so that closing ends too."""


class _Server(ThreadedWSGIServer):
    daemon_threads = False
    """So that closing waits for the requests that are under way."""


@contextmanager
def running(app: Flask) -> Iterator[str]:
    """The address of the application while it serves.

    Afterwards no request is under way any more: a page may send its last answer as it goes away.
    """
    server = _Server("127.0.0.1", 0, app, _Handler)
    thread = threading.Thread(target=server.serve_forever, args=(STOP_CHECK_SECONDS,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

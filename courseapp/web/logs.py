"""Structured logs to standard output, each line with the id of its request."""

from __future__ import annotations

import logging
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request
from flask_login import current_user

log: structlog.stdlib.BoundLogger = structlog.get_logger("courseapp")
QUIET = ("assets.serve_asset", "health.show_liveness", "health.show_readiness")


def configure_logging(log_format: str) -> None:
    """Write JSON lines, readable lines for `console`, nothing for `off`."""
    last = (
        structlog.dev.ConsoleRenderer(
            colors=sys.stdout.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        if log_format == "console"
        else structlog.processors.JSONRenderer(ensure_ascii=True)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *((structlog.processors.format_exc_info,) if log_format == "json" else ()),
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.CRITICAL if log_format == "off" else logging.INFO
        ),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )


def init_logs(app: Flask) -> None:
    """Give each request an id, answer with it, and log each request once."""

    @app.before_request
    def _start() -> None:
        g.request_id = uuid.uuid4().hex
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def _end(response: Response) -> Response:
        if "started" not in g:
            return response
        response.headers["X-Request-Id"] = g.request_id
        if request.endpoint not in QUIET:
            milliseconds = round((time.perf_counter() - g.started) * 1000, 1)
            person = current_user.person_id if current_user.is_authenticated else None
            log.info("request", method=request.method, path=_path(), status=response.status_code,
                     milliseconds=milliseconds, person=person)  # fmt: skip
        return response


def _path() -> str:
    """The path of this request without the secret that a mailed link carries."""
    token = (request.view_args or {}).get("token")
    return request.path.replace(str(token), "[token]") if token else request.path

"""The production web server: gunicorn with threads, and the background work that lives beside it."""

from __future__ import annotations

from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from courseapp.app import create_app
from courseapp.background import Background
from courseapp.config import Settings
from courseapp.ops.demo import describe_demo


class WebServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn, set up from our settings instead of its own files and arguments."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.background: Background | None = None
        super().__init__()

    def load_config(self) -> None:
        """Translate our settings; requests are logged by the application itself."""
        chosen: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "threads": self.settings.threads,
            "worker_class": "gthread",
            "reuse_port": self.settings.workers > 1,
            "timeout": 120,
            "graceful_timeout": 20,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "courseapp",
            "control_socket_disable": True,
            "when_ready": self._announce,
            "post_worker_init": self._start_background,
            "worker_exit": self._stop_background,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application, made in each worker after the fork."""
        self.app = create_app(self.settings)
        return self.app

    def _announce(self, _server: Any) -> None:
        click.echo(banner(self.settings))

    def _start_background(self, _worker: Any) -> None:
        self.background = Background(self.app)
        self.background.start()

    def _stop_background(self, _server: Any, _worker: Any) -> None:
        if self.background is not None:
            self.background.stop()


def banner(settings: Settings) -> str:
    """What to open; in a demo also who can sign in and what to try."""
    lines = [f"{settings.brand} is running at {settings.base_url}  (stop with Ctrl-C)"]
    if settings.environment == "demo":
        lines.append(describe_demo(settings))
    return "\n".join(lines)

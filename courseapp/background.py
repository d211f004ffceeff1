"""Work beside the requests: mail, reminders, and publishing courses whose files change."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol

from flask import Flask

from courseapp.catalog.watch import ContentWatcher
from courseapp.config import Settings
from courseapp.mail.worker import MailWorker
from courseapp.reviews.worker import ReviewWorker
from courseapp.trainee.reminder_views import reminder_words


class Worker(Protocol):
    """A thread of our own that starts and stops on request."""

    def start(self) -> None: ...

    def stop(self) -> None: ...


class Background:
    """All background workers of one web process."""

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["settings"]
        self.workers: list[Worker] = [
            MailWorker(app),
            ReviewWorker(app, words=partial(reminder_words, app)),
        ]
        if settings.watch_content:
            self.workers.append(ContentWatcher(app, Path(settings.watch_content)))

    def start(self) -> None:
        """Start every worker."""
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """Stop every worker and wait for it."""
        for worker in self.workers:
            worker.stop()

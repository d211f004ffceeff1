"""The background work of review: reminders at their moment, cards after a publication."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from courseapp.config import Settings
from courseapp.reviews.services import Words, refresh_outdated, send_reminders
from courseapp.web.database import db
from courseapp.web.logs import log
from courseapp.web.now import utc_now

PAUSE_SECONDS = 60.0


class ReviewWorker:
    """One thread of a web process; several processes send one mail between them."""

    def __init__(self, app: Flask, *, words: Words) -> None:
        settings: Settings = app.extensions["settings"]
        self._app, self._words, self._time_zone = app, words, settings.time_zone
        self._after_id = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reviews", daemon=True)

    def start(self) -> None:
        """Begin to look, once a minute."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and wait until the look that is under way has ended."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.wait(PAUSE_SECONDS):
            self.look()

    def look(self) -> None:
        """Refresh some cards, then remind, each in a short transaction of its own."""
        with self._app.app_context():
            try:
                self._after_id = refresh_outdated(db.session(), after_id=self._after_id)
                db.session.commit()
                send_reminders(
                    db.session(), words=self._words, time_zone=self._time_zone, now=utc_now()
                )
                db.session.commit()
            except SQLAlchemyError as error:
                db.session.rollback()
                log.warning("reviews-not-looked-at", error=type(error).__name__)

"""The thread that empties the outbox: woken by a commit that queued a mail, and in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from courseapp.config import Settings
from courseapp.mail.sending import claim_mail, note_failure, note_sent, send_claim
from courseapp.mail.services import QUEUED
from courseapp.mail.transport import Transport, choose_transport
from courseapp.web.database import AppSession, db
from courseapp.web.logs import log
from courseapp.web.now import utc_now

PAUSE_SECONDS = 15.0


def send_pending(
    session_factory: Callable[[], Session],
    *,
    transport: Transport,
    sender: str,
    clock: Callable[[], datetime] = utc_now,
    may_go_on: Callable[[], bool] = lambda: True,
) -> int:
    """Send all mails that are due, each noted in a short transaction of its own; how many left."""
    sent = 0
    while may_go_on():
        with session_factory() as session:
            claim = claim_mail(session, now=clock())
            session.commit()
        if claim is None:
            break
        error = send_claim(claim, transport=transport, sender=sender)
        with session_factory() as session:
            if error:
                note_failure(session, claim, error=error, now=clock())
            else:
                note_sent(session, claim, now=clock())
            session.commit()
        sent += not error
    return sent


class MailWorker:
    """One background thread of a web process; several processes share the outbox safely."""

    def __init__(self, app: Flask) -> None:
        settings: Settings = app.extensions["settings"]
        self.app = app
        self.sender = settings.mail_from
        self.transport = choose_transport(smtp_url=settings.smtp_url, data_dir=settings.data_dir)
        self._wake = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="mail", daemon=True)

    def start(self) -> None:
        """Begin, with whatever an earlier process left behind."""
        event.listen(AppSession, "after_commit", self._notice)
        self._wake.set()
        self._thread.start()

    def stop(self) -> None:
        """Finish the mail in hand and end."""
        self._stopping = True
        self._wake.set()
        self._thread.join(timeout=10)
        event.remove(AppSession, "after_commit", self._notice)

    def _notice(self, session: Any) -> None:
        if session.in_nested_transaction():  # a savepoint: nothing can be read yet
            return
        if session.info.pop(QUEUED, False):
            self._wake.set()

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(PAUSE_SECONDS)
            self._wake.clear()
            if not self._stopping:
                self._send()

    def _send(self) -> None:
        with self.app.app_context():
            try:
                send_pending(
                    db.session.session_factory,
                    transport=self.transport,
                    sender=self.sender,
                    may_go_on=lambda: not self._stopping,
                )
            except SQLAlchemyError as error:
                log.warning("outbox-not-read", error=type(error).__name__)

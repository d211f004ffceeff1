"""How a mail leaves: by SMTP, or without a server into a folder and onto the console."""

from __future__ import annotations

import re
import smtplib
import ssl
import sys
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20
LOCAL = ("localhost", "127.0.0.1", "::1")
LINK = re.compile(r"https?://\S+")


class MailRefused(Exception):
    """The server cannot be used as configured; the message says what to change."""


class Transport(Protocol):
    """Anything that can send one message."""

    def send(self, message: EmailMessage) -> None:
        """Send, or raise."""


def build_message(*, sender: str, to: str, subject: str, body: str) -> EmailMessage:
    """A plain-text message; header values with line breaks raise ValueError."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


class SmtpTransport:
    """SMTP by address: smtp:// (STARTTLS when offered, demanded with a password) or smtps://."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host = parts.hostname or "localhost"
        self.is_tls = parts.scheme == "smtps"
        self.port = parts.port or (465 if self.is_tls else 587)
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")

    def send(self, message: EmailMessage) -> None:
        """Connect, sign in where needed, hand over the message."""
        with self._connect() as server:
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self.user and self.host not in LOCAL:
                raise MailRefused(f"{self.host} offers no encryption; use smtps:// or another port")
        except BaseException:
            server.close()
            raise
        return server


class OutboxTransport:
    """Writes each message as a file and prints one readable line with its link."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the file, then print."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = re.sub(r"[^0-9A-Za-z]+", "-", message["Message-ID"]).strip("-")[:60]
        path = self.folder / f"{name}.eml"
        path.write_bytes(message.as_bytes())
        path.chmod(0o600)
        link = LINK.search(message.get_content())
        where = link.group() if link else path
        sys.stdout.write(f"Mail to {message['To']}: {message['Subject']}\n  {where}\n")
        sys.stdout.flush()


def choose_transport(*, smtp_url: str, data_dir: Path) -> Transport:
    """SMTP when an address is set, else the outbox folder."""
    return SmtpTransport(smtp_url) if smtp_url else OutboxTransport(data_dir / "outbox")

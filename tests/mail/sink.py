"""A small SMTP server on 127.0.0.1 that keeps what it gets, or refuses it."""

from __future__ import annotations

import base64
import socketserver
import threading
from dataclasses import dataclass, field
from types import TracebackType


@dataclass
class Received:
    """One message as it came over the wire."""

    sender: str
    recipients: list[str]
    data: bytes


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink: SmtpSink = self.server.sink  # type: ignore[attr-defined]
        sink.connections += 1
        self._say("220 sink")
        sender = ""
        recipients: list[str] = []
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            word = line.split(" ")[0].upper()
            if word == "EHLO":
                self._say("250-sink", "250 AUTH PLAIN")
            elif word == "AUTH":
                sink.signed_in.append(base64.b64decode(line.split(" ")[2]).decode())
                self._say("235 welcome")
            elif word == "MAIL":
                sender = line.split("<")[1].split(">")[0]
                self._say("250 ok")
            elif word == "RCPT":
                recipients = [*recipients, line.split("<")[1].split(">")[0]]
                self._say(sink.refusal or "250 ok")
            elif word == "DATA":
                self._say("354 go on")
                sink.messages.append(Received(sender, recipients, self._read_data()))
                recipients = []
                self._say("250 kept")
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def _read_data(self) -> bytes:
        lines = []
        for raw in self.rfile:
            if raw == b".\r\n":
                break
            lines.append(raw)
        return b"".join(lines)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    sink: SmtpSink


@dataclass
class SmtpSink:
    """Use it as a context; `refusal` is what it answers to a recipient instead of yes."""

    refusal: str = ""
    connections: int = 0
    messages: list[Received] = field(default_factory=list)
    signed_in: list[str] = field(default_factory=list)

    def __enter__(self) -> SmtpSink:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.sink = self
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:  # fmt: skip
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

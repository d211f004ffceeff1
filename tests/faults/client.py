"""A trainee's HTTP client: keeps the cookie and the form token, and says when a reply did not arrive."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.faults.installation import Installation
from tests.faults.people import QUIZ, Trainee

TIMEOUT = 60.0
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_ATTEMPT = re.compile(r"/poging/(\d+)")


class ConnectionLost(Exception):
    """The request was sent, or perhaps not; no reply was read to its end."""


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    text: str
    location: str

    @property
    def json(self) -> Any:
        """The body of a JSON reply."""
        return json.loads(self.text)


class Client:
    """One connection of one signed-in trainee."""

    def __init__(self, installation: Installation, trainee: Trainee) -> None:
        self.trainee = trainee
        self.cookie = trainee.cookie
        self.token = ""
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", installation.port, timeout=TIMEOUT
        )

    def request(self, method: str, path: str, body: str = "", **headers: str) -> Reply:
        """Send one request; raises ConnectionLost."""
        sent = {"Cookie": f"courseapp={self.cookie}"} | {
            k.replace("_", "-"): v for k, v in headers.items()
        }
        try:
            self._connection.request(method, path, body.encode() or None, sent)
            response = self._connection.getresponse()
            text = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise ConnectionLost(str(error)) from error
        found = re.match(r"courseapp=([^;]*)", response.getheader("Set-Cookie") or "")
        self.cookie = found[1] if found else self.cookie
        return Reply(response.status, text, response.getheader("Location") or "")

    def get(self, path: str) -> Reply:
        """A page; its form token is kept for what follows."""
        reply = self.request("GET", path)
        found = _TOKEN.search(reply.text)
        self.token = found[1] if found else self.token
        return reply

    def post(self, path: str, **fields: str) -> Reply:
        """Send a form."""
        body = urlencode({"csrf_token": self.token} | fields)
        return self.request("POST", path, body, Content_Type="application/x-www-form-urlencoded")

    def open_quiz(self) -> None:
        """Look at the quiz's start page, for its token."""
        reply = self.get(f"/leren/{self.trainee.enrolment_id}/stap/{QUIZ}")
        assert reply.status == 200, reply

    def start(self) -> Reply:
        """Press the button that starts (or continues) an attempt."""
        return self.post(f"/leren/{self.trainee.enrolment_id}/stap/{QUIZ}/poging")

    def begin(self) -> int:
        """Start an attempt and return its id."""
        self.open_quiz()
        return attempt_in(self.start())

    def save(self, attempt: int, *, item: str, key: str, sequence: int, text: str) -> Reply:
        """Save one answer the way the page's script does."""
        body = {"item": item, "key": key, "sequence": sequence, "response": {"text": text}}
        return self.request(
            "POST", self._path(attempt, "antwoord"), json.dumps(body),
            Content_Type="application/json", Accept="application/json", X_CSRFToken=self.token,
        )  # fmt: skip

    def hand_in(self, attempt: int, **answers: str) -> Reply:
        """Hand in for good, with the given answers on the form."""
        fields = {f"i-{item}": text for item, text in answers.items()}
        return self.post(self._path(attempt, "inleveren"), confirm="1", **fields)

    def result(self, attempt: int) -> Reply:
        """The page with the result."""
        return self.get(self._path(attempt, "resultaat"))

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()

    def _path(self, attempt: int, last: str) -> str:
        return f"/leren/{self.trainee.enrolment_id}/poging/{attempt}/{last}"


def attempt_in(reply: Reply) -> int:
    """The attempt to which a reply leads."""
    found = _ATTEMPT.search(reply.location)
    assert reply.status == 303 and found, reply
    return int(found[1])

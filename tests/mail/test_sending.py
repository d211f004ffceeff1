"""The outbox at work: who sends, when again, when no more; over SMTP and into the folder."""

from __future__ import annotations

import dataclasses
import email
import email.policy
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from courseapp.database import Base
from courseapp.mail.domain import WAITS, find_wait
from courseapp.mail.models import OutgoingMail
from courseapp.mail.sending import CLAIMED_FOR, Claim, claim_mail, note_failure, note_sent
from courseapp.mail.services import queue_mail
from courseapp.mail.transport import (
    MailRefused,
    OutboxTransport,
    SmtpTransport,
    build_message,
    choose_transport,
)
from courseapp.mail.worker import MailWorker, send_pending
from courseapp.web.database import db
from courseapp.web.now import utc_now
from tests.factories import make_person
from tests.mail.sink import SmtpSink
from tests.mail.test_services import LINK, WORDS

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
SENDER = "Naklank <no-reply@example.org>"


def queue(session: Session, key: str = "k", *, now: datetime = NOW) -> None:
    queue_mail(
        session, unique_key=key, to=f"{key}@example.org", template="sign-in", locale="nl",
        context=WORDS, now=now,
    )  # fmt: skip


def only(session: Session) -> OutgoingMail:
    session.expire_all()
    return session.execute(select(OutgoingMail)).scalar_one()


def claimed(session: Session, *, now: datetime = NOW) -> Claim:
    claim = claim_mail(session, now=now)
    assert claim is not None
    return claim


class Collecting:
    """A transport that keeps what it is given, and fails as often as asked."""

    def __init__(self, *, failures: int = 0, act: Callable[[], object] = lambda: None) -> None:
        self.failures, self.act = failures, act
        self.messages: list[EmailMessage] = []

    def send(self, message: EmailMessage) -> None:
        self.act()
        if self.failures:
            self.failures -= 1
            raise ConnectionRefusedError("nobody there")
        self.messages.append(message)


def test_waits_grow_and_end() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert [find_wait(tries) for tries in range(1, len(WAITS) + 2)] == [*WAITS, None]


def test_a_claimed_mail_is_nobody_else_s(session: Session) -> None:
    queue(session)
    assert claimed(session).to == "k@example.org"
    assert claim_mail(session, now=NOW) is None
    assert only(session).state == "sending"


def test_mails_leave_in_the_order_in_which_they_were_queued(session: Session) -> None:
    for key in "cab":
        queue(session, key)
    assert [claimed(session).to[0] for _ in range(3)] == list("cab")


def test_a_mail_is_not_claimed_before_its_time(session: Session) -> None:
    queue(session)
    assert claim_mail(session, now=NOW - timedelta(microseconds=1)) is None


def test_the_claim_of_a_dead_process_is_taken_over_after_its_time_and_not_before(
    session: Session,
) -> None:
    queue(session)
    dead = claimed(session)
    assert claim_mail(session, now=NOW + CLAIMED_FOR - timedelta(seconds=1)) is None
    heir = claimed(session, now=NOW + CLAIMED_FOR)
    assert (heir.id, heir.tries) == (dead.id, 2)
    note_sent(session, dead, now=NOW + CLAIMED_FOR)
    assert only(session).state == "sending"
    note_failure(session, dead, error="too late", now=NOW + CLAIMED_FOR)
    assert only(session).last_error == ""
    note_sent(session, heir, now=NOW + CLAIMED_FOR)
    assert only(session).state == "sent"


def test_what_was_sent_keeps_its_address_but_not_its_link(session: Session) -> None:
    queue(session)
    note_sent(session, claimed(session), now=NOW)
    row = only(session)
    assert (row.state, row.sent_at, row.body, row.to_address) == ("sent", NOW, "", "k@example.org")
    assert claim_mail(session, now=NOW + timedelta(days=9)) is None


def test_a_failed_mail_waits_longer_each_time_and_is_given_up_in_the_end(session: Session) -> None:
    queue(session)
    now = NOW
    for wait in WAITS:
        note_failure(session, claimed(session, now=now), error="nobody there", now=now)
        row = only(session)
        assert (row.state, row.not_before, row.last_error) == ("queued", now + wait, "nobody there")
        assert claim_mail(session, now=now + wait - timedelta(microseconds=1)) is None
        now += wait
    note_failure(session, claimed(session, now=now), error="x" * 5000, now=now)
    row = only(session)
    assert (row.state, row.tries, row.body, row.last_error) == ("failed", 6, "", "x" * 200)
    assert claim_mail(session, now=now + timedelta(days=30)) is None


def put(app: Flask, *keys: str) -> None:
    with app.app_context():
        for key in keys:
            queue(db.session(), key)
        db.session.commit()


def states(app: Flask) -> list[tuple[str, int]]:
    with app.app_context():
        rows = db.session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars()
        return [(row.state, row.tries) for row in rows]


def send(app: Flask, transport: Collecting | OutboxTransport | SmtpTransport) -> int:
    with app.app_context():
        return send_pending(
            db.session.session_factory, transport=transport, sender=SENDER, clock=lambda: NOW
        )


def test_several_senders_at_once_send_every_mail_exactly_once(committed_app: Flask) -> None:
    keys = [f"k{number}" for number in range(24)]
    put(committed_app, *keys)
    transport = Collecting(act=lambda: time.sleep(0.005))
    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(lambda _: send(committed_app, transport), range(4)))
    assert sum(counts) == len(keys)
    addresses = sorted(message["To"] for message in transport.messages)
    assert addresses == sorted(f"{key}@example.org" for key in keys)
    assert states(committed_app) == [("sent", 1)] * len(keys)


def test_one_mail_that_fails_keeps_the_others_from_nothing(committed_app: Flask) -> None:
    put(committed_app, "a", "b", "c")
    assert send(committed_app, Collecting(failures=1)) == 2
    assert states(committed_app) == [("queued", 1), ("sent", 1), ("sent", 1)]


def test_an_address_that_no_header_can_hold_fails_its_own_mail_only(committed_app: Flask) -> None:
    put(committed_app, "a", "b")
    with committed_app.app_context():
        first = db.session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars().first()
        assert first is not None
        first.to_address = "a@example.org\r\nBcc: all@example.org"
        db.session.commit()
    assert send(committed_app, Collecting()) == 1
    assert states(committed_app) == [("queued", 1), ("sent", 1)]


def test_no_transaction_is_open_while_a_mail_is_on_its_way(committed_app: Flask) -> None:
    put(committed_app, "a")
    made: list[Session] = []

    def make() -> Session:
        made.append(db.session.session_factory())
        return made[-1]

    busy: list[bool] = []
    transport = Collecting(act=lambda: busy.append(any(s.in_transaction() for s in made)))
    with committed_app.app_context():
        send_pending(make, transport=transport, sender=SENDER, clock=lambda: NOW)
    assert busy == [False]


def test_others_can_write_while_a_slow_server_takes_a_mail(committed_app: Flask) -> None:
    put(committed_app, "a")

    def write() -> None:
        with committed_app.app_context():
            make_person(db.session())
            db.session.commit()

    with ThreadPoolExecutor(1) as pool:
        transport = Collecting(act=lambda: pool.submit(write).result(timeout=4))
        assert send(committed_app, transport) == 1


def test_sending_stops_between_two_mails_when_asked(committed_app: Flask) -> None:
    put(committed_app, "a", "b", "c")
    transport = Collecting()
    with committed_app.app_context():
        send_pending(
            db.session.session_factory,
            transport=transport,
            sender=SENDER,
            clock=lambda: NOW,
            may_go_on=lambda: not transport.messages,
        )
    assert states(committed_app) == [("sent", 1), ("queued", 0), ("queued", 0)]


def message(*, body: str = "Één link\n") -> EmailMessage:
    return build_message(
        sender=SENDER, to="sam@example.org", subject="Je inloglink – nu", body=body
    )


def test_a_message_travels_over_smtp_with_its_accents_and_as_automatic() -> None:
    with SmtpSink() as sink:
        SmtpTransport(f"smtp://127.0.0.1:{sink.port}").send(message(body=f"Één:\n{LINK}\n.\nx\n"))
    [received] = sink.messages
    assert (received.sender, received.recipients) == ("no-reply@example.org", ["sam@example.org"])
    read = email.message_from_bytes(received.data, policy=email.policy.default)
    assert read["Subject"] == "Je inloglink – nu"
    assert read["Auto-Submitted"] == "auto-generated"
    assert read["Message-ID"].endswith("@example.org>")
    assert read.get_content_type() == "text/plain"
    assert LINK in read.get_content()
    assert read.get_content().startswith("Één:")
    assert sink.signed_in == []


def test_user_and_password_of_the_address_are_used_decoded() -> None:
    with SmtpSink() as sink:
        SmtpTransport(f"smtp://jan%40x:p%2Fw%3A1@127.0.0.1:{sink.port}").send(message())
    assert sink.signed_in == ["\0jan@x\0p/w:1"]
    assert len(sink.messages) == 1


def test_a_password_never_goes_over_an_open_line_to_another_machine() -> None:
    with SmtpSink() as sink:
        # another way to write 127.0.0.1, which is not on the list of this machine's names
        transport = SmtpTransport(f"smtp://jan:secret@127.1:{sink.port}")
        with pytest.raises(MailRefused, match="smtps"):
            transport.send(message())
    assert sink.connections == 1
    assert sink.signed_in == []
    assert sink.messages == []


@pytest.mark.parametrize(
    ("url", "host", "port", "is_tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, False),
        ("smtps://mail.example.org", "mail.example.org", 465, True),
        ("smtp://u:p@mail.example.org:2525", "mail.example.org", 2525, False),
    ],
)
def test_the_address_of_a_server_is_read(url: str, host: str, port: int, is_tls: bool) -> None:
    transport = SmtpTransport(url)
    assert (transport.host, transport.port, transport.is_tls) == (host, port, is_tls)


def test_a_server_that_refuses_is_tried_again_later(committed_app: Flask) -> None:
    put(committed_app, "a")
    with SmtpSink(refusal="451 come back later") as sink:
        transport = SmtpTransport(f"smtp://127.0.0.1:{sink.port}")
        assert send(committed_app, transport) == 0
        with committed_app.app_context():
            row = only(db.session())
            assert (row.state, row.not_before) == ("queued", NOW + WAITS[0])
            assert "come back later" in row.last_error
            assert LINK not in row.last_error
        assert sink.messages == []


def test_a_server_that_is_not_there_is_tried_again_later(committed_app: Flask) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    put(committed_app, "a")
    assert send(committed_app, SmtpTransport(f"smtp://127.0.0.1:{port}")) == 0
    assert states(committed_app) == [("queued", 1)]


def test_without_a_server_mail_goes_into_the_folder_and_its_link_onto_the_console(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    transport = choose_transport(smtp_url="", data_dir=tmp_path)
    transport.send(message(body=f"Dag Sam,\n\n{LINK}\n\nTot dan\n"))
    [path] = (tmp_path / "outbox").iterdir()
    assert path.suffix == ".eml"
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    read = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert (read["To"], read["Subject"]) == ("sam@example.org", "Je inloglink – nu")
    assert LINK in read.get_content()
    printed = capsys.readouterr().out
    assert printed == f"Mail to sam@example.org: Je inloglink – nu\n  {LINK}\n"


def test_two_equal_mails_are_two_files_and_one_without_a_link_is_named_by_its_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    transport = OutboxTransport(tmp_path)
    for _ in range(2):
        transport.send(message())
    printed = capsys.readouterr().out
    names = [str(path) for path in tmp_path.iterdir()]
    assert len(names) == 2
    assert all(name in printed for name in names)


def test_a_server_is_used_when_one_is_configured(tmp_path: Path) -> None:
    transport = choose_transport(smtp_url="smtps://mail.example.org", data_dir=tmp_path)
    assert isinstance(transport, SmtpTransport)
    assert isinstance(choose_transport(smtp_url="", data_dir=tmp_path), OutboxTransport)


@pytest.fixture
def with_sink(committed_app: Flask) -> Callable[[SmtpSink], MailWorker]:
    """A worker of the application that sends to a sink."""

    def make(sink: SmtpSink) -> MailWorker:
        settings = committed_app.extensions["settings"]
        committed_app.extensions["settings"] = dataclasses.replace(
            settings, smtp_url=f"smtp://127.0.0.1:{sink.port}"
        )
        return MailWorker(committed_app)

    return make


def wait_for(condition: Callable[[], bool], *, seconds: float = 8) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def mail_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "mail"]


def test_a_request_only_queues_and_the_worker_sends_right_after_its_commit(
    committed_app: Flask, with_sink: Callable[[SmtpSink], MailWorker]
) -> None:
    with committed_app.app_context():
        make_person(db.session(), email="sam@example.org")
        db.session.commit()
    with SmtpSink() as sink:
        worker = with_sink(sink)
        client = committed_app.test_client()
        client.post("/inloggen/link", data={"email": "sam@example.org"})
        assert sink.connections == 0
        worker.start()
        try:
            assert wait_for(lambda: len(sink.messages) == 1), "what was left behind is sent first"
            client.post("/inloggen/link", data={"email": "sam@example.org"})
            assert wait_for(lambda: len(sink.messages) == 2), "a commit wakes the worker"
        finally:
            worker.stop()
    assert mail_threads() == []
    assert [received.recipients for received in sink.messages] == [["sam@example.org"]] * 2


def test_a_savepoint_after_a_mail_does_not_use_up_the_call_to_the_worker(
    committed_app: Flask, with_sink: Callable[[SmtpSink], MailWorker]
) -> None:
    with SmtpSink() as sink:
        worker = with_sink(sink)
        worker.start()
        try:
            time.sleep(0.2)
            with committed_app.app_context():
                queue(db.session(), now=utc_now())
                with db.session.begin_nested():
                    make_person(db.session())
                time.sleep(0.2)
                db.session.commit()
            assert wait_for(lambda: len(sink.messages) == 1)
        finally:
            worker.stop()


def test_a_worker_that_stops_leaves_no_thread_and_hears_no_commit_any_more(
    committed_app: Flask, with_sink: Callable[[SmtpSink], MailWorker]
) -> None:
    with SmtpSink() as sink:
        for _ in range(3):
            worker = with_sink(sink)
            worker.start()
            assert len(mail_threads()) == 1
            worker.stop()
            assert mail_threads() == []
        put(committed_app, "a")
        time.sleep(0.2)
        assert sink.connections == 0


def test_a_worker_survives_a_database_that_does_not_answer(
    committed_app: Flask, with_sink: Callable[[SmtpSink], MailWorker]
) -> None:
    tables = [Base.metadata.tables["outgoing_mail"]]
    with SmtpSink() as sink, committed_app.app_context():
        worker = with_sink(sink)
        Base.metadata.drop_all(db.engine, tables=tables)
        worker.start()
        try:
            time.sleep(0.3)
            assert len(mail_threads()) == 1
            Base.metadata.create_all(db.engine, tables=tables)
            queue(db.session(), now=utc_now())
            db.session.commit()
            assert wait_for(lambda: len(sink.messages) == 1)
        finally:
            worker.stop()

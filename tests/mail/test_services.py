"""Mails as they are queued: their words in both languages, and that nothing typed becomes a header."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

import courseapp.mail.services as mail
from courseapp.mail.models import OutgoingMail
from courseapp.mail.transport import build_message
from courseapp.web.i18n import LOCALES

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
FOLDER = Path(mail.__file__).parent / "templates" / "mail"
TEMPLATES = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.txt")})
LINK = "https://naklank.example/inloggen/" + "A-b_9" * 8 + "xyz"
WORDS = {
    "name": "Samira Haddou",
    "brand": "Naklank",
    "support": "hulp@example.org",
    "organisation": "Lindekroon Wonen",
    "writer": "Bas de Wit",
    "link": LINK,
    "minutes": 30,
    "hours": 2,
    "days": 7,
    "count": 3,
    "off": LINK,
}
WITH_LINK = {"review-due", "sign-in", "reset", "invitation", "new-email", "buddy"}


def queue(session: Session, *, key: str = "k", **changed: str) -> bool:
    return mail.queue_mail(
        session,
        unique_key=key,
        to=changed.pop("to", "samira@example.org"),
        template=changed.pop("template", "sign-in"),
        locale=changed.pop("locale", "nl"),
        context=WORDS | changed,
        now=NOW,
    )


def rows(session: Session) -> list[OutgoingMail]:
    return list(session.execute(select(OutgoingMail).order_by(OutgoingMail.id)).scalars())


def test_there_are_mails_for_all_six_occasions() -> None:
    assert set(TEMPLATES) == WITH_LINK | {"email-changed", "password-changed"}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_every_mail_is_complete_in_every_language(template: str, locale: str) -> None:
    subject, body = mail.render_mail(template, locale=locale, context=WORDS)
    assert 10 < len(subject) < 80
    assert "Samira Haddou" in body
    assert "hulp@example.org" in body
    assert (LINK in body) == (template in WITH_LINK)
    assert not any(mark in subject + body for mark in ("{{", "}}", "{%", "  ", "!"))
    assert body.endswith("\n")


@pytest.mark.parametrize("template", TEMPLATES)
def test_dutch_and_english_differ_and_an_unknown_language_gets_dutch(template: str) -> None:
    dutch, english, other = (
        mail.render_mail(template, locale=locale, context=WORDS) for locale in ("nl", "en", "xx")
    )
    assert dutch[0] != english[0]
    assert dutch[1].startswith("Dag Samira")
    assert english[1].startswith("Hello Samira")
    assert other == dutch


@pytest.mark.parametrize(
    ("template", "locale", "words"),
    [
        ("sign-in", "nl", "één keer en is 30 minuten"),
        ("sign-in", "en", "once and is valid for 30 minutes"),
        ("reset", "nl", "30 minuten"),
        ("new-email", "en", "2 hours"),
        ("invitation", "nl", "Lindekroon Wonen nodigt je uit"),
        ("invitation", "en", "7 days"),
        ("buddy", "nl", "na twee weken"),
        ("buddy", "en", "after two weeks"),
    ],
)
def test_a_link_says_how_long_it_works(template: str, locale: str, words: str) -> None:
    assert words in mail.render_mail(template, locale=locale, context=WORDS)[1]


def test_a_missing_word_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(jinja2.UndefinedError):
        mail.render_mail("sign-in", locale="nl", context={"name": "Samira"})


HOSTILE = [
    "Jan\r\nBcc: all@example.org",
    "Jan\nSubject: other\n\nA body",
    "Jan\rX: y",
    "Jan\x0bX: y",
    "Jan\x85X: y",
    "Jan\u2028X: y\u2029Z: z",
    "\x00Jan\x1b[31m",
]


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", HOSTILE)
def test_line_breaks_in_names_become_neither_headers_nor_lines(template: str, name: str) -> None:
    plain = mail.render_mail(template, locale="nl", context=WORDS)
    words = WORDS | {"name": name, "brand": name, "organisation": name, "writer": name}
    subject, body = mail.render_mail(template, locale="nl", context=words)
    assert len(subject.splitlines()) == 1
    assert len(body.splitlines()) == len(plain[1].splitlines())
    message = build_message(sender="a@example.org", to="b@example.org", subject=subject, body=body)
    assert sorted(message.keys()) == sorted(
        [
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Type",
            "Content-Transfer-Encoding", "MIME-Version",
        ]
    )  # fmt: skip


@given(st.text(max_size=60))
def test_no_text_survives_as_more_than_one_line(text: str) -> None:
    line = mail.one_line(text)
    assert len(line.splitlines()) <= 1
    assert mail.one_line(line) == line


@pytest.mark.parametrize("field", ["sender", "to", "subject"])
def test_a_message_with_a_line_break_in_a_header_cannot_be_built(field: str) -> None:
    values = {"sender": "a@example.org", "to": "b@example.org", "subject": "S", "body": "B"}
    with pytest.raises(ValueError, match=r"[Hh]eader|newline|linefeed"):
        build_message(**(values | {field: "x@example.org\r\nBcc: all@example.org"}))


def test_the_row_of_a_hostile_name_and_address_holds_single_lines(session: Session) -> None:
    queue(session, to="jan@example.org\r\nBcc: all@example.org", brand="N\r\nBcc: a@b.nl")
    [row] = rows(session)
    assert "\n" not in row.to_address + row.subject
    assert "\r" not in row.to_address + row.subject


def test_a_subject_fits_its_column_however_long_the_brand(session: Session) -> None:
    queue(session, brand="Lang " * 100)
    [row] = rows(session)
    assert len(row.subject) == mail.LONGEST_SUBJECT


def test_the_same_key_twice_is_one_mail(session: Session) -> None:
    assert [queue(session, key="a"), queue(session, key="a"), queue(session, key="b")] == [
        True,
        False,
        True,
    ]
    assert [row.unique_key for row in rows(session)] == ["a", "b"]


def test_the_first_text_of_a_key_stays(session: Session) -> None:
    queue(session, key="a", name="Eerste")
    queue(session, key="a", name="Tweede")
    [row] = rows(session)
    assert "Eerste" in row.body


def test_a_mail_of_an_act_that_is_undone_never_was(session: Session) -> None:
    with pytest.raises(RuntimeError), session.begin_nested():
        queue(session)
        raise RuntimeError
    assert rows(session) == []


def test_a_queued_mail_is_due_at_once_and_untried(session: Session) -> None:
    queue(session)
    [row] = rows(session)
    assert (row.state, row.tries, row.not_before, row.sent_at) == ("queued", 0, NOW, None)


def test_the_text_of_a_mail_is_not_in_what_is_printed_of_the_row(session: Session) -> None:
    queue(session)
    assert LINK not in repr(rows(session)[0])

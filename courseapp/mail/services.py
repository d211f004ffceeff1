"""Queue a mail in the transaction that causes it; it leaves after the commit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from courseapp.mail.models import OutgoingMail

LOCALES = ("nl", "en")
LONGEST_SUBJECT = 200
QUEUED = "mail-queued"
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_templates = jinja2.Environment(  # plain text, never HTML # nosec B701
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=False,
)


def render_mail(template: str, *, locale: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a template: its first line, and what follows; nl for unknown locales."""
    language = locale if locale in LOCALES else LOCALES[0]
    plain = {k: one_line(v) if isinstance(v, str) else v for k, v in context.items()}
    text = _templates.get_template(f"mail/{template}.{language}.txt").render(plain)
    subject, _, body = text.partition("\n")
    return one_line(subject)[:LONGEST_SUBJECT], body.strip() + "\n"


def one_line(text: str) -> str:
    """Text without line breaks and control characters: it cannot become a header."""
    return UNPRINTABLE.sub(" ", text).strip()


def queue_mail(
    session: Session,
    *,
    unique_key: str,
    to: str,
    template: str,
    locale: str,
    context: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Put one mail into the outbox; False when `unique_key` (80 characters) is there already."""
    subject, body = render_mail(template, locale=locale, context=context)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    values = {
        "unique_key": unique_key,
        "to_address": one_line(to),
        "subject": subject,
        "body": body,
        "state": "queued",
        "tries": 0,
        "not_before": now,
        "created_at": now,
        "last_error": "",
    }
    row = dialect.insert(OutgoingMail).values(values).on_conflict_do_nothing()
    queued = session.execute(row.returning(OutgoingMail.id)).first() is not None
    session.info[QUEUED] = True
    return queued

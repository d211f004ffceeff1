"""How the fields of private writing reach the server, from a form or from the save queue."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from flask_babel import gettext as _

from courseapp.reflections.services import Stamp, TextTooLong

MAX_ONTO = 10
"""Of how many earlier pages a save may show the unsent text; the latest stand last."""


def read_stamp(fields: Mapping[str, object]) -> Stamp:
    """Where a save comes from; numbers that cannot be read count as 0, so that nothing is lost."""
    return Stamp(
        tab=str(fields.get("tab", ""))[:36],
        sequence=_whole(fields.get("sequence")),
        base=_whole(fields.get("base")),
        onto=tuple(str(fields.get("onto", "")).split()[-MAX_ONTO:]),
    )


def _whole(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def read_autosave(body: object) -> Mapping[str, str]:
    """The form's fields in an autosave's JSON; ValueError for anything of another shape."""
    fields = body.get("fields") if isinstance(body, dict) else None
    if not isinstance(fields, dict) or not all(isinstance(v, str) for v in fields.values()):
        raise ValueError("no fields")
    return fields


def clean_text(text: str) -> str:
    """Text as typed, with plain line ends; PostgreSQL takes no NUL."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def fresh_stamp(base: int) -> Stamp:
    """The stamp of a page that is opened now."""
    return Stamp(tab=str(uuid4()), sequence=base + 1, base=base)


def too_long(problem: TextTooLong) -> str:
    """What to do about a text that is too long."""
    return str(
        _("Deze tekst is te lang. Maak er hooguit %(limit)s tekens van.", limit=problem.limit)
    )

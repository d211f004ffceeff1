"""Names compared the way people look for them: without case and accents, alike on both engines."""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

SQLITE_NAME = "courseapp_fold"
OTHERS = {"ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ı": "i", "ß": "s"}
"""Letters that Unicode does not take apart."""


def _letters() -> dict[str, str]:
    """Every accented letter of Latin-1 and Latin Extended-A with its plain lower-case one."""
    found = {}
    for letter in map(chr, range(0xC0, 0x180)):
        plain = unicodedata.normalize("NFD", letter)[0].lower()
        if plain != letter and plain.isascii():
            found[letter] = plain
    return found | OTHERS


LETTERS = _letters()
_TABLE = str.maketrans(LETTERS)


def fold(text: str | None) -> str | None:
    """A name without case and accents: "Şeyma Kaya" is "seyma kaya"."""
    if text is None:
        return None
    return (text if text.isascii() else text.translate(_TABLE)).lower()


class Folded(GenericFunction[str]):
    """`fold`, in the database; sorts by plain letters whatever the database's collation."""

    type = String()
    inherit_cache = True
    name = SQLITE_NAME


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: Any, **options: Any) -> str:
    inner = compiler.process(element.clauses, **options)
    letters, plain = "".join(LETTERS), "".join(LETTERS.values())
    # translate looks through all letters for each letter: four times the time of the whole sort
    folded = (
        f"CASE WHEN octet_length({inner}) = char_length({inner}) THEN lower({inner}) "
        f"ELSE lower(translate({inner}, '{letters}', '{plain}')) END"
    )
    return f'({folded}) COLLATE "C"'

"""Ids: short, readable names for courses, modules, steps and blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

MAX_ID = 60
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NOT_ID = re.compile(r"[^a-z0-9]+")
_NUMBER_PREFIX = re.compile(r"[0-9]+[-_. ]+")
_SMALL = {
    *("de", "het", "een", "en", "of", "in", "op", "van", "je", "is", "dat", "die", "wat", "welke"),
    *("the", "a", "an", "and", "or", "of", "in", "on", "to", "is", "that", "what", "which", "you"),
}


def is_id(text: str) -> bool:
    """Whether `text` is lower-case letters, digits and single hyphens, at most 60 of them."""
    return len(text) <= MAX_ID and bool(_ID.match(text))


def slug(text: str, *, fallback: str = "deel") -> str:
    """`text` as an id: accents dropped, words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text[:300]).encode("ascii", "ignore").decode().lower()
    return _NOT_ID.sub("-", plain).strip("-")[:MAX_ID].rstrip("-") or fallback


def id_of_file(name: str) -> str:
    """The id that a file or folder name suggests: without number, ending and language."""
    return slug(_NUMBER_PREFIX.sub("", name.split(".")[0]) or name, fallback="stap")


def short_id(text: str, *, fallback: str, taken: Container[str] = ()) -> str:
    """At most four telling words of `text`, made free with a number where needed."""
    words = slug(text, fallback=fallback).split("-")
    telling = [word for word in words if word not in _SMALL and len(word) > 1] or words
    return free_id("-".join(telling[:4])[:40].strip("-"), taken)


def free_id(base: str, taken: Container[str]) -> str:
    """`base`, or `base-2`, `base-3` … when it is taken."""
    ident, number = base, 2
    while ident in taken:
        ident, number = f"{base}-{number}", number + 1
    return ident

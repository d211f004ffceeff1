"""Readers of front matter and attribute values: a string arrives, a typed value leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Reader = Callable[[Any], Any]
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}\Z")
_YES = {"yes": True, "ja": True, "true": True, "no": False, "nee": False, "false": False}


class WrongValue(ValueError):
    """A value does not fit its field; `nl` and `en` complete the sentence "Write …"."""

    def __init__(self, nl: str, en: str) -> None:
        super().__init__(en)
        self.nl = nl
        self.en = en


def text(value: Any) -> str:
    """One line of text."""
    if not isinstance(value, str):
        raise WrongValue("gewone tekst", "plain text")
    return " ".join(value.split())


def yes_no(value: Any) -> bool:
    """`yes` or `no` (also ja, nee, true, false)."""
    if not isinstance(value, str) or value.casefold() not in _YES:
        raise WrongValue("yes of no", "yes or no")
    return _YES[value.casefold()]


def whole(low: int, high: int) -> Callable[[Any], int]:
    """A reader of whole numbers from `low` to `high`, both included."""

    def read(value: Any) -> int:
        if isinstance(value, str) and _NUMBER.match(value) and low <= int(value) <= high:
            return int(value)
        raise WrongValue(
            f"een heel getal van {low} tot en met {high}", f"a whole number from {low} to {high}"
        )

    return read


def choice(*options: str) -> Callable[[Any], str]:
    """A reader of one of `options`."""

    def read(value: Any) -> str:
        if isinstance(value, str) and value in options:
            return value
        raise WrongValue("een van: " + ", ".join(options), "one of: " + ", ".join(options))

    return read


def words(value: Any) -> tuple[str, ...]:
    """A list `[a, b]`, or one word, or words between commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item.strip() for item in value if item.strip())
    raise WrongValue("een lijst zoals [een, twee]", "a list such as [one, two]")


def texts_by_id(value: Any) -> Mapping[str, str]:
    """Lines `id: text` under the field."""
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return {key: text(item) for key, item in value.items()}
    if value == "":
        return {}
    raise WrongValue("regels met id: tekst", "lines with id: text")


def text_by_locale(value: Any) -> str | Mapping[str, str]:
    """One line of text for all languages, or lines `nl: text` and `en: text`."""
    return texts_by_id(value) if isinstance(value, dict) else text(value)

"""Two languages everywhere: every text of the interface has its English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "courseapp"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/templates/**.txt", "jinja2"),
]
OPTIONS = {
    pattern: {"trimmed": "true", "extensions": "jinja2.ext.i18n", "silent": "false"}
    for pattern, _ in METHODS[1:]
}


def extracted() -> dict[str | tuple[str, ...], str]:
    """Every text in the code and the templates, with a place where it stands."""
    found = {}
    for name, line, message, _comments, _context in extract_from_dir(
        PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    ):
        key = tuple(message) if isinstance(message, tuple | list) else message
        found.setdefault(key, f"{name}:{line}")
    return found


def english() -> Catalog:
    """All English texts together; two files that disagree are a mistake."""
    merged = Catalog(locale="en")
    for path in sorted(PACKAGE.glob("*/translations/en*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                known = merged.get(message.id) if message.id else None
                assert known is None or known.string == message.string, (
                    f"{path}: {message.id!r} says two things"
                )
                if message.id:
                    merged[message.id] = message
    return merged


def test_every_text_has_an_english_translation() -> None:
    translations = english()
    missing = [
        f"{place}: {key!r}"
        for key, place in extracted().items()
        if not (entry := translations.get(key[0] if isinstance(key, tuple) else key))
        or not (all(entry.string) if isinstance(entry.string, tuple) else entry.string)
    ]
    assert missing == []


def test_translations_keep_the_placeholders() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)[sd]|\{(\w*)\}", text)) - {("", "")}

    wrong = []
    for message in english():
        if not message.id:
            continue
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        targets = message.string if isinstance(message.string, tuple) else (message.string,)
        if {n for s in sources for n in names(s)} != {n for t in targets for n in names(t)}:
            wrong.append(message.id)
    assert wrong == []


@pytest.mark.parametrize("banned", ["helaas", "oeps", "succesvol", "!"])
def test_the_dutch_texts_keep_to_the_house_voice(banned: str) -> None:
    texts = [t for key in extracted() for t in (key if isinstance(key, tuple) else (key,))]
    assert [t for t in texts if banned in t.lower()] == []

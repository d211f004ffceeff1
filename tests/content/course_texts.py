"""The words of a course as its readers see them, and a spelling check of them by hunspell."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from courseapp.catalog.domain.assembly import Checked
from courseapp.catalog.domain.compiled import CompiledCourse
from courseapp.catalog.domain.folder import read_course_folder
from courseapp.kinds import COURSE_KINDS

CONTENT = Path(__file__).parents[2] / "content"
COURSES = sorted(path.name for path in CONTENT.iterdir() if path.is_dir())
LOCALES = ("nl", "en")
DICTIONARIES = {"nl": "nl_NL", "en": "en_GB"}
WORDS = Path(__file__).parent / "words"

_TEXT_KEYS = re.compile(
    r"(?:html|text|title|label|labels|caption|setting|customer|channel|unit|done|hint|name)$"
)
HINTS = {"acknowledgement", "ownership", "concrete", "option", "moment", "ending"}
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\w+\.(?:md|yml|svg)\b")


@functools.cache
def checked(course: str) -> Checked:
    """A course of the repository, checked and compiled."""
    return COURSE_KINDS.check(read_course_folder(CONTENT / course))


def compiled(course: str) -> CompiledCourse:
    """The compiled course; fails with its findings when there is none."""
    found = checked(course)
    assert found.course is not None, found.findings
    return found.course


def readable_texts(course: str, locale: str) -> Iterator[tuple[str, str]]:
    """Every text that a reader of `locale` may see, with the step or module where it stands."""
    book = compiled(course)
    yield course, book.text(locale).description_html
    for module in book.modules:
        text = module.text(locale)
        yield module.id, f"{text.title}. {text.subtitle}. {text.summary}"
        for objective in module.objectives:
            yield module.id, objective.texts.get(locale, "")
    for step in book.steps():
        yield step.id, step.text(locale).title
        for piece in _strings(dict(step.text(locale).data)):
            yield step.id, piece
        for part in step.text(locale).parts:
            for piece in _strings(dict(part.data)):
                yield step.id, piece
    for item, key in checked(course).keys[locale].items():
        for piece in _strings(dict(key)):
            yield item, piece


def _strings(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, str):
        if _TEXT_KEYS.search(key):
            yield value
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            # options of a question hold their feedback by option id
            if not (name == "hint" and inner in HINTS):
                yield from _strings(inner, name if not key.endswith("feedback") else "html")
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _strings(inner, key)


class _Reader(HTMLParser):
    """Collects text, leaving out titles of works, phrases in another language and code."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped or tag in ("cite", "code") or "lang" in dict(attrs):
            self._skipped.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipped:
            while self._skipped.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.words.append(data)


def plain(markup: str) -> str:
    """Text without markup, foreign phrases, code and addresses."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return _ADDRESS.sub(" ", " ".join(reader.words)).replace("’", "'").replace("\xad", "")


def misspelt(texts: Sequence[tuple[str, str]], locale: str) -> dict[str, str]:
    """Words that neither the dictionary nor the project's list knows, with where one stands."""
    words: dict[str, str] = {}
    for place, markup in texts:
        for word in re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", plain(markup)):
            words.setdefault(word, place)
    run = subprocess.run(
        ["hunspell", "-d", DICTIONARIES[locale], "-i", "UTF-8", "-l"],
        input="\n".join(words), capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    known = {
        word for name in (locale, "names") for word in (WORDS / f"{name}.txt").read_text().split()
    }
    unknown = set(run.stdout.split()) - known
    return {
        word: place for word, place in words.items() if word not in known and _parts(word) & unknown
    }


def _parts(word: str) -> set[str]:
    """What hunspell may name of a word: itself, or the pieces around its hyphens."""
    return {word, *word.split("-")}

"""Rendering a page: binds the Markdown engine to one file's media, links, notes and findings."""

from __future__ import annotations

import copy
import html
import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from courseapp.catalog.domain.fences import CodeFences
from courseapp.catalog.domain.protocol import Line, Report

MAX_FIELD_CHARACTERS = 100_000
MAX_SLOW = 3
_HEADING = re.compile(r"(#{1,6})(?!#)")
_UNDERLINED = re.compile(r"(=+|-+)[ \t]*\Z")


class RenderRefused(Exception):
    """The engine gave up on a text; `code` is the finding to report."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading as rendered: `level` 2 to 6, `id` as used on the page."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What the engine made of one text; `notes` maps new labels to their numbers."""

    html: str
    headings: tuple[Heading, ...] = ()
    notes: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[tuple[str, str], ...] = ()


class Engine(Protocol):
    """Markdown to sanitised HTML in bounded time; raises `RenderRefused`."""

    def convert(self, request: Mapping[str, Any]) -> Rendered: ...

    def sanitise(self, html: str) -> str: ...


@dataclass(kw_only=True)
class Patience:
    """Counts slow texts in one run, so that a hostile course ends after a few time limits."""

    slow: int = 0

    def is_over(self) -> bool:
        """Whether the run may not wait for another slow text."""
        return self.slow >= MAX_SLOW


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a page may refer to: media addresses, step addresses and notes, by name."""

    media: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


class PageRender:
    """The `Render` of one file; numbers its notes and collects its headings in reading order."""

    def __init__(
        self,
        engine: Engine,
        *,
        path: str,
        locale: str,
        around: Surroundings,
        report: Report,
        patience: Patience,
    ) -> None:
        self._engine = engine
        self._base = posixpath.dirname(path)
        self._locale = locale
        self._around = around
        self._report = report
        self._patience = patience
        self.shift = 0
        self.numbers: dict[str, int] = {}
        self.cited: list[str] = []
        self._is_apart = False
        self.headings: list[Heading] = []
        self.used_media: set[str] = set()

    def block(self, lines: Sequence[Line]) -> str:
        """Block-level HTML; headings count for the table of contents."""
        rendered = self._convert(lines, inline=False)
        self.headings.extend(rendered.headings)
        return rendered.html

    def inline(self, text: str, *, line: int) -> str:
        """Inline HTML of one line."""
        return self._convert([Line(number=line, text=text)], inline=True).html

    def image(self, src: str, *, alt: str, line: int) -> str:
        """An image of the course; a missing file is reported."""
        address = self._find_media(src)
        if address is None:
            remote = "//" in src[:12] or src.lower().startswith("data:")
            self._report("image-remote" if remote else "media-missing", line=line, target=src)
            return ""
        return f'<img src="{html.escape(address)}" alt="{html.escape(alt)}" loading="lazy">'

    def apart(self) -> PageRender:
        """The same page, but no text refers to the note of another one."""
        other = copy.copy(self)
        other._is_apart = True
        return other

    def sanitise(self, markup: str) -> str:
        """Markup that was put together from rendered pieces, sanitised once more as a whole."""
        try:
            return self._engine.sanitise(markup)
        except RenderRefused as refused:
            self._report(refused.code, line=1, limit=MAX_FIELD_CHARACTERS)
            return ""

    def _find_media(self, src: str) -> str | None:
        for name in (posixpath.join(self._base, src), src):
            if found := self._around.media.get(posixpath.normpath(name)):
                self.used_media.add(found)
                return found
        return None

    def _convert(self, lines: Sequence[Line], *, inline: bool) -> Rendered:
        text = "\n".join(line.text for line in lines)
        if not text.strip():
            return Rendered(html="")
        first = next(line.number for line in lines if line.text.strip())
        if len(text) > MAX_FIELD_CHARACTERS:
            self._report("markdown-too-large", line=first, limit=MAX_FIELD_CHARACTERS)
            return Rendered(html="")
        if self._patience.is_over():
            self._report("markdown-too-slow", line=first)
            return Rendered(html="")
        try:
            rendered = self._engine.convert(self._request(text, inline=inline))
        except RenderRefused as refused:
            self._patience.slow += refused.code == "markdown-too-slow"
            self._report(refused.code, line=first, limit=MAX_FIELD_CHARACTERS)
            return Rendered(html="")
        if not self._is_apart:
            self.numbers.update(rendered.notes)
        self.cited.extend(rendered.notes)
        self.used_media.update(re.findall(r'src="([^"]+)"', rendered.html))
        for code, target in rendered.problems:
            line, column = locate(target, lines)
            self._report(code, line=line, column=column, target=target)
        return rendered

    def _request(self, text: str, *, inline: bool) -> Mapping[str, Any]:
        around = self._around
        notes = {k: v for k, v in around.notes.items() if k in text} if "[" in text else {}
        return {
            "do": "convert",
            "text": text,
            "inline": inline,
            "locale": self._locale,
            "shift": self.shift,
            "base": self._base,
            "media": around.media if "!" in text else {},
            "steps": around.steps if ".md" in text else {},
            "notes": notes,
            "known": self.numbers if notes and not self._is_apart else {},
            "given": len(self.cited) if notes else 0,
            "ids": [heading.id for heading in self.headings] if not inline else [],
        }


def locate(target: str, lines: Sequence[Line]) -> tuple[int, int]:
    """Line and column where `target` stands, else the start of `lines`."""
    for line in lines:
        column = line.text.find(target) if target else -1
        if column >= 0:
            return line.number, column + 1
    return lines[0].number, 1


def heading_levels(lines: Iterable[Line]) -> list[tuple[int, Line]]:
    """The headings in Markdown lines with their level as written, 1 to 6."""
    found: list[tuple[int, Line]] = []
    code, before = CodeFences(), ""
    for line in lines:
        if code.is_code(line.text):
            before = ""
            continue
        if hashes := _HEADING.match(line.text):
            found.append((len(hashes[1]), line))
            before = ""
        elif before.strip() and (rule := _UNDERLINED.match(line.text)):
            found.append((1 if rule[1][0] == "=" else 2, line))
            before = ""
        else:
            before = "" if line.text.startswith((" ", "\t", ">", "-", "*", "|")) else line.text
    return found

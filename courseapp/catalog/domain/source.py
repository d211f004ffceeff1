"""The lossless source model: a file's bytes, split into front matter, prose and fenced blocks."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from courseapp.catalog.domain.fences import scan
from courseapp.catalog.domain.protocol import Line, Report

MAX_TEXT_BYTES = 1_000_000
MAX_LINE_CHARACTERS = 20_000
_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, kw_only=True)
class RawLine:
    """One line as it stands in the file; `end` is its line end ("" at the end of the file)."""

    text: str
    end: str


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A run of lines: `kind` is "front", "prose" or "block"; `first` is its line number."""

    kind: str
    first: int
    lines: tuple[RawLine, ...]


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """A file split in segments that together hold every byte; bad bytes are kept as surrogates."""

    path: str
    bom: bool
    front_unclosed: bool
    segments: tuple[Segment, ...]

    def front(self) -> tuple[Line, ...] | None:
        """The lines between the `---` fences, or None without front matter."""
        if not self.segments or self.segments[0].kind != "front":
            return None
        inside = self.segments[0].lines[1:-1]
        return tuple(Line(number=i, text=line.text) for i, line in enumerate(inside, start=2))

    def body(self) -> tuple[Line, ...]:
        """All lines below the front matter."""
        return tuple(
            Line(number=number, text=line.text)
            for segment in self.segments
            if segment.kind != "front"
            for number, line in enumerate(segment.lines, start=segment.first)
        )


def parse(path: str, data: bytes) -> SourceFile:
    """Split `data`; any bytes can be parsed and `write` gives the same bytes back."""
    text = data.decode("utf-8", "surrogateescape")
    bom = text.startswith(_BOM)
    lines = [_raw(found) for found in _LINE.findall(text[1:] if bom else text)]
    front, unclosed = _front_end(lines)
    segments = [Segment(kind="front", first=1, lines=tuple(lines[:front]))] if front else []
    for span in scan([line.text for line in lines[front:]]):
        kind = "block" if span.is_block else "prose"
        inside = tuple(lines[front + span.start : front + span.stop])
        segments.append(Segment(kind=kind, first=front + span.start + 1, lines=inside))
    return SourceFile(path=path, bom=bom, front_unclosed=unclosed, segments=tuple(segments))


def write(source: SourceFile) -> bytes:
    """The bytes of `source`, the inverse of `parse`."""
    text = "".join(line.text + line.end for s in source.segments for line in s.lines)
    return ((_BOM if source.bom else "") + text).encode("utf-8", "surrogateescape")


def report_bytes(source: SourceFile, report: Report) -> bool:
    """Report bad bytes, NUL and endless lines; True when the text can be read on."""
    readable = True
    if source.bom:
        report("byte-order-mark", line=1)
    for segment in source.segments:
        for number, line in enumerate(segment.lines, start=segment.first):
            readable &= _is_readable(line.text, number, report)
    return readable


def _is_readable(text: str, number: int, report: Report) -> bool:
    if text.isascii() and "\x00" not in text and len(text) <= MAX_LINE_CHARACTERS:
        return True
    if len(text) > MAX_LINE_CHARACTERS:
        report("line-too-long", line=number, size=len(text), limit=MAX_LINE_CHARACTERS)
        return False
    bad = next((i for i, char in enumerate(text) if "\udc80" <= char <= "\udcff"), None)
    if bad is not None:
        report("file-not-utf8", line=number, column=bad + 1)
    if "\x00" in text:
        report("file-nul", line=number, column=text.index("\x00") + 1)
    return bad is None and "\x00" not in text


def _raw(found: str) -> RawLine:
    text = found.rstrip("\r\n")
    return RawLine(text=text, end=found[len(text) :])


def _front_end(lines: list[RawLine]) -> tuple[int, bool]:
    """How many lines the front matter takes, and whether an opening fence was never closed."""
    if not lines or lines[0].text.rstrip() != "---":
        return 0, False
    for index, line in enumerate(lines[1:], start=1):
        if line.text.rstrip() == "---":
            return index + 1, False
    return 0, True


def content_hash(files: Mapping[str, bytes]) -> str:
    """The SHA-256 of all paths and bytes, in order of path: the name of a revision."""
    digest = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode("utf-8", "surrogateescape"), files[path]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()

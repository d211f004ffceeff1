"""One Markdown file, read: its front matter, its body and the notes that it defines."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from courseapp.catalog.domain import schema, source
from courseapp.catalog.domain.fences import CodeFences
from courseapp.catalog.domain.findings import HeldReport, suggest
from courseapp.catalog.domain.frontmatter import UNREADABLE, FrontMatter, read_front
from courseapp.catalog.domain.protocol import Line, Report

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)\Z")
_FINGERPRINT = 4
REMEMBERED_FILES, REMEMBERED_BYTES = 400, 30_000
UNTRANSLATED = {
    "id",
    "kind",
    "minutes",
    "required",
    "source_hash",
    "completion",
    "language",
    "confidence",
}
"""Front matter that is the same in every language."""

COURSE_FIELDS: Mapping[str, schema.Reader] = {
    "id": schema.text,
    "title": schema.text,
    "summary": schema.text,
    "audience": schema.text,
    "completion": schema.choice("all-required"),
    "language": schema.choice("nl", "en"),
    "confidence": schema.choice("on", "off"),
    "source_hash": schema.text,
}
MODULE_FIELDS: Mapping[str, schema.Reader] = {
    "id": schema.text,
    "title": schema.text,
    "subtitle": schema.text,
    "summary": schema.text,
    "objectives": schema.texts_by_id,
    "source_hash": schema.text,
}
STEP_FIELDS: Mapping[str, schema.Reader] = {
    "id": schema.text,
    "title": schema.text,
    "kind": schema.text,
    "minutes": schema.whole(1, 600),
    "required": schema.yes_no,
    "objectives": schema.words,
    "source_hash": schema.text,
}


@dataclass(frozen=True, kw_only=True)
class Note:
    """A footnote's definition: where it stands and its Markdown."""

    line: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file that could be read; `body` is without the definitions of notes."""

    path: str
    front: FrontMatter
    body: tuple[Line, ...]
    notes: Mapping[str, Note] = field(default_factory=dict)

    def line_of(self, name: str) -> int:
        """The line of a front matter field, else the first line."""
        return self.front.lines.get(name, 1)

    def is_empty(self) -> bool:
        """Whether there is no text at all below the front matter."""
        return not any(line.text.strip() for line in self.body)


def read_document(path: str, data: bytes, report: Report) -> Document | None:
    """The document in `data`, None when its bytes cannot be read as text."""
    if len(data) > source.MAX_TEXT_BYTES:
        limit = source.MAX_TEXT_BYTES // 1000
        report("file-too-large", line=1, size=len(data) // 1000, limit=limit)
        return None
    if len(data) > REMEMBERED_BYTES:
        return _read(path, data, report)
    document, held = _remembered(path, data)
    held.tell(report)
    return document


@lru_cache(maxsize=REMEMBERED_FILES)
def _remembered(path: str, data: bytes) -> tuple[Document | None, HeldReport]:
    """A file as it was read before: who edits one file has the others read with every look."""
    held = HeldReport()
    return _read(path, data, held), held


def _read(path: str, data: bytes, report: Report) -> Document | None:
    parsed = source.parse(path, data)
    if not source.report_bytes(parsed, report):
        return None
    front = read_front(parsed.front() or (), report)
    if parsed.front_unclosed:
        report("front-unclosed", line=1)
        front = UNREADABLE
    body, notes = split_notes(parsed.body(), report)
    return Document(path=path, front=front, body=body, notes=notes)


def split_notes(
    lines: Sequence[Line], report: Report
) -> tuple[tuple[Line, ...], Mapping[str, Note]]:
    """Take the definitions `[^x]: text` (and their indented lines) out of `lines`."""
    kept: list[Line] = []
    notes: dict[str, Note] = {}
    code, current = CodeFences(), ""
    for line in lines:
        found = None if code.is_code(line.text) else _DEFINITION.match(line.text)
        if found:
            current = found[1]
            if current in notes:
                report("footnote-duplicate", line=line.number, target=current)
            notes[current] = Note(line=line.number, text=found[2])
        elif current and line.text.startswith(("  ", "\t")) and line.text.strip():
            before = notes[current]
            notes[current] = Note(line=before.line, text=f"{before.text} {line.text.strip()}")
        else:
            current = ""
            kept.append(line)
    return tuple(kept), notes


def read_fields(
    front: FrontMatter, readers: Mapping[str, Callable[[Any], Any]], *, kind: str, report: Report
) -> Mapping[str, Any]:
    """The typed values of the known fields; unknown and unfitting ones are reported."""
    values: dict[str, Any] = {}
    wanted: dict[str, Any]
    for name, raw in front.values.items():
        line = front.lines.get(name, 1)
        if name not in readers:
            hint = suggest(name, readers)
            report("front-unknown-field", line=line, field=name, kind=kind, suggestion=hint)
            continue
        try:
            values[name] = readers[name](raw)
        except schema.WrongValue as wrong:
            wanted = {"expected_nl": wrong.nl, "expected_en": wrong.en}
            report("front-wrong-value", line=line, field=name, value=raw, **wanted)
        except ValueError:
            wanted = {"expected_nl": "een heel getal", "expected_en": "a whole number"}
            report("front-wrong-value", line=line, field=name, value=raw, **wanted)
    return values


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A piece of translatable text with the line where it starts."""

    line: int
    text: str

    def fingerprint(self) -> str:
        """Four hexadecimal digits that change when the words do, not when lines are rewrapped."""
        words = " ".join(self.text.split())
        return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()[:_FINGERPRINT]


def paragraphs(document: Document, *, fields: Sequence[str]) -> list[Paragraph]:
    """The front matter `fields`, the body by blank lines, and the notes."""
    found = []
    for name in sorted(set(fields) - UNTRANSLATED):
        value = document.front.values.get(name, "")
        for key, text in value.items() if isinstance(value, dict) else [("", value)]:
            line = document.front.lines.get(f"{name}.{key}" if key else name, 1)
            found.append(Paragraph(line=line, text=f"{name} {key} {text}"))
    current: list[Line] = []
    for item in [*document.body, Line(number=0, text="")]:
        if item.text.strip():
            current.append(item)
        elif current:
            text = "\n".join(line.text for line in current)
            found.append(Paragraph(line=current[0].number, text=text))
            current = []
    notes = document.notes.items()
    return found + [Paragraph(line=note.line, text=f"{k} {note.text}") for k, note in notes]


def source_hash(document: Document, *, fields: Sequence[str]) -> str:
    """What a translation remembers of its source: the fingerprints of all paragraphs."""
    return "".join(p.fingerprint() for p in paragraphs(document, fields=fields))


def changed_paragraphs(
    document: Document, *, fields: Sequence[str], remembered: str
) -> list[Paragraph]:
    """The paragraphs of the source that `remembered` does not hold; where one went, the next."""
    now = paragraphs(document, fields=fields)
    prints = [paragraph.fingerprint() for paragraph in now]
    size = _FINGERPRINT
    before = [remembered[i : i + size] for i in range(0, len(remembered), size)]
    if prints == before:
        return []
    known = set(before)
    changed = [p for p, mark in zip(now, prints, strict=True) if mark not in known]
    if changed or not now:
        return changed
    same = next((i for i, (a, b) in enumerate(zip(prints, before, strict=False)) if a != b), -1)
    return [now[same]]

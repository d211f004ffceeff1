"""What `check --fix` writes: missing ids and the hashes that translations remember."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace

from courseapp.catalog.domain import source
from courseapp.catalog.domain.documents import Document, read_document, source_hash
from courseapp.catalog.domain.fences import split_blocks, with_id
from courseapp.catalog.domain.findings import FileReport
from courseapp.catalog.domain.identities import needs_id, proposed_id
from courseapp.catalog.domain.ids import free_id, id_of_file
from courseapp.catalog.domain.layout import Layout, Text, read_layout
from courseapp.catalog.domain.protocol import Block
from courseapp.catalog.domain.source import RawLine, Segment, SourceFile


def fix(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that change, with their new bytes; all other bytes stay what they were."""
    return _Fixer(files).fix()


class _Fixer:
    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)
        self._before = files
        self._ids: set[str] = set()
        self._block_ids: set[str] = set()

    def fix(self) -> dict[str, bytes]:
        layout = read_layout(self._files)
        texts = list(layout.texts())
        for text in texts:
            self._collect(text.path)
        for text in texts:
            self._add_id(text, layout)
            self._add_block_ids(text.path, {})
        for text in texts:
            self._finish_translations(text)
        return {path: data for path, data in self._files.items() if data != self._before[path]}

    def _read(self, path: str) -> Document | None:
        """The document, None when its front matter cannot be read."""
        report = FileReport(path)
        document = read_document(path, self._files[path], report)
        unreadable = any(f.is_error and f.code.startswith("front-") for f in report.findings)
        return None if unreadable else document

    def _blocks(self, path: str) -> tuple[Block, ...]:
        document = self._read(path)
        if document is None:
            return ()
        pieces = split_blocks(document.body, locale="nl", report=FileReport(path))
        return tuple(b for b in pieces if isinstance(b, Block) and needs_id(b, None))

    def _collect(self, path: str) -> None:
        document = self._read(path)
        if document is not None:
            self._ids.add(str(document.front.values.get("id", "")))
        self._block_ids.update(block.id for block in self._blocks(path))

    def _add_id(self, text: Text, layout: Layout) -> None:
        document = self._read(text.path)
        if document is None or document.front.values.get("id"):
            return
        name = posixpath.basename(text.path)
        if any(module.text is text for module in layout.modules):
            name = text.path.split("/")[0]
        ident = free_id(id_of_file(name), self._ids)
        self._ids.add(ident)
        self._write(_with_field(self._parse(text.path), f"id: {ident}", at_end=False))

    def _add_block_ids(self, path: str, known: Mapping[int, str]) -> None:
        """Write ids on the fences that lack one; `known` gives them by position if it can."""
        wanted: dict[int, str] = {}
        for position, block in enumerate(self._blocks(path)):
            if not block.id:
                ident = known.get(position) or proposed_id(block, self._block_ids)
                self._block_ids.add(ident)
                wanted[block.line] = ident
        if wanted:
            self._write(_with_ids(self._parse(path), wanted))

    def _finish_translations(self, text: Text) -> None:
        sources = self._blocks(text.path)
        document = self._read(text.path)
        for path in text.translations.values():
            blocks = self._blocks(path)
            if [block.name for block in blocks] == [block.name for block in sources]:
                self._add_block_ids(path, {i: b.id for i, b in enumerate(sources)})
            own = self._read(path)
            if own is None or document is None or own.front.values.get("source_hash"):
                continue
            digest = source_hash(document, fields=[*own.front.values, "source_hash"])
            if digest:
                line = f"source_hash: {digest}"
                self._write(_with_field(self._parse(path), line, at_end=True))

    def _parse(self, path: str) -> SourceFile:
        return source.parse(path, self._files[path])

    def _write(self, changed: SourceFile) -> None:
        self._files[changed.path] = source.write(changed)


def _with_field(file: SourceFile, field: str, *, at_end: bool) -> SourceFile:
    """The file with a line in its front matter, which is made when there is none."""
    first = next((line for segment in file.segments for line in segment.lines), None)
    line = RawLine(text=field, end=first.end if first and first.end else "\n")
    fence = RawLine(text="---", end=line.end)
    if file.front() is None:
        front = Segment(kind="front", first=1, lines=(fence, line, fence))
        return replace(file, segments=(front, *file.segments))
    old = file.segments[0].lines
    place = len(old) - 1 if at_end else 1
    lines = (*old[:place], line, *old[place:])
    return replace(file, segments=(replace(file.segments[0], lines=lines), *file.segments[1:]))


def _with_ids(file: SourceFile, wanted: Mapping[int, str]) -> SourceFile:
    """The file with an id on the fences at the line numbers in `wanted`."""
    segments = []
    for segment in file.segments:
        if segment.kind == "block" and segment.first in wanted:
            opener = segment.lines[0]
            text = with_id(opener.text, wanted[segment.first])
            lines = (replace(opener, text=text), *segment.lines[1:])
            segments.append(replace(segment, lines=lines))
        else:
            segments.append(segment)
    return replace(file, segments=tuple(segments))

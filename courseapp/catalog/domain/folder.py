"""Reading a course folder from disk: known files only, no links followed, within limits."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from courseapp.catalog.domain.findings import FileReport, Finding, in_order
from courseapp.catalog.domain.layout import is_ignored
from courseapp.catalog.domain.media import MAX_MEDIA_BYTES, is_media

MAX_FILES = 2000
MAX_DEPTH = 6
MAX_PATH = 250
"""Characters of folder and name together; the database keeps 300."""
MAX_BYTES = 200_000_000
_TEXTS = (".md", ".yml")


class CourseFiles(dict[str, bytes]):
    """The files of a course by relative path, and what was found while reading them."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: tuple[Finding, ...] = ()


def read_course_folder(path: str | os.PathLike[str]) -> CourseFiles:
    """The files under `path`; links, unknown files and excess become findings."""
    return _Reader(Path(path)).read()


class _Reader:
    def __init__(self, root: Path) -> None:
        self._root = root
        self._files = CourseFiles()
        self._findings: list[Finding] = []
        self._bytes = 0

    def read(self) -> CourseFiles:
        if not self._root.is_dir():
            self._report(".", "folder-missing")
        for entry, name in self._entries(self._root, "", 1):
            if len(self._files) >= MAX_FILES:
                self._report(".", "folder-too-many-files", limit=MAX_FILES)
                break
            if self._bytes > MAX_BYTES:
                self._report(".", "folder-too-large", limit=MAX_BYTES // 1_000_000)
                break
            self._read_file(entry, name)
        self._files.findings = in_order(self._findings)
        return self._files

    def _entries(self, folder: Path, prefix: str, depth: int) -> Iterator[tuple[Path, str]]:
        """Files by name; a folder or file that is a link is reported and left alone."""
        try:
            found = sorted(folder.iterdir()) if folder.is_dir() else []
        except OSError:
            self._report(prefix or ".", "file-unreadable")
            return
        for entry in found:
            name = f"{prefix}{entry.name}"
            if entry.name.startswith("."):
                continue
            if not entry.name.isprintable() or "\\" in entry.name or len(name) > MAX_PATH:
                self._report(name, "file-name")
            elif entry.is_symlink():
                self._report(name, "file-symlink")
            elif entry.is_dir():
                if depth < MAX_DEPTH:
                    yield from self._entries(entry, f"{name}/", depth + 1)
                else:
                    self._report(name, "folder-too-deep", limit=MAX_DEPTH)
            elif entry.is_file():
                yield entry, name

    def _read_file(self, entry: Path, name: str) -> None:
        """Read one file; of a file that is too large only as much as shows that it is."""
        if not name.endswith(_TEXTS) and not is_media(name):
            if not is_ignored(name):
                self._report(name, "file-unknown")
            return
        try:
            descriptor = os.open(entry, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(descriptor, "rb") as file:
                data = file.read(MAX_MEDIA_BYTES + 1)
        except OSError:
            self._report(name, "file-unreadable")
            return
        self._bytes += len(data)
        self._files[name] = data

    def _report(self, name: str, code: str, **fields: Any) -> None:
        shown = name.encode("utf-8", "replace").decode("utf-8")
        report = FileReport(shown)
        report(code, line=1, **fields)
        self._findings.extend(report.findings)

"""Which file of a course folder is what, and in which order modules and steps come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from courseapp.catalog.domain.media import is_media

COURSE = "course.md"
MODULE = "module.md"
SOURCES = "sources.yml"
_TRANSLATION = re.compile(r"(.+)\.([a-z]{2})\.md\Z")
_NUMBER = re.compile(r"([0-9]{1,6})(?![0-9])")
_IGNORED = re.compile(r"(?:readme|license|licence|changelog)(?:\.[a-z.]+)?\Z", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Text:
    """A source file and its translations by locale."""

    path: str
    translations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ModuleFolder:
    """A folder with its `module.md` (None when there is none) and its steps in order."""

    folder: str
    text: Text | None
    steps: tuple[Text, ...]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """A course folder, sorted out; `orphans` are translations without a source."""

    course: Text | None
    modules: tuple[ModuleFolder, ...]
    sources: str | None
    media: tuple[str, ...]
    orphans: tuple[str, ...]
    unknown: tuple[str, ...]

    def texts(self) -> Iterable[Text]:
        """All Markdown sources in order."""
        if self.course:
            yield self.course
        for module in self.modules:
            if module.text:
                yield module.text
            yield from module.steps

    def locales(self, source: str) -> tuple[str, ...]:
        """The source locale, then every locale that has a translation."""
        found = {locale for text in self.texts() for locale in text.translations}
        return (source, *sorted(found - {source}))


def split_translation(path: str) -> tuple[str, str]:
    """The source path and the locale of a translation; the locale is "" for a source."""
    found = _TRANSLATION.match(path)
    return (f"{found[1]}.md", found[2]) if found else (path, "")


def read_layout(paths: Iterable[str]) -> Layout:
    """Sort out `paths`, which are relative to the course folder and use slashes."""
    kept = [path for path in sorted(paths) if not is_ignored(path)]
    pages = [path for path in kept if path.endswith(".md")]
    sources = {path for path in pages if not split_translation(path)[1]}
    translations: dict[str, dict[str, str]] = {}
    orphans = []
    for path in pages:
        source, locale = split_translation(path)
        if locale and source in sources:
            translations.setdefault(source, {})[locale] = path
        elif locale:
            orphans.append(path)
    texts = {path: Text(path=path, translations=translations.get(path, {})) for path in sources}
    media = tuple(path for path in kept if is_media(path))
    known = {*pages, *media, SOURCES}
    return Layout(
        course=texts.pop(COURSE, None),
        modules=_modules(texts),
        sources=SOURCES if SOURCES in kept else None,
        media=media,
        orphans=tuple(orphans),
        unknown=tuple(path for path in kept if path not in known),
    )


def _modules(texts: Mapping[str, Text]) -> tuple[ModuleFolder, ...]:
    folders: dict[str, list[Text]] = {}
    for path in sorted(texts, key=_order):
        folder = path.split("/")[0] if "/" in path else ""
        folders.setdefault(folder, []).append(texts[path])
    return tuple(
        ModuleFolder(
            folder=folder,
            text=next((t for t in found if _is_module(t.path)), None),
            steps=tuple(t for t in found if not _is_module(t.path)),
        )
        for folder, found in folders.items()
    )


def _is_module(path: str) -> bool:
    return path.count("/") == 1 and path.endswith(f"/{MODULE}")


def _order(path: str) -> list[tuple[bool, bool, int, str]]:
    """Numbered names by number, then the others by name; files before folders at the top."""
    parts = path.split("/")
    key = []
    for depth, part in enumerate(parts):
        number = _NUMBER.match(part)
        is_folder = depth < len(parts) - 1
        key.append((is_folder and depth == 0, not number, int(number[1]) if number else 0, part))
    return key


def is_ignored(path: str) -> bool:
    """Hidden files, and the papers that lie beside the course in a repository."""
    if any(part.startswith(".") for part in path.split("/")):
        return True
    return "/" not in path and bool(_IGNORED.match(path))

"""Which files of a course the studio opens, and how they hang together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from courseapp.catalog.domain.compiled import CompiledCourse, CompiledStep
from courseapp.catalog.domain.layout import Text, read_layout, split_translation

TRANSLATION = "en"
SOURCE = "nl"
LONGEST_PATH = 300


@dataclass(frozen=True, kw_only=True)
class FileLink:
    """A file in one language; `exists` is False for a translation that nobody began."""

    path: str
    locale: str
    exists: bool
    has_draft: bool


@dataclass(frozen=True, kw_only=True)
class Page:
    """A step, a module or the course itself, with its file in each language."""

    title: str
    number: str
    kind: str
    files: tuple[FileLink, ...]


@dataclass(frozen=True, kw_only=True)
class ModulePages:
    """A module's own page and its steps."""

    number: int
    title: str
    page: Page | None
    steps: tuple[Page, ...]


@dataclass(frozen=True, kw_only=True)
class Contents:
    """All that can be opened in a course, in reading order; `media` are paths."""

    course: Page | None
    modules: tuple[ModulePages, ...]
    sources: FileLink | None
    media: tuple[str, ...]


def is_text(path: str) -> bool:
    """Whether the studio can edit such a file."""
    return path.endswith((".md", ".yml"))


def may_edit(path: str, files: Collection[str]) -> bool:
    """A text of the course, or the translation of one."""
    source, locale = split_translation(path)
    is_known = path in files or (locale == TRANSLATION and source in files)
    return is_text(path) and is_known and len(path) <= LONGEST_PATH


def sibling(path: str) -> str:
    """The same page in the other language; "" for a file without languages."""
    if not path.endswith(".md"):
        return ""
    source, locale = split_translation(path)
    return source if locale else f"{source.removesuffix('.md')}.{TRANSLATION}.md"


def locale_of(path: str, course: CompiledCourse) -> str:
    """The language a file is written in."""
    return split_translation(path)[1] or course.locales[0]


def find_step(path: str, course: CompiledCourse) -> CompiledStep | None:
    """The published step that this file, or its source, holds."""
    source = split_translation(path)[0]
    return next((step for step in course.steps() if step.path == source), None)


def read_contents(
    paths: Iterable[str], *, drafts: Collection[str], course: CompiledCourse, locale: str
) -> Contents:
    """The course's files as pages; titles are those of the current revision."""
    layout = read_layout(paths)
    titles = {step.path: step.text(locale).title for step in course.steps()}
    kinds = {step.path: step.kind for step in course.steps()}
    modules = tuple(
        ModulePages(
            number=number,
            title=_module_title(module.folder, course, locale),
            page=_page(module.text, {}, kinds, drafts) if module.text else None,
            steps=tuple(
                _page(step, titles, kinds, drafts, number=f"{number}.{place}")
                for place, step in enumerate(module.steps, start=1)
            ),
        )
        for number, module in enumerate(layout.modules, start=1)
    )
    sources = layout.sources
    return Contents(
        course=_page(layout.course, {}, kinds, drafts) if layout.course else None,
        modules=modules,
        sources=_link(sources, "", drafts) if sources else None,
        media=layout.media,
    )


def _module_title(folder: str, course: CompiledCourse, locale: str) -> str:
    for module in course.modules:
        if any(step.path.startswith(f"{folder}/") for step in module.steps):
            return module.text(locale).title
    return folder


def _page(
    text: Text,
    titles: Mapping[str, str],
    kinds: Mapping[str, str],
    drafts: Collection[str],
    number: str = "",
) -> Page:
    english = text.translations.get(TRANSLATION)
    missing = FileLink(path=sibling(text.path), locale=TRANSLATION, exists=False, has_draft=False)
    return Page(
        title=titles.get(text.path, text.path),
        number=number,
        kind=kinds.get(text.path, ""),
        files=(
            _link(text.path, SOURCE, drafts),
            _link(english, TRANSLATION, drafts) if english else missing,
        ),
    )


def _link(path: str, locale: str, drafts: Collection[str]) -> FileLink:
    return FileLink(path=path, locale=locale, exists=True, has_draft=path in drafts)

"""Reading all documents of a course: texts, sources and media, each with its report."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from courseapp.catalog.domain import schema
from courseapp.catalog.domain.documents import Document, read_document, read_fields
from courseapp.catalog.domain.findings import FileReport, Finding, HeldReport
from courseapp.catalog.domain.frontmatter import FrontMatter, read_front
from courseapp.catalog.domain.layout import Layout
from courseapp.catalog.domain.media import check_media, media_address
from courseapp.catalog.domain.protocol import FindingText, Line, Report

_REQUIRED = ("authors", "year", "title", "venue", "kind")
_SOURCE_FIELDS: Mapping[str, schema.Reader] = {
    **dict.fromkeys(("authors", "title", "url"), schema.text),
    **dict.fromkeys(("year", "venue", "note"), schema.text_by_locale),
    "kind": schema.choice("research", "consultancy", "article"),
    "lang": schema.choice("nl", "en"),
}
_CONSULTANCY = {"nl": "Onderzoek van een adviesbureau.", "en": "Research by a consultancy."}


class Reports:
    """One report per file, all with the same words."""

    def __init__(self, texts: Mapping[str, FindingText]) -> None:
        self._texts = texts
        self._by_path: dict[str, FileReport] = {}

    def __getitem__(self, path: str) -> FileReport:
        if path not in self._by_path:
            self._by_path[path] = FileReport(path, self._texts)
        return self._by_path[path]

    def findings(self) -> list[Finding]:
        """All findings of all files."""
        return [finding for report in self._by_path.values() for finding in report.findings]


def read_documents(
    files: Mapping[str, bytes], layout: Layout, reports: Reports
) -> Mapping[str, Document]:
    """Every Markdown file that could be read, by path."""
    found = {}
    for text in layout.texts():
        for path in (text.path, *text.translations.values()):
            document = read_document(path, files[path], reports[path])
            if document is not None:
                found[path] = document
    return found


def read_media(
    files: Mapping[str, bytes], layout: Layout, slug: str, reports: Reports
) -> Mapping[str, str]:
    """The addresses of all media by path; what may not be served is reported."""
    for path in layout.media:
        check_media(path, files[path], reports[path])
    return {path: media_address(slug, path, files[path]) for path in layout.media}


def read_sources(
    files: Mapping[str, bytes], layout: Layout, reports: Reports
) -> tuple[Mapping[str, Mapping[str, Any]], FrontMatter]:
    """The sources by key, and the front matter that holds their lines."""
    if layout.sources is None:
        return {}, FrontMatter()
    found, front, held = _read_sources(files[layout.sources])
    held.tell(reports[layout.sources])
    return found, front


@lru_cache(maxsize=8)
def _read_sources(data: bytes) -> tuple[Mapping[str, Mapping[str, Any]], FrontMatter, HeldReport]:
    report = HeldReport()
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    if any("\udc80" <= char <= "\udcff" for char in text):
        report("file-not-utf8", line=1)
        return {}, FrontMatter(), report
    lines = [Line(number=i, text=line) for i, line in enumerate(text.splitlines(), start=1)]
    front = read_front(lines, report)
    found = {key: _source(key, value, front, report) for key, value in front.values.items()}
    return {key: values for key, values in found.items() if values}, front, report


def _source(key: str, value: Any, front: FrontMatter, report: Report) -> Mapping[str, Any]:
    line = front.lines[key]
    if not isinstance(value, dict):
        report("front-not-mapping", line=line)
        return {}
    prefix = f"{key}."
    lines = {k.removeprefix(prefix): v for k, v in front.lines.items() if k.startswith(prefix)}
    inner = FrontMatter(values=value, lines=lines)
    values = read_fields(inner, _SOURCE_FIELDS, kind=key, report=report)
    for name in _REQUIRED:
        if name not in value or value[name] == "":
            report("source-field-missing", line=line, target=key, field=name)
    return values


def source_markup(values: Mapping[str, Any], locale: str) -> str:
    """A source as a margin note, in plain text and safe tags."""

    def shown(name: str) -> str:
        value = values.get(name, "")
        if isinstance(value, dict):
            value = value.get(locale) or next(iter(value.values()), "")
        return html.escape(value, quote=False)

    lang = values.get("lang", "en")
    attribute = "" if lang == locale else f' lang="{lang}"'
    title = f"<cite{attribute}>{shown('title')}</cite>"
    if values.get("url"):
        title = f'<a href="{html.escape(str(values["url"]))}">{title}</a>'
    sentences = [f"{shown('authors')} ({shown('year')}), {title}, {shown('venue')}."]
    if values.get("kind") == "consultancy":
        sentences.append(_CONSULTANCY["en" if locale == "en" else "nl"])
    if values.get("note"):
        sentences.append(shown("note"))
    return " ".join(sentences)

"""From documents to modules and steps: ids, order, kinds and front matter, in all languages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.assembly import ModuleDraft, StepDraft, Version
from courseapp.catalog.domain.documents import (
    MODULE_FIELDS,
    STEP_FIELDS,
    UNTRANSLATED,
    Document,
    read_fields,
)
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.identities import Identities, document_id
from courseapp.catalog.domain.ids import id_of_file
from courseapp.catalog.domain.layout import Layout, ModuleFolder, Text
from courseapp.catalog.domain.protocol import StepKind
from courseapp.catalog.domain.reading import Reports
from courseapp.catalog.domain.rendering import heading_levels
from courseapp.catalog.domain.schema import Reader

_PREFIX = re.compile(r"[0-9]+[-_. ]+")


@dataclass(frozen=True, kw_only=True)
class Drafting:
    """What drafting a course needs at hand."""

    documents: Mapping[str, Document]
    steps: Mapping[str, StepKind]
    locale: str
    identities: Identities
    reports: Reports

    def modules(self, layout: Layout, course_title: str) -> tuple[ModuleDraft, ...]:
        """The modules in order with their steps."""
        folders = [f for f in layout.modules if f.folder or f.steps]
        return tuple(
            self._module(folder, number, course_title)
            for number, folder in enumerate(folders, start=1)
        )

    def _module(self, folder: ModuleFolder, number: int, course_title: str) -> ModuleDraft:
        path = f"{folder.folder}/module.md" if folder.folder else "course.md"
        versions = self._versions(folder.text, MODULE_FIELDS, "module") if folder.text else ()
        title, ident = course_title, "inhoud"
        if versions:
            ident = document_id(versions[0].document, folder.folder, report=self.reports[path])
            title = self._title(versions[0], named(folder.folder))
        elif folder.folder:
            ident, title = id_of_file(folder.folder), named(folder.folder)
            if folder.text is None:
                self.reports[folder.steps[0].path]("module-missing", line=1)
        line = versions[0].document.line_of("id") if versions else 1
        self.identities.claim("module", ident, path=path, line=line, report=self.reports[path])
        if not folder.steps:
            self.reports[path]("module-empty", line=1)
        steps = (self._step(t, f"{number}.{n}") for n, t in enumerate(folder.steps, start=1))
        return ModuleDraft(
            id=ident,
            number=number,
            title=title,
            path=path,
            versions=versions,
            objectives=self._objectives(versions),
            steps=tuple(step for step in steps if step is not None),
        )

    def _objectives(self, versions: tuple[Version, ...]) -> Mapping[str, Mapping[str, str]]:
        """The texts of each objective by locale; both languages must have the same ids."""
        texts: dict[str, dict[str, str]] = {}
        for version in versions:
            report = self.reports[version.document.path]
            own = version.values.get("objectives", {})
            for ident, text in own.items():
                line = version.document.line_of(f"objectives.{ident}")
                if version is versions[0]:
                    place = version.document.path
                    self.identities.claim("objective", ident, path=place, line=line, report=report)
                elif ident not in texts:
                    report("translation-objective", line=line, objective=ident)
                    continue
                texts.setdefault(ident, {})[version.locale] = text
            for ident in texts:
                if ident not in own:
                    line = version.document.line_of("objectives")
                    report("translation-objective", line=line, objective=ident)
        return texts

    def _step(self, text: Text, number: str) -> StepDraft | None:
        document = self.documents.get(text.path)
        if document is None:
            return None
        report = self.reports[text.path]
        kind = self._kind(document)
        if kind is None:
            return None
        readers = {**STEP_FIELDS, **kind.fields}
        versions = self._versions(text, readers, kind.name)
        ident = document_id(document, posixpath.basename(text.path), report=report)
        line = document.line_of("id")
        self.identities.claim("step", ident, path=text.path, line=line, report=report)
        return StepDraft(
            id=ident,
            title=self._title(versions[0], _first_heading(document) or named(text.path)),
            kind=kind,
            number=number,
            path=text.path,
            objectives=versions[0].values.get("objectives", ()),
            versions=versions,
        )

    def _kind(self, document: Document) -> StepKind | None:
        name = document.front.values.get("kind", "lesson")
        if isinstance(name, str) and name in self.steps:
            return self.steps[name]
        known, hint = ", ".join(self.steps), suggest(str(name), self.steps)
        report, line = self.reports[document.path], document.line_of("kind")
        report("kind-unknown", line=line, kind=name, known=known, suggestion=hint)
        return None

    def _versions(
        self, text: Text, readers: Mapping[str, Reader], kind: str
    ) -> tuple[Version, ...]:
        """The source and its translations; what a translation leaves out comes from the source."""
        found: list[Version] = []
        for locale, path in [(self.locale, text.path), *sorted(text.translations.items())]:
            document = self.documents.get(path)
            if document is None or (found and locale == self.locale):
                continue
            report = self.reports[path]
            values = read_fields(document.front, readers, kind=kind, report=report)
            front = {name: document.front.values[name] for name in values}
            if found:
                self._same_where_it_must(found[0], document, values)
                values, front = {**found[0].values, **values}, {**found[0].front, **front}
            elif path != text.path:
                break
            else:
                values = {"kind": kind, **values}
            version = Version(locale=locale, document=document, values=values, front=front)
            found.append(version)
        return tuple(found)

    def _same_where_it_must(
        self, source: Version, document: Document, values: Mapping[str, Any]
    ) -> None:
        for name in (*UNTRANSLATED, "objectives"):
            both = name in values and name in source.values
            if name == "source_hash" or not both or isinstance(values[name], dict):
                continue
            if values[name] != source.values[name]:
                there, line = source.values[name], document.line_of(name)
                report = self.reports[document.path]
                report("translation-differs", line=line, field=name, here=values[name], there=there)

    def _title(self, version: Version, fallback: str) -> str:
        title = str(version.values.get("title", ""))
        if not title and version.document.front.is_readable:
            self.reports[version.document.path]("title-missing", line=1, title=fallback)
        return title or fallback


def named(path: str) -> str:
    """A file or folder name as a title."""
    words = _PREFIX.sub("", posixpath.basename(path).removesuffix(".md")).replace("-", " ")
    return words.replace("_", " ").strip().capitalize() or path


def _first_heading(document: Document) -> str:
    headings = heading_levels(document.body)
    if not headings or headings[0][0] != 1:
        return ""
    return headings[0][1].text.strip("# \t")

"""Compiling one step: parse its body in each language, render it, compare the languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from courseapp.catalog.domain.assembly import StepDraft, Version
from courseapp.catalog.domain.compiled import CompiledStep, Json, Part, StepText
from courseapp.catalog.domain.documents import Document
from courseapp.catalog.domain.fences import split_blocks
from courseapp.catalog.domain.findings import FileReport, suggest
from courseapp.catalog.domain.identities import MAX_BLOCKS, Identities, named_body, needs_id
from courseapp.catalog.domain.protocol import (
    Block,
    BlockKind,
    CompiledBody,
    Line,
    Prose,
    StepSource,
    Toolbox,
)
from courseapp.catalog.domain.reading import Reports, source_markup
from courseapp.catalog.domain.recall import RECALL, QuotedStep, Recalls
from courseapp.catalog.domain.rendering import (
    Engine,
    PageRender,
    Patience,
    Surroundings,
    heading_levels,
)

DEFAULT_MINUTES = 5


@dataclass(kw_only=True)
class Workshop:
    """What compiling the steps of one course needs, and what it notes on the way."""

    blocks: Mapping[str, BlockKind]
    engine: Engine
    media: Mapping[str, str]
    links: Mapping[str, str]
    sources: Mapping[str, Mapping[str, Any]]
    objectives: Mapping[str, str]
    identities: Identities
    reports: Reports
    patience: Patience = field(default_factory=Patience)
    used_media: set[str] = field(default_factory=set)
    used_sources: set[str] = field(default_factory=set)
    keys: dict[str, dict[str, Json]] = field(default_factory=dict)
    recalls: Recalls = field(default_factory=Recalls)

    def page(self, document: Document, locale: str) -> PageRender:
        """A renderer bound to one file; its notes are rendered first."""
        report = self.reports[document.path]
        links = Surroundings(media=self.media, steps=self.links)
        options: dict[str, Any] = {"path": document.path, "locale": locale, "report": report}
        plain = PageRender(self.engine, around=links, patience=self.patience, **options)
        notes = {f"@{key}": source_markup(v, locale) for key, v in self.sources.items()}
        for label, note in document.notes.items():
            notes[f"^{label}"] = plain.inline(note.text, line=note.line) or "…"
        around = replace(links, notes=notes)
        page = PageRender(self.engine, around=around, patience=self.patience, **options)
        levels = [level for level, _ in heading_levels(document.body)]
        page.shift = 2 - min(levels, default=2)
        return page

    def finish_page(self, page: PageRender, document: Document) -> None:
        """Note which media, sources and notes a file used."""
        self.used_media |= page.used_media
        self.used_sources |= {label[1:] for label in page.cited if label.startswith("@")}
        for label, note in document.notes.items():
            if f"^{label}" not in page.cited:
                self.reports[document.path]("footnote-unused", line=note.line, target=label)

    def compile(self, draft: StepDraft, *, module_id: str, render: bool) -> CompiledStep | None:
        """The step in all its languages; with `render` off only what others refer to is read."""
        parsed: dict[str, Any] = {}
        bodies: dict[str, CompiledBody] = {}
        sources: dict[str, StepSource] = {}
        self.recalls.steps += 1
        for version in draft.versions:
            first = next(iter(sources.values()), None)
            source = self._source(draft, version, first)
            sources[version.locale] = source
            report = self.reports[source.path]
            self._check_document(version.document, report, render=render)
            if not render and not isinstance(draft.kind, QuotedStep):
                continue
            result = draft.kind.parse(source, self.blocks, report)
            if result is None:
                continue
            parsed[version.locale] = result
            self._note_recalls(draft, source, result, report)
            if render:
                bodies[version.locale] = self._render(draft, version, result)
        if render:
            self._compare(draft, sources, parsed)
        return self._step(draft, module_id, parsed, bodies) if render else None

    def _source(self, draft: StepDraft, version: Version, first: StepSource | None) -> StepSource:
        document, report = version.document, self.reports[version.document.path]
        pieces = split_blocks(document.body, locale=version.locale, report=report)
        names = frozenset(self.blocks) if draft.kind.name == "lesson" else None
        ids = [b.id for b in blocks_with_id(first.body, names)] if first else []
        taken = {} if first else self.identities.names("block")
        if self.identities.blocks > MAX_BLOCKS:
            pieces = ()
        body = named_body(
            pieces, names=names, source_ids=dict(enumerate(ids)), taken=taken, report=report
        )
        self.identities.blocks += len(blocks_with_id(body, names))
        if self.identities.blocks > MAX_BLOCKS:
            report("block-too-many", line=1, limit=MAX_BLOCKS)
        self._claim(body, names, document.path, is_source=first is None)
        return StepSource(
            path=document.path,
            locale=version.locale,
            id=draft.id,
            front=version.front,
            front_lines=document.front.lines,
            body=body,
        )

    def _claim(
        self,
        body: tuple[Prose | Block, ...],
        names: frozenset[str] | None,
        path: str,
        *,
        is_source: bool,
    ) -> None:
        """Claim block ids: once in the course, and once in each translation."""
        report = self.reports[path]
        identities = self.identities if is_source else Identities()
        for block in blocks_with_id(body, names):
            identities.claim("block", block.id, path=path, line=block.line, report=report)
            objective = block.attributes.get("objective")
            if objective and objective not in self.objectives:
                hint = suggest(objective, self.objectives)
                values: dict[str, Any] = {"objective": objective, "suggestion": hint}
                report("objective-unknown", line=block.line, **values)

    def _note_recalls(
        self, draft: StepDraft, source: StepSource, parsed: Any, report: FileReport
    ) -> None:
        kind = draft.kind
        offers = kind.list_quotable(parsed, self.blocks) if isinstance(kind, QuotedStep) else {}
        asked = [b for b in source.body if isinstance(b, Block) and b.name == RECALL.name]
        self.recalls.note(draft.id, source.locale, quotable=offers, asked=asked, report=report)

    def _check_document(self, document: Document, report: FileReport, *, render: bool) -> None:
        if document.is_empty():
            report("step-empty", line=1)
        if render:
            check_headings(document.body, report)

    def _render(self, draft: StepDraft, version: Version, parsed: Any) -> CompiledBody:
        page = self.page(version.document, version.locale)
        body = draft.kind.compile(parsed, Toolbox(blocks=self.blocks, render=page))
        parts = tuple(
            Part(kind="html", data={"html": page.sanitise(part.data["html"])})
            if part.kind == "html"
            else part
            for part in body.parts
        )
        self.finish_page(page, version.document)
        self.keys.setdefault(version.locale, {}).update(body.keys)
        return replace(body, parts=parts)

    def _compare(
        self, draft: StepDraft, sources: Mapping[str, StepSource], parsed: Mapping[str, Any]
    ) -> None:
        locales = list(sources)
        names = frozenset(self.blocks) if draft.kind.name == "lesson" else None
        for locale in locales[1:]:
            report = self.reports[sources[locale].path]
            compare_blocks(sources[locales[0]], sources[locale], names, report)
            if locales[0] in parsed and locale in parsed:
                draft.kind.compare(parsed[locales[0]], parsed[locale], self.blocks, report)

    def _step(
        self,
        draft: StepDraft,
        module_id: str,
        parsed: Mapping[str, Any],
        bodies: Mapping[str, CompiledBody],
    ) -> CompiledStep | None:
        source = draft.versions[0]
        if source.locale not in parsed:
            return None
        versions = [version for version in draft.versions if version.locale in bodies]
        return CompiledStep(
            id=draft.id,
            module_id=module_id,
            kind=draft.kind.name,
            number=draft.number,
            minutes=source.values.get("minutes", DEFAULT_MINUTES),
            required=source.values.get("required", True),
            path=draft.path,
            objectives=draft.objectives,
            settings=draft.kind.settings(parsed[source.locale]),
            texts={v.locale: step_text(draft, v, bodies[v.locale]) for v in versions},
        )


def step_text(draft: StepDraft, version: Version, body: CompiledBody) -> StepText:
    """A step in one language."""
    title = str(version.values.get("title") or draft.title)
    return StepText(title=title, parts=body.parts, data=body.data)


def blocks_with_id(
    body: tuple[Prose | Block, ...], names: frozenset[str] | None
) -> tuple[Block, ...]:
    """The blocks that results or links refer to."""
    return tuple(b for b in body if isinstance(b, Block) and needs_id(b, names))


def compare_blocks(
    source: StepSource,
    translation: StepSource,
    names: frozenset[str] | None,
    report: FileReport,
) -> None:
    """Report blocks that only one language has, or that are of another kind."""
    theirs = {block.id: block for block in blocks_with_id(source.body, names)}
    ours = {block.id: block for block in blocks_with_id(translation.body, names)}
    for ident, block in theirs.items():
        if ident not in ours:
            report("translation-block-missing", line=1, name=block.name, id=ident)
    for ident, block in ours.items():
        if ident not in theirs:
            report("translation-block-extra", line=block.line, name=block.name, id=ident)
        elif theirs[ident].name != block.name:
            there = theirs[ident].name
            report(
                "translation-block-kind", line=block.line, name=block.name, id=ident, there=there
            )


def check_headings(lines: tuple[Line, ...], report: FileReport) -> None:
    """Report headings without text, and levels that were left out."""
    before = 0
    for level, line in heading_levels(lines):
        if not line.text.strip("#=- \t"):
            report("heading-empty", line=line.number)
        if before and level > before + 1:
            marks = "#" * (before + 1)
            report("heading-skipped", line=line.number, above=before, here=level, marks=marks)
        before = level

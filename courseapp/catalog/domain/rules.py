"""Rules that look at a whole course: what is missing, unused or no longer up to date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from courseapp.catalog.domain.assembly import ModuleDraft, StepDraft, Version
from courseapp.catalog.domain.closing import CLOSING
from courseapp.catalog.domain.compiling import Workshop
from courseapp.catalog.domain.documents import changed_paragraphs
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.frontmatter import FrontMatter
from courseapp.catalog.domain.layout import COURSE, Layout
from courseapp.catalog.domain.readability import check_readability
from courseapp.catalog.domain.reading import Reports

_MOST_STALE = 5


@dataclass(frozen=True, kw_only=True)
class Rules:
    """The rules of one course."""

    layout: Layout
    locale: str
    reports: Reports

    def apply(
        self,
        modules: tuple[ModuleDraft, ...],
        course: tuple[Version, ...],
        *,
        shop: Workshop,
        source_front: FrontMatter,
        only: Collection[str],
    ) -> None:
        """Report all that holds for the course as a whole; with `only` (paths of steps) just what is local."""
        steps = [step for module in modules for step in module.steps]
        for versions in [course, *(m.versions for m in modules), *(s.versions for s in steps)]:
            self._translations(versions)
        self._readability([step for step in steps if not only or step.path in only])
        self._objectives_exist(steps, shop)
        self._closing_is_last(steps)
        shop.recalls.check()
        if only:
            return
        self._files()
        if not any(module.steps for module in self.layout.modules):
            self.reports[COURSE]("course-empty", line=1)
        if not any(finding.is_error for finding in self.reports.findings()):
            self._unused_objectives(modules, steps)
            self._unused_files(shop, source_front)

    def _files(self) -> None:
        for path in self.layout.orphans:
            source = f"{path[: -len('.xx.md')]}.md"
            self.reports[path]("translation-orphan", line=1, file=source)
        for path in self.layout.unknown:
            self.reports[path]("file-unknown", line=1)
        locales = self.layout.locales(self.locale)[1:]
        for text in self.layout.texts():
            for locale in locales:
                if locale not in text.translations:
                    file = f"{text.path.removesuffix('.md')}.{locale}.md"
                    self.reports[text.path]("translation-missing", line=1, file=file)

    def _translations(self, versions: tuple[Version, ...]) -> None:
        """Each translation remembers its source; report where the source went on without it."""
        for version in versions[1:]:
            document, source = version.document, versions[0].document
            remembered = document.front.values.get("source_hash")
            report = self.reports[document.path]
            if not (document.front.is_readable and source.front.is_readable):
                continue
            if not isinstance(remembered, str) or not remembered:
                report("translation-unmarked", line=1)
                continue
            fields = list(document.front.values)
            changed = changed_paragraphs(source, fields=fields, remembered=remembered)
            for paragraph in changed[:_MOST_STALE]:
                report(
                    "translation-stale",
                    line=document.line_of("source_hash"),
                    source=source.path,
                    source_line=paragraph.line,
                    excerpt=" ".join(paragraph.text.split())[:40],
                )

    def _readability(self, steps: list[StepDraft]) -> None:
        for step in steps:
            for version in step.versions:
                if version.locale == "nl":
                    document = version.document
                    check_readability(
                        document.body,
                        self.reports[document.path],
                        is_speech=step.kind.name == "dialogue",
                    )

    def _objectives_exist(self, steps: list[StepDraft], shop: Workshop) -> None:
        for step in steps:
            document = step.versions[0].document
            for objective in step.objectives:
                if objective not in shop.objectives:
                    hint = suggest(objective, shop.objectives)
                    report, line = self.reports[document.path], document.line_of("objectives")
                    report("objective-unknown", line=line, objective=objective, suggestion=hint)

    def _closing_is_last(self, steps: list[StepDraft]) -> None:
        for step in steps[:-1]:
            if step.kind.name == CLOSING:
                document = step.versions[0].document
                report, line = self.reports[document.path], document.line_of("kind")
                report("closing-not-last", line=line, title=steps[-1].title)

    def _unused_objectives(self, modules: tuple[ModuleDraft, ...], steps: list[StepDraft]) -> None:
        named = {objective for step in steps for objective in step.objectives}
        for module in modules:
            for objective in module.objectives:
                if objective not in named:
                    line = module.versions[0].document.line_of(f"objectives.{objective}")
                    self.reports[module.path]("objective-unused", line=line, objective=objective)

    def _unused_files(self, shop: Workshop, source_front: FrontMatter) -> None:
        for path, address in shop.media.items():
            if address not in shop.used_media:
                self.reports[path]("media-unused", line=1)
        sources: Mapping[str, object] = shop.sources
        for key in sources:
            if key not in shop.used_sources and self.layout.sources:
                report = self.reports[self.layout.sources]
                report("source-unused", line=source_front.lines[key], target=key)

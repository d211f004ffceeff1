"""Checking and compiling a whole course: all findings of all files in one run."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.assembly import Checked, CheckedStep, ModuleDraft, Version
from courseapp.catalog.domain.compiled import (
    AnswerKeys,
    CompiledCourse,
    CompiledModule,
    CompiledStep,
    CourseText,
    Json,
    ModuleText,
    Objective,
)
from courseapp.catalog.domain.compiling import Workshop
from courseapp.catalog.domain.documents import COURSE_FIELDS, Document, read_fields
from courseapp.catalog.domain.drafting import Drafting
from courseapp.catalog.domain.findings import all_texts, in_order
from courseapp.catalog.domain.folder import CourseFiles
from courseapp.catalog.domain.identities import Identities, document_id
from courseapp.catalog.domain.layout import COURSE, Layout, read_layout, split_translation
from courseapp.catalog.domain.protocol import BlockKind, StepKind
from courseapp.catalog.domain.reading import Reports, read_documents, read_media, read_sources
from courseapp.catalog.domain.rendering import Engine
from courseapp.catalog.domain.rules import Rules

LANGUAGES = ("nl", "en")


def check_course(
    files: Mapping[str, bytes],
    *,
    blocks: Mapping[str, BlockKind],
    steps: Mapping[str, StepKind],
    render: Engine,
) -> Checked:
    """Check and compile `files` (bytes by path relative to the course folder)."""
    return _Run(files, blocks=blocks, steps=steps, engine=render).check()


def check_step(
    files: Mapping[str, bytes],
    path: str,
    text: bytes,
    *,
    drafts: Collection[str] = (),
    blocks: Mapping[str, BlockKind],
    steps: Mapping[str, StepKind],
    render: Engine,
) -> CheckedStep:
    """Check one edited file in its course: its findings, its step, and the errors in `drafts`.

    Only its step and those of `drafts` (paths of other unpublished files) are rendered: what is
    published has no errors of its own.
    """
    source = split_translation(path)[0]
    only = frozenset({source, *(split_translation(draft)[0] for draft in drafts)})
    run = _Run({**files, path: text}, blocks=blocks, steps=steps, engine=render, only=only)
    checked = run.check()
    found = [step for module in run.modules for step in module.steps if step.path == source]
    return CheckedStep(
        findings=tuple(finding for finding in checked.findings if finding.path == path),
        errors_elsewhere=sum(f.is_error for f in checked.findings if f.path != path),
        step=found[0] if found else None,
        keys=run.keys(found),
        locale=split_translation(path)[1] or run.locale,
    )


@dataclass(frozen=True, kw_only=True)
class _CourseHead:
    """What course.md says, in each language."""

    slug: str
    versions: tuple[Version, ...]

    @property
    def confidence(self) -> bool:
        """Whether questions ask how sure the learner is; only the source file can say no."""
        return not self.versions or self.versions[0].values.get("confidence") != "off"


class _Run:
    """One check of one course; `only` limits rendering to the steps with those source paths."""

    def __init__(
        self,
        files: Mapping[str, bytes],
        *,
        blocks: Mapping[str, BlockKind],
        steps: Mapping[str, StepKind],
        engine: Engine,
        only: frozenset[str] = frozenset(),
    ) -> None:
        self._files = files
        self._blocks = blocks
        self._steps = steps
        self._engine = engine
        self._only = only
        texts = [kind.findings for kind in blocks.values()]
        texts += [kind.findings for kind in steps.values()]
        self._reports = Reports(all_texts(texts))
        self._layout = read_layout(files)
        self._documents = read_documents(files, self._layout, self._reports)
        self.locale = self._source_locale()
        self.modules: tuple[CompiledModule, ...] = ()
        self._keys: dict[str, dict[str, Json]] = {}

    def check(self) -> Checked:
        """Everything that is wrong, and the course when nothing is."""
        head = self._head()
        identities = Identities()
        drafting = Drafting(
            documents=self._documents,
            steps=self._steps,
            locale=self.locale,
            identities=identities,
            reports=self._reports,
        )
        title = str(head.versions[0].values.get("title", head.slug)) if head.versions else ""
        drafts = drafting.modules(self._layout, title)
        sources, source_front = read_sources(self._files, self._layout, self._reports)
        shop = Workshop(
            blocks=self._blocks,
            engine=self._engine,
            media=read_media(self._files, self._layout, head.slug, self._reports),
            links=step_links(self._layout, drafts),
            sources=sources,
            objectives=identities.names("objective"),
            identities=identities,
            reports=self._reports,
        )
        texts = self._course_texts(head, shop)
        self.modules = tuple(self._module(draft, shop) for draft in drafts)
        self._keys = shop.keys
        rules = Rules(layout=self._layout, locale=self.locale, reports=self._reports)
        rules.apply(drafts, head.versions, shop=shop, source_front=source_front, only=self._only)
        return self._checked(head, texts)

    def keys(self, steps: list[CompiledStep]) -> AnswerKeys:
        """The keys; a step without translation has its source's keys in every language."""
        source = self._keys.get(self.locale, {})
        locales = {self.locale, *self._keys, *(lo for step in steps for lo in step.texts)}
        return {
            locale: {**source, **self._keys.get(locale, {})}
            for locale in sorted(locales, key=lambda name: (name != self.locale, name))
        }

    def _checked(self, head: _CourseHead, texts: Mapping[str, CourseText]) -> Checked:
        findings = self._reports.findings()
        if isinstance(self._files, CourseFiles):
            findings.extend(self._files.findings)
        course = CompiledCourse(
            slug=head.slug,
            locales=self._layout.locales(self.locale),
            texts=texts,
            modules=self.modules,
            confidence=head.confidence,
        )
        has_errors = any(finding.is_error for finding in findings)
        keys = self.keys(list(course.steps()))
        return Checked(
            findings=in_order(findings),
            course=None if has_errors or self._only else course,
            keys={locale: keys.get(locale, keys[self.locale]) for locale in course.locales},
            media={path: self._files[path] for path in self._layout.media},
        )

    def _source_locale(self) -> str:
        document = self._documents.get(COURSE)
        language = document.front.values.get("language", "nl") if document else "nl"
        return language if language in LANGUAGES else "nl"

    def _head(self) -> _CourseHead:
        report = self._reports[COURSE]
        document = self._documents.get(COURSE)
        if document is None:
            if self._layout.course is None:
                report("course-missing", line=1)
            return _CourseHead(slug="course", versions=())
        values = read_fields(document.front, COURSE_FIELDS, kind="course", report=report)
        if not values.get("title"):
            report("title-missing", line=1, title=values.get("id", "course"))
        versions = [Version(locale=self.locale, document=document, values=values)]
        translations = self._layout.course.translations if self._layout.course else {}
        for locale, path in sorted(translations.items()):
            other = self._documents.get(path)
            if other is not None:
                own = read_fields(
                    other.front, COURSE_FIELDS, kind="course", report=self._reports[path]
                )
                versions.append(Version(locale=locale, document=other, values={**values, **own}))
        slug = document_id(document, "course", report=report)
        return _CourseHead(slug=slug, versions=tuple(versions))

    def _course_texts(self, head: _CourseHead, shop: Workshop) -> Mapping[str, CourseText]:
        texts = {}
        for version in head.versions:
            values = {k: str(version.values.get(k, "")) for k in ("summary", "audience")}
            description = (
                ""
                if self._only and COURSE not in self._only
                else _description(version.document, version, shop)
            )
            texts[version.locale] = CourseText(
                title=str(version.values.get("title") or head.slug),
                description_html=description,
                **values,
            )
        return texts

    def _module(self, draft: ModuleDraft, shop: Workshop) -> CompiledModule:
        steps = (
            shop.compile(step, module_id=draft.id, render=not self._only or step.path in self._only)
            for step in draft.steps
        )
        return CompiledModule(
            id=draft.id,
            number=draft.number,
            texts=_module_texts(draft, self.locale),
            objectives=tuple(Objective(id=k, texts=v) for k, v in draft.objectives.items()),
            steps=tuple(step for step in steps if step is not None),
        )


def _module_texts(draft: ModuleDraft, locale: str) -> Mapping[str, ModuleText]:
    texts = {locale: ModuleText(title=draft.title)}
    for version in draft.versions:
        values: dict[str, Any] = {
            name: str(version.values.get(name, "")) for name in ("subtitle", "summary")
        }
        title = str(version.values.get("title") or draft.title)
        texts[version.locale] = ModuleText(title=title, **values)
    return texts


def _description(document: Document, version: Version, shop: Workshop) -> str:
    page = shop.page(document, version.locale)
    markup = page.block(document.body)
    shop.finish_page(page, document)
    return markup


def step_links(layout: Layout, modules: tuple[ModuleDraft, ...]) -> Mapping[str, str]:
    """The address of each step, relative to another step's page, by the path of its files."""
    ids = {step.path: step.id for module in modules for step in module.steps}
    links = {}
    for text in layout.texts():
        if text.path in ids:
            for path in (text.path, *text.translations.values()):
                links[path] = ids[text.path]
    return links

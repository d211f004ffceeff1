"""What publishing makes of a course: all that a page needs, with the answer keys kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Objective:
    """One observable behaviour that a module teaches; `texts` by locale."""

    id: str
    texts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of a step's body: kind "html" carries sanitised `data["html"]`, others their own."""

    kind: str
    id: str = ""
    data: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class StepText:
    """A step in one locale: its title, its parts in reading order and the data of its kind."""

    title: str
    parts: tuple[Part, ...]
    data: Json = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CompiledStep:
    """One step; `number` is "2.3", `settings` hold for all locales."""

    id: str
    module_id: str
    kind: str
    number: str
    minutes: int
    required: bool
    path: str
    objectives: tuple[str, ...]
    settings: Json
    texts: Mapping[str, StepText]

    def text(self, locale: str) -> StepText:
        """The step in `locale`, or in the course's first language where no translation exists."""
        return self.texts.get(locale) or next(iter(self.texts.values()))


@dataclass(frozen=True, kw_only=True)
class ModuleText:
    """A module's words in one locale; `summary` is plain text."""

    title: str
    subtitle: str = ""
    summary: str = ""


@dataclass(frozen=True, kw_only=True)
class CompiledModule:
    """A module: its objectives and its steps in order; `number` starts at 1."""

    id: str
    number: int
    texts: Mapping[str, ModuleText]
    objectives: tuple[Objective, ...]
    steps: tuple[CompiledStep, ...]

    def text(self, locale: str) -> ModuleText:
        """The module's words in `locale`, or in the course's first language."""
        return self.texts.get(locale) or next(iter(self.texts.values()))


@dataclass(frozen=True, kw_only=True)
class CourseText:
    """A course's words in one locale; `description_html` is sanitised."""

    title: str
    summary: str = ""
    audience: str = ""
    description_html: str = ""


@dataclass(frozen=True, kw_only=True)
class CompiledCourse:
    """A whole course without its answer keys; `locales` starts with the source language.

    `confidence` is whether questions ask how sure the learner is of the answer.
    """

    slug: str
    locales: tuple[str, ...]
    texts: Mapping[str, CourseText]
    modules: tuple[CompiledModule, ...]
    confidence: bool = True

    def text(self, locale: str) -> CourseText:
        """The course's words in `locale`, or in the course's first language."""
        return self.texts.get(locale) or self.texts[self.locales[0]]

    def steps(self) -> Iterator[CompiledStep]:
        """All steps in learning order."""
        for module in self.modules:
            yield from module.steps

    @cached_property
    def steps_by_id(self) -> Mapping[str, CompiledStep]:
        """Steps by their stable id."""
        return {step.id: step for step in self.steps()}

    @cached_property
    def modules_by_id(self) -> Mapping[str, CompiledModule]:
        """Modules by their stable id."""
        return {module.id: module for module in self.modules}

    def steps_after(self, step_id: str) -> tuple[CompiledStep, ...]:
        """The steps behind this one, in learning order; none behind a step that is not there."""
        steps = tuple(self.steps())
        return next((steps[n:] for n, step in enumerate(steps, start=1) if step.id == step_id), ())

    def required_step_ids(self) -> tuple[str, ...]:
        """The steps that completion of the course asks for, in order."""
        return tuple(step.id for step in self.steps() if step.required)


AnswerKeys = Mapping[str, Mapping[str, Json]]
"""Keys by locale, then by item or dialogue step id; sent to no browser before the answer is."""


def course_to_json(course: CompiledCourse) -> dict[str, Any]:
    """A plain JSON document of the course, the inverse of `course_from_json`."""
    return {
        "slug": course.slug,
        "locales": list(course.locales),
        "texts": {k: vars(v) for k, v in course.texts.items()},
        "modules": [_module_to_json(m) for m in course.modules],
        "confidence": course.confidence,
    }


def _module_to_json(module: CompiledModule) -> dict[str, Any]:
    return {
        "id": module.id,
        "number": module.number,
        "texts": {k: vars(v) for k, v in module.texts.items()},
        "objectives": [{"id": o.id, "texts": dict(o.texts)} for o in module.objectives],
        "steps": [_step_to_json(s) for s in module.steps],
    }


def _step_to_json(step: CompiledStep) -> dict[str, Any]:
    plain = {
        k: getattr(step, k)
        for k in ("id", "module_id", "kind", "number", "minutes", "required", "path")
    }
    texts = {
        locale: {"title": t.title, "data": dict(t.data), "parts": [vars(p) for p in t.parts]}
        for locale, t in step.texts.items()
    }
    return {
        **plain,
        "objectives": list(step.objectives),
        "settings": dict(step.settings),
        "texts": texts,
    }


def course_from_json(document: Json) -> CompiledCourse:
    """The course of a stored JSON document, as `course_to_json` made it."""
    return CompiledCourse(
        slug=document["slug"],
        locales=tuple(document["locales"]),
        texts={k: CourseText(**v) for k, v in document["texts"].items()},
        modules=tuple(_module_from_json(m) for m in document["modules"]),
        confidence=document.get("confidence", True),
    )


def _module_from_json(document: Json) -> CompiledModule:
    return CompiledModule(
        id=document["id"],
        number=document["number"],
        texts={k: ModuleText(**v) for k, v in document["texts"].items()},
        objectives=tuple(Objective(**o) for o in document["objectives"]),
        steps=tuple(_step_from_json(s) for s in document["steps"]),
    )


def _step_from_json(document: Json) -> CompiledStep:
    texts = {
        locale: StepText(
            title=t["title"], data=t["data"], parts=tuple(Part(**p) for p in t["parts"])
        )
        for locale, t in document["texts"].items()
    }
    rest = {k: v for k, v in document.items() if k not in ("texts", "objectives")}
    return CompiledStep(**rest, objectives=tuple(document["objectives"]), texts=texts)

"""What checking gathers on the way: modules and steps as read, before they are compiled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from courseapp.catalog.domain.compiled import AnswerKeys, CompiledCourse, CompiledStep
from courseapp.catalog.domain.documents import Document
from courseapp.catalog.domain.findings import Finding
from courseapp.catalog.domain.protocol import StepKind


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A whole course, checked; `course` is None when there are errors. `media` is by path."""

    findings: tuple[Finding, ...]
    course: CompiledCourse | None
    keys: AnswerKeys
    media: Mapping[str, bytes]

    @property
    def has_errors(self) -> bool:
        """Whether anything blocks publishing."""
        return any(finding.is_error for finding in self.findings)


@dataclass(frozen=True, kw_only=True)
class CheckedStep:
    """One file, checked in its course; `step` (with its `keys`) is None when it cannot be shown."""

    findings: tuple[Finding, ...]
    errors_elsewhere: int
    step: CompiledStep | None
    keys: AnswerKeys
    locale: str


@dataclass(frozen=True, kw_only=True)
class Version:
    """A module or step in one locale: `values` are typed, `front` as written where it fits.

    A translation's `values` and `front` also hold what only the source says.
    """

    locale: str
    document: Document
    values: Mapping[str, Any]
    front: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ModuleDraft:
    """A module as read; `versions` starts with the source when there is a module.md."""

    id: str
    number: int
    title: str
    path: str
    versions: tuple[Version, ...]
    objectives: Mapping[str, Mapping[str, str]]
    steps: tuple[StepDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepDraft:
    """A step as read; `versions` starts with the source."""

    id: str
    title: str
    kind: StepKind
    number: str
    path: str
    objectives: tuple[str, ...]
    versions: tuple[Version, ...] = field(default_factory=tuple)

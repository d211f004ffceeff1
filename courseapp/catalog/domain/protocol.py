"""What a kind of block and a kind of step must offer; catalog knows none of the exercises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from courseapp.catalog.domain.compiled import Json, Part


@dataclass(frozen=True, kw_only=True)
class FindingText:
    """The words of one code: `severity` is "error" or "warning"; {name} fields are filled in."""

    severity: str
    nl: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of source without its line end; `number` counts from 1 in the file."""

    number: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block `::: name {#id key=value}`; `lines` is the body without the fences."""

    name: str
    id: str
    attributes: Mapping[str, str]
    lines: tuple[Line, ...]
    line: int
    column: int = 1
    locale: str = "nl"


@dataclass(frozen=True, kw_only=True)
class Prose:
    """A run of ordinary Markdown lines."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class StepSource:
    """One step file, split: front matter (strings, lists or mappings of strings) and body.

    A translation's `front` also holds what only the source file says; its `id` is the source's.
    A value that its reader (see `schema`) refuses is reported already and left out of `front`.
    """

    path: str
    locale: str
    id: str
    front: Mapping[str, Any]
    front_lines: Mapping[str, int]
    body: tuple[Prose | Block, ...]


class Report(Protocol):
    """Collects findings of the file at hand; fields become the {names} of the finding's text."""

    def __call__(self, code: str, *, line: int, column: int = 1, **fields: object) -> None: ...


class Render(Protocol):
    """Turns Markdown lines into sanitised HTML; the only way from author text to HTML."""

    def block(self, lines: Sequence[Line]) -> str:
        """Block-level HTML (paragraphs, lists, tables)."""

    def inline(self, text: str, *, line: int) -> str:
        """Inline HTML of one line: emphasis, links, code; no paragraphs."""

    def image(self, src: str, *, alt: str, line: int) -> str:
        """An `<img>` of a media file of the course."""

    def apart(self) -> Render:
        """For what is shown on its own: each text has its notes with it, whatever had them before."""


@dataclass(frozen=True, kw_only=True)
class Compiled:
    """A block after compiling: public `data`, and the `keys` by item id that stay on the server."""

    data: Json
    keys: Mapping[str, Json] = field(default_factory=dict)


class BlockKind(Protocol):
    """One kind of fenced block; `parse` reports, and returns None when nothing usable is left."""

    name: str
    findings: Mapping[str, FindingText]

    def parse(self, block: Block, report: Report) -> Any | None: ...

    def compile(self, parsed: Any, render: Render) -> Compiled: ...

    def compare(self, source: Any, translation: Any, report: Report) -> None:
        """Report where the translation's ids, kinds or right answers differ from the source's."""


@dataclass(frozen=True, kw_only=True)
class CompiledBody:
    """A step's body after compiling in one locale."""

    parts: tuple[Part, ...]
    data: Json = field(default_factory=dict)
    keys: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Toolbox:
    """What a step kind may use: the block kinds by name and the renderer."""

    blocks: Mapping[str, BlockKind]
    render: Render


class StepKind(Protocol):
    """One kind of step. `fields` maps its own front matter fields to a reader (see `schema`)."""

    name: str
    findings: Mapping[str, FindingText]
    fields: Mapping[str, Callable[[Any], Any]]

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> Any | None: ...

    def settings(self, parsed: Any) -> Json:
        """What holds in every locale (draw, pass, attempts, start mood ...), as JSON."""

    def compile(self, parsed: Any, toolbox: Toolbox) -> CompiledBody: ...

    def compare(
        self, source: Any, translation: Any, blocks: Mapping[str, BlockKind], report: Report
    ) -> None: ...

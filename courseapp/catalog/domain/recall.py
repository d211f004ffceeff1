"""The block `::: recall {of=step/part}`: brings back what the learner gave earlier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from courseapp.catalog.domain.callouts import HEADING, check_attributes
from courseapp.catalog.domain.fences import split_blocks
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.protocol import (
    Block,
    BlockKind,
    Compiled,
    FindingText,
    Line,
    Prose,
    Render,
    Report,
)


@runtime_checkable
class QuotedStep(Protocol):
    """A kind of step whose answers a later lesson can bring back."""

    def list_quotable(self, parsed: Any, blocks: Mapping[str, BlockKind]) -> Mapping[str, int]:
        """The parts that can be brought back with their lines; "" is the step itself."""


@runtime_checkable
class QuotedBlock(Protocol):
    """A kind of block whose answers a later lesson can bring back."""

    def is_quotable(self, parsed: Any) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Recall:
    """What to bring back: a step, or with `part` one prompt, plan or question of it."""

    step: str
    part: str
    intro: tuple[Line, ...]


class RecallKind:
    """A block that quotes the learner's own words or choice; the body introduces them."""

    name = "recall"
    findings: Mapping[str, FindingText] = {}

    def parse(self, block: Block, report: Report) -> Recall | None:
        """The target and the introduction; whether the target exists is a rule of the course."""
        check_attributes(block, ("of",), report)
        step, part = read_target(block)
        if not step:
            report("recall-target", line=block.line)
            return None
        lines: list[Line] = []
        for piece in split_blocks(block.lines, locale=block.locale, report=report):
            if isinstance(piece, Prose):
                lines += piece.lines
            else:
                names: dict[str, Any] = {"name": piece.name, "outer": block.name}
                report("block-not-here", line=piece.line, **names)
        return Recall(step=step, part=part, intro=tuple(lines))

    def compile(self, parsed: Recall, render: Render) -> Compiled:
        """The target and the introduction; the words themselves are known per learner only."""
        intro = HEADING.sub(r"<\1h4>", render.block(parsed.intro))
        return Compiled(data={"step": parsed.step, "part": parsed.part, "intro_html": intro})

    def compare(self, source: Any, translation: Any, report: Report) -> None:
        """Each language names its own target, which is checked by itself."""


RECALL = RecallKind()


def read_target(block: Block) -> tuple[str, str]:
    """The step and the part in `of=`; two empty strings when it cannot be read."""
    step, slash, part = block.attributes.get("of", "").strip().partition("/")
    return (step, part) if step and bool(slash) == bool(part) else ("", "")


@dataclass(kw_only=True)
class Recalls:
    """What the steps of one course offer and ask for, noted in learning order."""

    offered: dict[str, dict[str, dict[str, tuple[int, int]]]] = field(default_factory=dict)
    """By language and step: the place (number of the step, line) of each part."""
    wanted: list[tuple[str, int, Block, Report]] = field(default_factory=list)
    steps: int = 0

    def note(
        self,
        step_id: str,
        locale: str,
        *,
        quotable: Mapping[str, int],
        asked: Sequence[Block],
        report: Report,
    ) -> None:
        """Note a step in one language: what it offers and which recalls stand in it."""
        places = {part: (self.steps, line) for part, line in quotable.items()}
        self.offered.setdefault(locale, {})[step_id] = places
        self.wanted += [(locale, self.steps, block, report) for block in asked]

    def check(self) -> None:
        """Report each recall of something unknown or of something that comes later."""
        for locale, place, block, report in self.wanted:
            step, part = read_target(block)
            if not step:
                continue
            # where a step has no translation, its readers see the source
            offered = {**next(iter(self.offered.values())), **self.offered[locale]}
            target = f"{step}/{part}" if part else step
            found = offered.get(step, {}).get(part)
            if found is None:
                names: dict[str, Any] = {"suggestion": suggest(target, _targets(offered))}
                report("recall-unknown", line=block.line, target=target, **names)
            elif found > (place, block.line):
                report("recall-later", line=block.line, target=target)


def _targets(offered: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for step, parts in offered.items():
        yield from (f"{step}/{part}" if part else step for part in parts)

"""The reflection as a kind of step.

::: prompt {#laatste-zin}
Welk gesprek liep af zonder dat jij het afrondde?
:::

::: plan {#mijn-plan follow_up=3,10}
Maak het zo klein dat het morgen kan.
:::
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from courseapp.catalog.domain.compiled import Json, Part
from courseapp.catalog.domain.protocol import (
    Block,
    BlockKind,
    CompiledBody,
    FindingText,
    Line,
    Render,
    Report,
    StepSource,
    Toolbox,
)
from courseapp.reflections.domain.findings import FINDINGS
from courseapp.reflections.domain.plan import FOLLOW_UP_DAYS, LONGEST


@dataclass(frozen=True, kw_only=True)
class Reflection:
    """A reflection step in one language."""

    intro: tuple[Line, ...]
    prompts: tuple[Block, ...]
    plan: Block
    follow_up: tuple[int, ...]


class ReflectionStep:
    """Prompts to write about, ending in an if-then plan."""

    name = "reflection"
    findings: Mapping[str, FindingText] = FINDINGS
    fields: Mapping[str, Callable[[Any], Any]] = {}

    def parse(
        self, source: StepSource, blocks: Mapping[str, BlockKind], report: Report
    ) -> Reflection | None:
        """The reflection of a step file, None without a prompt or a plan."""
        pieces = [piece for piece in source.body if isinstance(piece, Block)]
        prompts = [b for b in pieces if b.name == "prompt"]
        plans = [b for b in pieces if b.name == "plan"]
        _check_blocks(pieces, report)
        if not prompts:
            report("reflection-no-prompt", line=_first_line(source))
        if not plans:
            report("reflection-no-plan", line=_first_line(source))
        if not prompts or not plans:
            return None
        if pieces[-1] is not plans[0]:
            report("reflection-plan-last", line=plans[0].line)
        prose = (p for p in source.body if not isinstance(p, Block))
        return Reflection(
            intro=tuple(line for piece in prose for line in piece.lines),
            prompts=tuple(prompts),
            plan=plans[0],
            follow_up=_follow_up(plans[0], report),
        )

    def settings(self, parsed: Reflection) -> Json:
        """The working days after which one looks back."""
        return {"follow_up": list(parsed.follow_up)}

    def compile(self, parsed: Reflection, toolbox: Toolbox) -> CompiledBody:
        """Introduction, prompts and plan; a reflection has no right answers."""
        intro = toolbox.render.block(parsed.intro) if _plain(parsed.intro) else ""
        return CompiledBody(
            parts=(Part(kind="html", data={"html": intro}),) if intro else (),
            data={
                "prompts": [_prompt(block, toolbox.render) for block in parsed.prompts],
                "plan": {
                    "id": parsed.plan.id,
                    "html": toolbox.render.block(parsed.plan.lines),
                    "follow_up": list(parsed.follow_up),
                },
            },
        )

    def list_quotable(
        self, parsed: Reflection, blocks: Mapping[str, BlockKind]
    ) -> Mapping[str, int]:
        """The plan, under the step's own name too, and each prompt."""
        plan = parsed.plan
        return {
            **{block.id: block.line for block in parsed.prompts},
            **dict.fromkeys(("", plan.id), plan.line),
        }

    def compare(
        self,
        source: Reflection,
        translation: Reflection,
        blocks: Mapping[str, BlockKind],
        report: Report,
    ) -> None:
        """Report where the translation asks for other texts than its source."""
        if _structure(source) != _structure(translation):
            report("reflection-translation", line=translation.prompts[0].line)


def _check_blocks(pieces: Sequence[Block], report: Report) -> None:
    seen: dict[str, int] = {}
    for block in pieces:
        if block.name not in ("prompt", "plan"):
            report("reflection-block", line=block.line, name=block.name)
            continue
        if not block.id:
            report("reflection-id", line=block.line, name=block.name)
        elif block.id in seen:
            report("reflection-duplicate", line=block.line, id=block.id, first=seen[block.id])
        if block.name == "prompt" and not _plain(block.lines):
            report("reflection-empty", line=block.line)
        seen.setdefault(block.id, block.line)


def _follow_up(plan: Block, report: Report) -> tuple[int, ...]:
    text = plan.attributes.get("follow_up", "")
    if not text:
        return FOLLOW_UP_DAYS
    words = [word.strip() for word in text.split(",")]
    days = [int(word) for word in words if re.fullmatch(r"[0-9]{1,3}", word)]
    rising = all(a < b for a, b in pairwise(days))
    if len(days) == len(words) and rising and all(1 <= day <= LONGEST for day in days):
        return tuple(days)
    report("reflection-follow-up", line=plan.line, value=text)
    return FOLLOW_UP_DAYS


def _prompt(block: Block, render: Render) -> Json:
    return {"id": block.id, "html": render.block(block.lines), "text": _plain(block.lines)}


def _plain(lines: Sequence[Line]) -> str:
    return " ".join(" ".join(line.text for line in lines).split())


def _structure(reflection: Reflection) -> object:
    return [b.id for b in reflection.prompts], reflection.plan.id, reflection.follow_up


def _first_line(source: StepSource) -> int:
    for piece in source.body:
        if isinstance(piece, Block):
            return piece.line
        if piece.lines:
            return piece.lines[0].number
    return 1

"""The block `::: models`: how it often goes and how it could go, side by side."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.callouts import HEADING, check_attributes, play
from courseapp.catalog.domain.fences import split_blocks
from courseapp.catalog.domain.protocol import (
    Block,
    Compiled,
    FindingText,
    Line,
    Prose,
    Render,
    Report,
)

SIDES: Mapping[str, str] = {
    "minder": "weaker",
    "weaker": "weaker",
    "beter": "better",
    "better": "better",
}
"""The words before the colon of a heading, in either language, and the side they open."""

_WORDS: Mapping[str, Mapping[str, str]] = {
    "nl": {"models": "Twee manieren", "weaker": "Minder goed", "better": "Beter"},
    "en": {"models": "Two ways", "weaker": "Weaker", "better": "Better"},
}
_SIDE = re.compile(r"##[ \t]+([^:#]+?)[ \t]*(?::[ \t]*(.*?))?[ \t#]*\Z")


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two: `name` is "weaker" or "better"."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Models:
    """Both sides in the author's order, below an introduction that may be empty."""

    title: str
    intro: tuple[Line, ...]
    sides: tuple[Side, ...]
    line: int
    locale: str


class ModelsKind:
    """Behaviour modelling: a good and a bad example of the same conversation."""

    name = "models"
    findings: Mapping[str, FindingText] = {}

    def parse(self, block: Block, report: Report) -> Models | None:
        """Both sides, or None after reporting which is missing."""
        check_attributes(block, ("title",), report)
        lines: list[Line] = []
        for piece in split_blocks(block.lines, locale=block.locale, report=report):
            if isinstance(piece, Prose):
                lines += piece.lines
            else:
                names: dict[str, Any] = {"name": piece.name, "outer": block.name}
                report("block-not-here", line=piece.line, **names)
        intro, sides = _split(lines, report)
        filled = [side.name for side in sides if any(line.text.strip() for line in side.lines)]
        if sorted(filled) != ["better", "weaker"] or len(sides) != len(filled):
            report("models-sides", line=block.line)
            return None
        locale = "en" if block.locale == "en" else "nl"
        title = block.attributes.get("title", "").strip()
        return Models(title=title, intro=intro, sides=sides, line=block.line, locale=locale)

    def compile(self, parsed: Models, render: Render) -> Compiled:
        """Two scripts beside each other, each under a label in words."""
        words = _WORDS[parsed.locale]
        title = html.escape(parsed.title or words["models"], quote=False)
        intro = HEADING.sub(r"<\1h4>", render.block(parsed.intro))
        sides = "".join(_side(side, words[side.name], render) for side in parsed.sides)
        markup = f'<h3 class="tag">{title}</h3>{intro}<div class="pair">{sides}</div>'
        return Compiled(data={"html": f'<section class="models">{markup}</section>'})

    def compare(self, source: Any, translation: Any, report: Report) -> None:
        """Text has no structure to compare."""


def _split(lines: Sequence[Line], report: Report) -> tuple[tuple[Line, ...], tuple[Side, ...]]:
    """The lines above the first side, and the sides."""
    intro: list[Line] = []
    sides: list[tuple[str, str, list[Line]]] = []
    for line in lines:
        found = _SIDE.match(line.text)
        name = SIDES.get(found[1].casefold()) if found else None
        if found and name:
            sides.append((name, (found[2] or "").strip(), []))
        elif found:
            report("models-heading", line=line.number, heading=found[1])
        else:
            (sides[-1][2] if sides else intro).append(line)
    built = (Side(name=name, title=title, lines=tuple(rest)) for name, title, rest in sides)
    return tuple(intro), tuple(built)


def _side(side: Side, label: str, render: Render) -> str:
    first = side.lines[0].number
    title = f": {render.inline(side.title, line=first)}" if side.title else ""
    body = play(side.lines, render).replace("<h4>", "<h5>").replace("</h4>", "</h5>")
    head = f'<h4 class="tag">{html.escape(label)}{title}</h4>'
    return f'<section class="script {side.name}">{head}{body}</section>'


MODELS = ModelsKind()

"""The blocks of a lesson that hold text: the three layers, note, warning, example and keep."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.fences import split_blocks
from courseapp.catalog.domain.figure import FIGURE
from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.protocol import (
    Block,
    Compiled,
    FindingText,
    Line,
    Prose,
    Render,
    Report,
)

LABELS: Mapping[str, Mapping[str, str]] = {
    "claim": {"nl": "Wat het artikel zegt", "en": "What the article says"},
    "research": {"nl": "Wat onderzoek laat zien", "en": "What research shows"},
    "tomorrow": {"nl": "Wat je morgen doet", "en": "What you do tomorrow"},
    "note": {"nl": "Goed om te weten", "en": "Good to know"},
    "warning": {"nl": "Let op", "en": "Watch out"},
    "example": {"nl": "Voorbeeld", "en": "Example"},
    "keep": {"nl": "Onthoud", "en": "Remember"},
}
HEADING = re.compile(r"<(/?)h[2-6](?: id=\"[^\"]*\")?>")
_SPOKEN = re.compile(r"\*\*([^*:]{1,40}):\*\*[ \t]*(.*)\Z")
_SUBHEADING = re.compile(r"#{1,6}[ \t]+(.+?)[ \t#]*\Z")


@dataclass(frozen=True, kw_only=True)
class Callout:
    """A callout as written: its label and its pieces (prose, or a figure that was parsed)."""

    label: str
    pieces: tuple[Prose | Any, ...]


def check_attributes(block: Block, known: Iterable[str], report: Report) -> None:
    """Report attributes that the block does not have."""
    for name in block.attributes:
        if name not in known:
            hint = suggest(name, known)
            values: dict[str, Any] = {"attribute": name, "name": block.name, "suggestion": hint}
            report("block-unknown-attribute", line=block.line, **values)


class CalloutKind:
    """A block with a label and Markdown below it."""

    findings: Mapping[str, FindingText] = {}

    def __init__(self, name: str) -> None:
        self.name = name

    def parse(self, block: Block, report: Report) -> Callout | None:
        """Prose and figures; any other block inside is reported."""
        check_attributes(block, ("title",), report)
        pieces: list[Any] = []
        for piece in split_blocks(block.lines, locale=block.locale, report=report):
            if isinstance(piece, Prose):
                pieces.append(piece)
            elif piece.name == FIGURE.name:
                pieces.append(FIGURE.parse(piece, report))
            else:
                names: dict[str, Any] = {"name": piece.name, "outer": block.name}
                report("block-not-here", line=piece.line, **names)
        if not any(line.text.strip() for line in block.lines):
            report("block-empty", line=block.line, name=block.name)
            return None
        return Callout(label=self._label(block), pieces=tuple(p for p in pieces if p))

    def _label(self, block: Block) -> str:
        title = block.attributes.get("title", "")
        label = LABELS[self.name]["en" if block.locale == "en" else "nl"]
        return f"{label}: {title}" if title and self.name == "example" else title or label

    def compile(self, parsed: Callout, render: Render) -> Compiled:
        """A section with its label; headings inside are below the label."""
        label = html.escape(parsed.label, quote=False)
        body = "".join(self._body(parsed, render))
        markup = f'<h3 class="tag">{label}</h3>{body}'
        return Compiled(data={"html": f'<section class="callout {self.name}">{markup}</section>'})

    def _body(self, parsed: Callout, render: Render) -> Iterable[str]:
        for piece in parsed.pieces:
            if isinstance(piece, Prose):
                yield HEADING.sub(r"<\1h4>", render.block(piece.lines))
            else:
                yield str(FIGURE.compile(piece, render).data["html"])

    def compare(self, source: Any, translation: Any, report: Report) -> None:
        """Text has no structure to compare."""


class KeepKind(CalloutKind):
    """What to remember: each paragraph under the highlighter."""

    def compile(self, parsed: Callout, render: Render) -> Compiled:
        """A label and highlighted lines."""
        body = "".join(self._body(parsed, render))
        marked = body.replace("<p>", '<p><span class="mark">').replace("</p>", "</span></p>")
        label = html.escape(parsed.label, quote=False)
        return Compiled(data={"html": f'<div class="keep"><h3>{label}</h3>{marked}</div>'})


class ExampleKind(CalloutKind):
    """An example; lines that start with `**Name:**` are set as a play."""

    def compile(self, parsed: Callout, render: Render) -> Compiled:
        """A play when somebody speaks, else a callout."""
        prose = [piece for piece in parsed.pieces if isinstance(piece, Prose)]
        if not any(_SPOKEN.match(line.text) for piece in prose for line in piece.lines):
            return super().compile(parsed, render)
        body = "".join(
            play(piece.lines, render)
            if isinstance(piece, Prose)
            else str(FIGURE.compile(piece, render).data["html"])
            for piece in parsed.pieces
        )
        label = html.escape(parsed.label, quote=False)
        markup = f'<section class="script"><h3 class="tag">{label}</h3>{body}</section>'
        return Compiled(data={"html": markup})


def play(lines: Sequence[Line], render: Render) -> str:
    """Speakers and what they say, between subheadings and stage directions."""
    out: list[str] = []
    in_list = False
    for kind, name, group in _turns(lines):
        if in_list != (kind == "turn"):
            out.append("</dl>" if in_list else "<dl>")
            in_list = not in_list
        first = group[0].number
        text = " ".join(line.text.strip() for line in group)
        if kind == "turn":
            speaker = html.escape(name, quote=False)
            out.append(f"<dt>{speaker}</dt><dd>{render.inline(text, line=first)}</dd>")
        elif kind == "heading":
            out.append(f"<h4>{render.inline(name, line=first)}</h4>")
        else:
            out.append(HEADING.sub(r"<\1h4>", render.block(group)))
    return "".join([*out, "</dl>" if in_list else ""])


def _turns(lines: Sequence[Line]) -> list[tuple[str, str, list[Line]]]:
    """Groups of lines: ("turn", speaker, …), ("heading", text, …) or ("prose", "", …)."""
    groups: list[tuple[str, str, list[Line]]] = []
    fresh = True
    for line in lines:
        spoken, heading = _SPOKEN.match(line.text), _SUBHEADING.match(line.text)
        if not line.text.strip():
            fresh = True
        elif spoken:
            said = Line(number=line.number, text=spoken[2])
            groups.append(("turn", spoken[1].strip(), [said]))
            fresh = False
        elif heading:
            groups.append(("heading", heading[1], [line]))
            fresh = True
        elif fresh or not groups:
            groups.append(("prose", "", [line]))
            fresh = False
        else:
            groups[-1][2].append(line)
    return groups


CALLOUTS: tuple[CalloutKind, ...] = (
    *(CalloutKind(name) for name in ("claim", "research", "tomorrow", "note", "warning")),
    ExampleKind("example"),
    KeepKind("keep"),
)

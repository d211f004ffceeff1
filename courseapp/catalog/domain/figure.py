"""The block `::: figure {src=media/x.svg alt="…" caption="…"}`: an image with its caption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseapp.catalog.domain.findings import suggest
from courseapp.catalog.domain.protocol import Block, Compiled, FindingText, Line, Render, Report

ATTRIBUTES = ("src", "alt", "caption", "wide")
_WORDS = {"nl": ("Figuur", "Bekijk de gegevens"), "en": ("Figure", "Show the data")}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A figure as written; `number` is 0 until its lesson counts it, `data` says it in words."""

    src: str
    alt: str
    caption: str
    is_wide: bool
    data: tuple[Line, ...]
    line: int
    locale: str
    number: int = 0


class FigureKind:
    """An image with alt text, a numbered caption and, in its body, the same in words."""

    name = "figure"
    findings: Mapping[str, FindingText] = {}

    def parse(self, block: Block, report: Report) -> Figure | None:
        """The figure; a file and an alt text are required."""
        for name in block.attributes:
            if name not in ATTRIBUTES:
                values: dict[str, Any] = {
                    "name": block.name,
                    "suggestion": suggest(name, ATTRIBUTES),
                }
                report("block-unknown-attribute", line=block.line, attribute=name, **values)
        src, alt = block.attributes.get("src", ""), block.attributes.get("alt", "").strip()
        if not src:
            report("figure-src-missing", line=block.line)
            return None
        if not alt:
            report("image-alt-missing", line=block.line, target=src)
        return Figure(
            src=src,
            alt=alt,
            caption=block.attributes.get("caption", ""),
            is_wide=block.attributes.get("wide") == "yes",
            data=tuple(block.lines) if any(x.text.strip() for x in block.lines) else (),
            line=block.line,
            locale="en" if block.locale == "en" else "nl",
        )

    def compile(self, parsed: Figure, render: Render) -> Compiled:
        """A figure with its caption and, folded, what the picture says."""
        word, show = _WORDS[parsed.locale]
        image = render.image(parsed.src, alt=parsed.alt, line=parsed.line)
        label = f"<b>{word} {parsed.number}.</b> " if parsed.number else ""
        caption = label + render.inline(parsed.caption, line=parsed.line)
        body = render.block(parsed.data) if parsed.data else ""
        if body:
            body = f'<details class="asdata"><summary>{show}</summary>{body}</details>'
        css = "fig wide" if parsed.is_wide else "fig"
        shown = f"<figcaption>{caption.strip()}</figcaption>" if caption.strip() else ""
        return Compiled(data={"html": f'<figure class="{css}">{image}{shown}{body}</figure>'})

    def compare(self, source: Any, translation: Any, report: Report) -> None:
        """A translation may show another picture: words in it are translated too."""


FIGURE = FigureKind()

"""Hostile texts, dealt out over all fields of a course and of the database."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.security.course import Words

CORPORA = Path(__file__).parent / "corpora"
H5SC = re.compile(r'<div id="\d+">(.*?)//\["\'`-->\]\]>\]</div>', re.DOTALL)
TEMPLATES = (
    "{{7*7}}",
    "{% raw %}{% endraw %}",
    "${7*7}",
    "{0.__class__}",
    "%(name)s",
    "{{ config }}",
    "#{7*7}",
    "<%= 7*7 %>",
)
OWN = (
    "<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "'-alert(1)-'", "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>", "</script><script>alert(1)</script>", "--><script>alert(1)</script>",
    "[x](javascript:alert(1))", "[x](java&#10;script:alert(1))", "<javascript:alert(1)>", "![x](//evil.example/x.png)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)", "[x][r]\n\n[r]: javascript:alert(1)", "{: onclick=alert(1) style=color:red }",
    "<form id=csrf_token name=forms><input name=action></form>", "<a id=x href=//evil.example>x</a>", "<base href=//evil.example>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<math><mtext><table><mglyph><style><!--</style><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<template><script>alert(1)</script></template>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'>", "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<object data=//evil.example>", "<video><source onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)>", "<input autofocus onfocus=alert(1)>", "<style>@import '//evil.example/x.css';</style>",
)  # fmt: skip


def vectors() -> list[str]:
    """All hostile texts, as they are."""
    markup = H5SC.findall((CORPORA / "h5sc-vectors.txt").read_text())
    naughty = json.loads((CORPORA / "naughty-strings.json").read_text())
    return [*OWN, *TEMPLATES, *markup, *(text for text in naughty if text.strip())]


REFUSED = re.compile(r"!?\[[^\]]*\](\(|\[)")
"""Markdown links and pictures: those that lead astray are errors and never get published."""


def publishable() -> list[str]:
    """The texts that publishing lets through, with warnings."""
    return [text for text in vectors() if not REFUSED.search(text)]


def one_line(text: str) -> str:
    """The text on one line, as titles and options are, without the characters that YAML refuses."""
    line = " ".join(text.split())
    return "".join(c for c in line if c.isprintable() or c == " ")


def chunks(texts: list[str], size: int) -> Iterator[str]:
    """The texts joined to pieces of at most `size` characters, for ever."""
    pieces, piece = [], ""
    for text in map(one_line, texts):
        if piece and len(piece) + len(text) >= size:
            pieces, piece = [*pieces, piece], ""
        piece = f"{piece} {text}".strip()[:size]
    return itertools.cycle([*pieces, piece])


class HostileWords(Words):
    """Gives another piece of the corpora at every use."""

    lines = chunks(publishable(), 300)
    titles = chunks(publishable(), 500)
    bodies = itertools.cycle(
        ["\n\n".join(publishable()[at : at + 60]) for at in range(0, len(publishable()), 60)]
    )

    def __repr__(self) -> str:
        return "HostileWords()"

    def __getattribute__(self, name: str) -> Any:
        """The next piece for this field; what would end a line or a block of ours is left out."""
        kind = object.__getattribute__(self, "__class__")
        if name in ("line", "shown"):
            return next(kind.lines).replace("::", ":").replace("->", "").replace("→", "")
        if name == "title":
            return next(kind.titles).replace("→", "").replace("|", "/")
        if name == "body":
            return safe_block(next(kind.bodies))
        return object.__getattribute__(self, name)


def safe_block(text: str) -> str:
    """The same Markdown without lines that mean something else in the course language."""
    lines = [
        line
        for line in text.splitlines()
        if not re.match(r"\s*(:::|#|[-=]\s|---|why:|hint:|\d+\.)", line)
    ]
    return (
        "\n".join(lines).replace("[[", "[").replace("[^", "[").replace("[@", "[").replace("\0", "")
    )

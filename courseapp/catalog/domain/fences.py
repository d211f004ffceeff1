"""Fenced blocks: finding `::: name {#id key=value}` … `:::` in lines, without losing any."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from courseapp.catalog.domain.protocol import Block, Line, Prose, Report

_OPEN = re.compile(r" {0,3}(:{3,})[ \t]*([^\s:{}`][^\s{}]*)[ \t]*(?:\{(.*)\})?[ \t]*\Z")
_CLOSE = re.compile(r" {0,3}(:{3,})[ \t]*\Z")
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATTRIBUTE = re.compile(
    r"[ \t]*(?:#(?P<id>[^\s\"{}=#]+)|(?P<key>[A-Za-z][A-Za-z0-9_-]*)="
    r"(?:\"(?P<quoted>[^\"]*)\"|(?P<plain>[^\s\"{}“”]+)))(?=[ \t]|\Z)"
)


@dataclass(frozen=True, kw_only=True)
class Attributes:
    """What stood between the braces after a name."""

    id: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Lines `start` to `stop` (excluded); `closed` and `intruder` only matter for a block."""

    start: int
    stop: int
    is_block: bool
    closed: bool = True


def parse_attributes(text: str) -> Attributes | None:
    """Read `#id key=value key="two words"`; None when anything else stands there or a key twice."""
    ident, values, position = "", {}, 0
    text = text.strip()
    while position < len(text):
        found = _ATTRIBUTE.match(text, position)
        if found is None or (found["id"] and ident) or found["key"] in values:
            return None
        if found["id"]:
            ident = found["id"]
        else:
            quoted = found["quoted"]
            values[found["key"]] = found["plain"] if quoted is None else quoted
        position = found.end()
    return Attributes(id=ident, values=values)


def with_id(line: str, ident: str) -> str:
    """The opening fence `line` with `#ident` as its first attribute; the rest stays as it was."""
    opener = _OPEN.match(line)
    if opener is None or parse_attributes(opener[3] or "") is None:
        return line
    if opener[3] is None:
        end = opener.end(2)
        return f"{line[:end]} {{#{ident}}}{line[end:]}"
    start = opener.start(3)
    return f"{line[:start]}#{ident}{' ' if opener[3].strip() else ''}{line[start:]}"


def scan(lines: Sequence[str]) -> list[Span]:
    """Cut `lines` into prose and outermost blocks; the spans follow each other without a gap."""
    spans: list[Span] = []
    start = index = 0
    code = CodeFences()
    while index < len(lines):
        opener = None if code.is_code(lines[index]) else _OPEN.match(lines[index])
        if opener is None:
            index += 1
            continue
        if start < index:
            spans.append(Span(start=start, stop=index, is_block=False))
        span = _block_span(lines, index, len(opener[1]))
        spans.append(span)
        start = index = span.stop
    if start < len(lines):
        spans.append(Span(start=start, stop=len(lines), is_block=False))
    return spans


def _block_span(lines: Sequence[str], start: int, colons: int) -> Span:
    """The block that opens at `start`: until as many colons, or the next block of that size."""
    code = CodeFences()
    for index in range(start + 1, len(lines)):
        if code.is_code(lines[index]):
            continue
        close = _CLOSE.match(lines[index])
        if close and len(close[1]) == colons:
            return Span(start=start, stop=index + 1, is_block=True)
        opener = _OPEN.match(lines[index])
        if opener and len(opener[1]) >= colons:
            return Span(start=start, stop=index, is_block=True, closed=False)
    return Span(start=start, stop=len(lines), is_block=True, closed=False)


class CodeFences:
    """Remembers, line after line, whether a ``` or ~~~ fence is open."""

    def __init__(self) -> None:
        self._open = ""

    def is_code(self, line: str) -> bool:
        """Whether `line` belongs to a fenced code block, its fences included."""
        found = _CODE.match(line)
        if self._open:
            if found and found[1].startswith(self._open) and not line.strip(" \t`~"):
                self._open = ""
            return True
        if found and not (found[1][0] == "`" and "`" in line[found.end() :]):
            self._open = found[1]
            return True
        return False


def split_blocks(
    lines: Sequence[Line], *, locale: str, report: Report
) -> tuple[Prose | Block, ...]:
    """Prose and blocks of a body; the body of a block may be split again in the same way."""
    pieces: list[Prose | Block] = []
    for span in scan([line.text for line in lines]):
        inside = tuple(lines[span.start : span.stop])
        if not span.is_block:
            pieces.append(_prose(inside, report))
            continue
        block = _block(inside, span, locale, report)
        if block is not None:
            pieces.append(block)
    return tuple(pieces)


def _prose(lines: tuple[Line, ...], report: Report) -> Prose:
    code = CodeFences()
    kept = []
    for line in lines:
        if code.is_code(line.text) or not line.text.lstrip(" ").startswith(":::"):
            kept.append(line)
            continue
        stray = _CLOSE.match(line.text)
        report("block-stray-close" if stray else "block-bad-fence", line=line.number)
    return Prose(lines=tuple(kept))


def _block(lines: tuple[Line, ...], span: Span, locale: str, report: Report) -> Block | None:
    opener = _OPEN.match(lines[0].text)
    if opener is None:
        raise AssertionError("a block starts with its fence")
    first = lines[0]
    if not span.closed:
        report("block-unclosed", line=first.number, name=opener[2], colons=opener[1])
    attributes = parse_attributes(opener[3] or "")
    if attributes is None:
        column = opener.start(3) + 1
        report("block-bad-fence", line=first.number, column=column)
        attributes = Attributes()
    return Block(
        name=opener[2],
        id=attributes.id,
        attributes=attributes.values,
        lines=lines[1:-1] if span.closed else lines[1:],
        line=first.number,
        column=opener.start(1) + 1,
        locale=locale,
    )

"""Warnings about how easily Dutch text reads: long sentences, and je and u in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from courseapp.catalog.domain.fences import CodeFences
from courseapp.catalog.domain.protocol import Line, Report

LONGEST = 30
"""Words in a sentence; plain Dutch (B1) averages 10 to 15."""
MOST_FINDINGS = 5

_SKIPPED = re.compile(
    r"\s*(?:\||:::|#|!\[|```|~~~|=\s|\w+:\s*$|(?:goal|limit|moments|preset|[A-D]):)"
)
_ITEM = re.compile(r"^\s*(?:>|[-*+]\s|\d+\.\s|\[\^[^\]]+\]:|[a-z]+(?:\([^)]*\))?:\s)")
_MARKUP = re.compile(
    r"\[@[^\]]*\]|\[\^[^\]]*\]|`[^`]*`|\]\([^)]*\)|\{[^}]*\}|\[[ x]\]|→.*$|\([-+−]?\d\)"
)
_QUOTED = re.compile(r"[‘“\"][^’”\"]*(?:[’”\"](?=\w)[^’”\"]*)*[’”\"]")
_END = re.compile(r"(?<=[.!?…])['’”)*_]*\s+(?=[‘“\"'(*_]*[A-ZÀ-Þ0-9‘“])")
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,:]*")
_JE = re.compile(r"\b(?:je|jij|jou|jouw|jezelf)\b", re.IGNORECASE)
_U = re.compile(r"\b(?:u|uw|uzelf)\b", re.IGNORECASE)
_SPEAKER = re.compile(r"\s*\*\*[^*]+:\*\*")


def check_readability(lines: Sequence[Line], report: Report, *, is_speech: bool = False) -> None:
    """Report long sentences and mixed address in Dutch `lines`; spoken text may say what it likes."""
    found = 0
    for line, paragraph in _paragraphs(lines):
        for code, fields in _findings(paragraph, is_speech=is_speech):
            found += 1
            if found > MOST_FINDINGS:
                return
            report(code, line=line, **fields)


def _findings(paragraph: str, *, is_speech: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    for sentence in _END.split(paragraph):
        words = len(_WORD.findall(sentence))
        if words > LONGEST:
            excerpt = " ".join(sentence.split())[:40]
            yield "sentence-long", {"count": words, "limit": LONGEST, "excerpt": excerpt}
    own = _QUOTED.sub(" ", paragraph)
    if not is_speech and not _SPEAKER.match(paragraph) and _JE.search(own) and _U.search(own):
        yield "address-mixed", {}


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Runs of prose with the line where each begins; a list item or an answer is one of its own."""
    begun, words, code = 0, "", CodeFences()
    for line in lines:
        text = line.text
        is_prose = not code.is_code(text) and bool(text.strip()) and not _SKIPPED.match(text)
        if words and (not is_prose or _ITEM.match(text) or _SPEAKER.match(text)):
            yield begun, words
            words = ""
        if is_prose:
            begun = begun if words else line.number
            words = f"{words} {_MARKUP.sub(' ', _ITEM.sub('', text, count=1))}".strip()
    if words:
        yield begun, words

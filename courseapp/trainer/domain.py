"""Texts in the studio: line ends that stay as they were, differences line by line, words."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

WORDS_A_MINUTE = 200
CONTEXT = 3
MAX_COMPARED = 4000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, kw_only=True)
class DiffLine:
    """One line of a comparison; `sign` is "+", "-", " " or "…" for lines left out."""

    sign: str
    old: int | None
    new: int | None
    text: str


def split_lines(text: str) -> list[str]:
    """The lines of `text` with their ends; only CR and LF end a line."""
    return _LINE.findall(text)


def normalise(text: str) -> str:
    """`text` with LF at the end of each line, as a browser shows it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def keep_line_ends(original: str, edited: str) -> str:
    """`edited` (from a browser, which sends CRLF) with the line ends and BOM of `original`.

    Lines that did not change keep theirs; new lines get the one that is most used.
    """
    bom = "\ufeff" if original.startswith("\ufeff") else ""
    before, after = (
        split_lines(original[len(bom) :]),
        split_lines(normalise(edited.lstrip("\ufeff"))),
    )
    plain = [normalise(line) for line in before]
    if plain == after:
        return original
    usual = _usual_end(before)
    kept: list[str] = []
    for tag, old, old_end, new, new_end in _opcodes(plain, after):
        if tag == "equal":
            kept += before[old:old_end]
        else:
            kept += [line.replace("\n", usual) for line in after[new:new_end]]
    return bom + "".join(_apart(kept))


def _apart(lines: list[str]) -> Iterator[str]:
    """The lines, an empty one with the end of the line before it where CR and LF would be one."""
    last = ""
    for line in lines:
        last = "\r" if last.endswith("\r") and line == "\n" else line
        yield last


def _usual_end(lines: list[str]) -> str:
    ends = [line[len(line.rstrip("\r\n")) :] for line in lines]
    return max(("\n", "\r\n", "\r"), key=ends.count)


def _opcodes(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    """difflib's steps; only what lies between equal head and tail is compared, up to a limit."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    steps = [("equal", 0, head, 0, head)] if head else []
    if max(len(old), len(new)) > MAX_COMPARED:
        steps.append(("replace", head, head + len(old), head, head + len(new)))
    else:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        steps += [
            (t, a + head, b + head, c + head, d + head) for t, a, b, c, d in matcher.get_opcodes()
        ]
    end = (len(before) - tail, len(before), len(after) - tail, len(after))
    return [*steps, ("equal", *end)] if tail else steps


def compare(old: str, new: str) -> tuple[DiffLine, ...]:
    """The differences between two texts with three lines around each; empty when there are none."""
    before = [line.rstrip("\r\n") for line in split_lines(old)]
    after = [line.rstrip("\r\n") for line in split_lines(new)]
    lines = list(_all_lines(before, after))
    changed = [index for index, line in enumerate(lines) if line.sign != " "]
    near = {i for index in changed for i in range(index - CONTEXT, index + CONTEXT + 1)}
    shown: list[DiffLine] = []
    for index, line in enumerate(lines):
        if index in near:
            shown.append(line)
        elif changed and (not shown or shown[-1].sign != "…"):
            shown.append(DiffLine(sign="…", old=None, new=None, text=""))
    return tuple(shown)


def _all_lines(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    for tag, old, old_end, new, new_end in _opcodes(before, after):
        if tag == "equal":
            for step in range(old_end - old):
                text = before[old + step]
                yield DiffLine(sign=" ", old=old + step + 1, new=new + step + 1, text=text)
            continue
        for index in range(old, old_end):
            yield DiffLine(sign="-", old=index + 1, new=None, text=before[index])
        for index in range(new, new_end):
            yield DiffLine(sign="+", old=None, new=index + 1, text=after[index])


def count_words(text: str) -> int:
    """Words of the body that hold a letter; front matter does not count."""
    body = _FRONT.sub("", normalise(text))
    return sum(bool(_WORD.search(word)) for word in body.split())


def reading_minutes(words: int) -> int:
    """Minutes to read so many words, at least one."""
    return max(1, round(words / WORDS_A_MINUTE))

"""Ids in a course: read, proposed where missing, and each used once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from courseapp.catalog.domain.documents import Document
from courseapp.catalog.domain.ids import free_id, id_of_file, is_id, short_id, slug
from courseapp.catalog.domain.lesson import NAMELESS
from courseapp.catalog.domain.protocol import Block, Prose, Report

MAX_BLOCKS_IN_FILE = 500
MAX_BLOCKS = 3000


class Identities:
    """The ids that a course uses so far, by sort, with the place of each."""

    def __init__(self) -> None:
        self._places: dict[str, dict[str, str]] = {}
        self.blocks = 0

    def claim(self, sort: str, ident: str, *, path: str, line: int, report: Report) -> None:
        """Note that `ident` is used here; report when something else uses it already."""
        places = self._places.setdefault(sort, {})
        if ident in places:
            names = {"where": places[ident], "proposal": free_id(ident, places)}
            report("id-duplicate", line=line, id=ident, **names)  # type: ignore[arg-type]
        else:
            places[ident] = f"{path}:{line}"

    def names(self, sort: str) -> Mapping[str, str]:
        """The places by id."""
        return self._places.get(sort, {})


def document_id(document: Document, name: str, *, report: Report) -> str:
    """The id in the front matter, or the one that the file or folder `name` suggests."""
    given = document.front.values.get("id", "")
    proposal = id_of_file(name)
    if not isinstance(given, str) or not given.strip():
        if document.front.is_readable:
            report("id-missing", line=1, proposal=proposal)
        return proposal
    ident = given.strip()
    if not is_id(ident):
        proposal = slug(ident, fallback=proposal)
        report("id-bad", line=document.line_of("id"), id=ident, proposal=proposal)
        return proposal
    return ident


def named_body(
    body: Sequence[Prose | Block],
    *,
    names: frozenset[str] | None,
    source_ids: Mapping[int, str],
    taken: Mapping[str, str],
    report: Report,
) -> tuple[Prose | Block, ...]:
    """The body with an id on each block that needs one; `names` are the known blocks, if listed.

    In a translation `source_ids` gives, by position, the ids of the source's blocks.
    """
    out: list[Prose | Block] = []
    used = set(taken)
    position = -1
    for piece in body:
        if isinstance(piece, Block) and needs_id(piece, names):
            position += 1
            if position == MAX_BLOCKS_IN_FILE:
                report("block-too-many", line=piece.line, limit=MAX_BLOCKS_IN_FILE)
                break
            proposal = source_ids.get(position) or proposed_id(piece, used)
            piece = replace(piece, id=_usable_id(piece, proposal, report))
            used.add(piece.id)
        out.append(piece)
    return tuple(out)


def _usable_id(block: Block, proposal: str, report: Report) -> str:
    """The id as written, or another one where it is missing or cannot be an id."""
    if not block.id:
        report("block-id-missing", line=block.line, column=block.column, proposal=proposal)
        return proposal
    if is_id(block.id):
        return block.id
    better = slug(block.id, fallback=block.name)
    report("id-bad", line=block.line, column=block.column, id=block.id, proposal=better)
    return better


def needs_id(block: Block, names: frozenset[str] | None) -> bool:
    """Whether results or links refer to the block, so that its id must stay."""
    return block.name not in NAMELESS and (names is None or block.name in names)


def proposed_id(block: Block, taken: Mapping[str, str] | set[str]) -> str:
    """A short, readable id from the first line of the block."""
    first = next((line.text for line in block.lines if line.text.strip()), "")
    return short_id(first, fallback=block.name, taken=taken)

"""Numbered margin notes: the mark in the text, the note itself at the end of its paragraph."""

from __future__ import annotations

import re

from courseapp.catalog.markdown_rules import Page

_SPLIT = re.compile(r"(\ue000[0-9]+\ue001|<table|</(?:p|li|dd|dt|blockquote|h[1-6]|table|div)>)")
_LABEL = {"nl": "Noot", "en": "Note"}


def place_notes(html: str, page: Page) -> str:
    """Replace the marks that the inline rules left behind, numbering in reading order."""
    if "\ue000" not in html:
        return html
    out: list[str] = []
    waiting: list[str] = []
    in_table = False
    for piece in _SPLIT.split(html):
        if piece.startswith("\ue000"):
            out[-1:] = [piece.removesuffix(" ") for piece in out[-1:]]
            is_next = out[-1:] == [""] and any(before.startswith("<a ") for before in out[-2:-1])
            label = page.marks[int(piece[1:-1])]
            out.append(_reference(label, page, waiting, css="ref after" if is_next else "ref"))
            continue
        if piece == "<table":
            in_table = True
        if waiting and piece in ("</p>", "</li>", "</dd>", "</blockquote>") and not in_table:
            out.extend(_drain(waiting))
        out.append(piece)
        if piece == "</table>":
            in_table = False
        if waiting and not in_table and (piece == "</div>" or piece.startswith("</h")):
            out.append(f"<p>{''.join(_drain(waiting)).strip()}</p>")
    return "".join(out + _drain(waiting))


def _drain(waiting: list[str]) -> list[str]:
    notes, waiting[:] = list(waiting), []
    return notes


def _reference(label: str, page: Page, waiting: list[str], *, css: str) -> str:
    """The mark for `label`; its note joins `waiting` the first time that it is mentioned."""
    number = page.known.get(label) or page.numbers.get(label)
    if number is None:
        number = page.next_number()
        page.numbers[label] = number
        note = page.notes[label]
        waiting.append(f' <small class="note" id="c-note-{number}"><b>{number}</b> {note}</small>')
    name = f"{_LABEL.get(page.locale, _LABEL['en'])} {number}"
    return f'<a class="{css}" href="#c-note-{number}" aria-label="{name}">{number}</a>'

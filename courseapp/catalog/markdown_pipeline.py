"""Markdown to sanitised HTML: Python-Markdown with our rules, the sanitiser last.

Runs only inside the worker process (`markdown_worker`), because hostile Markdown costs time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement  # builds trees, parses none # nosec B405

import markdown
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension

from courseapp.catalog.domain.ids import free_id, slug
from courseapp.catalog.domain.words import heading_text
from courseapp.catalog.markdown_notes import place_notes
from courseapp.catalog.markdown_rules import CourseRules, Page
from courseapp.catalog.sanitiser import sanitise

_HEADING = re.compile(r"<(h[2-6])>(.*?)</\1>", re.DOTALL)
_PRIVATE = re.compile("[\ue000\ue001\x00-\x08\x0b-\x1f\x7f]")

_rules = CourseRules()
_markdown = markdown.Markdown(
    extensions=[
        TableExtension(use_align_attribute=True),
        SaneListExtension(),
        FencedCodeExtension(),
        _rules,
    ],
    output_format="html",
)


def convert(request: Mapping[str, Any]) -> dict[str, Any]:
    """Render one request (see `Renderer.render`): HTML, headings, notes used and problems."""
    page = Page.from_request(request)
    _rules.page = page
    text = _PRIVATE.sub("", request["text"])
    raw = _inline(text) if request["inline"] else _markdown.convert(text)
    clean = sanitise(place_notes(raw, page))
    clean, headings = _name_headings(clean, taken=set(request["ids"]))
    return {
        "html": clean,
        "headings": headings,
        "notes": page.numbers,
        "problems": [list(problem) for problem in page.problems],
    }


def _inline(text: str) -> str:
    """One run of text without paragraphs, lists or headings: only the inline rules apply."""
    _markdown.reset()
    root = Element("div")
    SubElement(root, "p").text = " ".join(text.split())
    for processor in _markdown.treeprocessors:
        changed = processor.run(root)
        root = root if changed is None else changed
    serialised = _markdown.serializer(root)
    output = serialised[serialised.index("<p>") + len("<p>") : serialised.rindex("</p>")]
    for after in _markdown.postprocessors:
        output = after.run(output)
    return output.strip()


def _name_headings(clean: str, *, taken: set[str]) -> tuple[str, list[dict[str, Any]]]:
    """Give every heading an id that is free on the page; `clean` is sanitised already."""
    headings: list[dict[str, Any]] = []

    def name(found: re.Match[str]) -> str:
        inside = found[2]
        title = heading_text(inside)
        ident = free_id(f"c-{slug(title)}", taken)
        taken.add(ident)
        headings.append({"level": int(found[1][1]), "id": ident, "title": title})
        return f'<{found[1]} id="{ident}">{inside}</{found[1]}>'

    return _HEADING.sub(name, clean), headings

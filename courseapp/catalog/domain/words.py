"""The words of sanitised HTML."""

from __future__ import annotations

import html
import re

_ASIDE = re.compile(r"<(table|pre|figure)\b.*?</\1>", re.DOTALL)
_NOTE = re.compile(r'<small class="note".*?</small>', re.DOTALL)
_REFERENCE = re.compile(r'<a [^>]*class="ref[^>]*>[^<]*</a>')
_TAG = re.compile(r"<[^>]*>")


def plain_text(markup: str) -> str:
    """All words in one line, without notes and the references to them."""
    words = _TAG.sub(" ", _REFERENCE.sub("", _NOTE.sub(" ", markup)))
    return " ".join(html.unescape(words).split())


def running_text(markup: str) -> str:
    """The same without tables, code and figures."""
    return plain_text(_ASIDE.sub(" ", markup))


def heading_text(markup: str) -> str:
    """The words of a heading, in which a tag parts no words."""
    return html.unescape(_TAG.sub("", _REFERENCE.sub("", markup))).strip()

"""The allow-list: the only tags, attributes, classes and addresses that may reach a page."""

from __future__ import annotations

import html
import re

import nh3

_TEXT_LEVEL = {"em", "strong", "b", "i", "code", "sub", "sup", "kbd", "mark", "cite", "q", "br"}
_INLINE = {*_TEXT_LEVEL, "abbr", "span", "del", "a", "img", "small"}
_BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr", "div"}
_TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
_LAYOUT = {"section", "figure", "figcaption", "dl", "dt", "dd", "details", "summary"}
_ATTRIBUTES = {
    "a": {"href", "title", "aria-label", "hreflang", "lang"},
    "img": {"src", "alt", "loading"},
    "small": {"id"},
    "ol": {"start"},
    "th": {"scope"},
    "div": {"tabindex", "role", "aria-label"},
    **{tag: {"lang"} for tag in ("span", "cite", "q", "mark", "abbr")},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
_ATTRIBUTES["abbr"] = {"lang", "title"}
_CLASSES = {
    "a": {"ref", "after"},
    "small": {"note"},
    "p": {"lead", "tag", "end"},
    "h3": {"tag"},
    "h4": {"tag"},
    "span": {"mark", "nb"},
    "div": {"scroll", "keep", "pair"},
    "table": {"tbl"},
    "th": {"r"},
    "td": {"r"},
    "figure": {"fig", "wide"},
    "details": {"asdata"},
    "section": {"script", "callout", "claim", "research", "tomorrow", "example", "note", "warning"}
    | {"models", "weaker", "better"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_MEDIA = re.compile(r"/media/[a-z0-9-]+/[0-9a-f]{12}/[A-Za-z0-9._-]+\Z")
_ID = re.compile(r"c-[a-z0-9-]{1,80}\Z")
UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
_MOST_PASSES = 6
_FIXED = {"loading": {"lazy"}, "role": {"region"}, "tabindex": {"0"}, "scope": {"col", "row"}}


def is_safe_link(address: str) -> bool:
    """Whether an address, as a browser reads it, is relative or has an allowed scheme."""
    seen = UNSEEN.sub("", html.unescape(address))
    scheme, colon, _ = re.split(r"[/?#]", seen, maxsplit=1)[0].partition(":")
    return scheme.lower() in SCHEMES if colon else not seen.startswith(("//", "/\\", "\\"))


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value that an allowed attribute may keep, None to drop it."""
    if name == "src":
        return value if _MEDIA.match(value) else None
    if name == "href":
        return value if is_safe_link(value) else None
    if name == "id":
        return value if _ID.match(value) else None
    if name in _FIXED:
        return value if value in _FIXED[name] else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_INLINE | _BLOCKS | _TABLE | _LAYOUT,
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    allowed_classes=_CLASSES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def sanitise(markup: str) -> str:
    """`markup` with everything outside the allow-list removed; doing it twice changes nothing.

    Misnested markup can change again when it is parsed again; what never settles becomes text.
    """
    for _ in range(_MOST_PASSES):
        before, markup = markup, _CLEANER.clean(markup)
        if before == markup:
            return markup
    return html.escape(markup, quote=False)

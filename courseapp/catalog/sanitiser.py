"""The allow-list: the only tags, attributes, classes and addresses that may reach a page."""

from __future__ import annotations

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
    "a": {"ref"},
    "small": {"note"},
    "p": {"lead", "tag", "end"},
    "h3": {"tag"},
    "h4": {"tag"},
    "span": {"mark", "nb"},
    "div": {"scroll", "keep"},
    "table": {"tbl"},
    "th": {"r"},
    "td": {"r"},
    "figure": {"fig", "wide"},
    "details": {"asdata"},
    "section": {"script", "callout", "claim", "research", "tomorrow", "example", "note", "warning"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_MEDIA = re.compile(r"/media/[a-z0-9-]+/[0-9a-f]{12}/[A-Za-z0-9._-]+\Z")
_ID = re.compile(r"c-[a-z0-9-]{1,80}\Z")
_FIXED = {"loading": {"lazy"}, "role": {"region"}, "tabindex": {"0"}, "scope": {"col", "row"}}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """The value that an allowed attribute may keep, None to drop it."""
    if name == "src":
        return value if _MEDIA.match(value) else None
    if name == "href" and value.lstrip("\x00\t\n\r\f ").replace("\\", "/").startswith("//"):
        return None
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


def sanitise(html: str) -> str:
    """`html` with everything outside the allow-list removed; doing it twice changes nothing."""
    return _CLEANER.clean(html)

"""Our rules on top of Python-Markdown: notes, a short list of HTML, media, links and tables."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import Element  # builds trees, parses none # nosec B405

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from courseapp.catalog.domain.ids import slug
from courseapp.catalog.sanitiser import UNSEEN, is_safe_link

MOST_ALIKE = 50
_NOTE = r"\[(?:\^([^\]\[\s]{1,60})|(@[^\]\[\n]{1,200}))\]"
_ALLOWED_TAG = (
    r"</?(?:span|sub|sup|kbd|abbr|mark|cite|q|br)"
    r"(?:\s(?:lang|title)=\"[^\"<>]{0,100}\"){0,2}\s?/?>"
)
_OTHER_TAG = r"</?[a-zA-Z!][^<>]{0,300}>"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_ITEM = re.compile(r"(?:[-*+]|1\.)[ \t]+\S")
_LISTED = re.compile(r"(?:[-*+]|[0-9]+\.)[ \t]|[ \t>|#]")
_LATER = re.compile("\x02[^\x03]*\x03|\ue000[^\ue001]*\ue001")
_CAPTION = re.compile(r"(?:Tabel|Table):\s*")


@dataclass(kw_only=True)
class Page:
    """What the rules must know about the page at hand, and what they find."""

    locale: str
    shift: int
    base: str
    media: Mapping[str, str]
    steps: Mapping[str, str]
    notes: Mapping[str, str]
    known: Mapping[str, int]
    given: int
    numbers: dict[str, int] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def from_request(cls, request: Mapping[str, Any]) -> Page:
        """The page of a request; see `Renderer.render` for its fields."""
        names = ("locale", "shift", "base", "media", "steps", "notes", "known", "given")
        return cls(**{name: request[name] for name in names})

    def next_number(self) -> int:
        """The number for the next note that was not seen before."""
        return self.given + len(self.numbers) + 1

    def problem(self, code: str, target: str) -> None:
        """Remember something to tell the author, found at the text `target`.

        Each code has a limit of its own, so that many small things never hide a serious one.
        """
        alike = sum(known == code for known, _ in self.problems)
        if alike < MOST_ALIKE and (code, target[:200]) not in self.problems:
            self.problems.append((code, target[:200]))

    def find(self, target: str, where: Mapping[str, str]) -> str | None:
        """The address of a file, named from the file at hand or from the course's folder."""
        path = unquote(target)
        for name in (posixpath.join(self.base, path), path):
            if found := where.get(posixpath.normpath(name)):
                return found
        return None


class CourseRules(Extension):
    """Registers the rules; set `page` before each conversion."""

    page: Page

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is the library's
        """Take raw HTML out of Python-Markdown and put our rules in."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_Tidy(md), "course-tidy", 20)
        md.inlinePatterns.register(_Notes(_NOTE, md, self), "course-notes", 176)
        md.inlinePatterns.register(_AllowedTag(_ALLOWED_TAG, md), "course-tag", 91)
        md.inlinePatterns.register(_OtherTag(_OTHER_TAG, md, self), "course-no-tag", 90)
        md.treeprocessors.register(_Tree(md, self), "course-tree", -10)


class _Tidy(Preprocessor):
    """Drops HTML comments and lets a list follow its paragraph without an empty line between."""

    def run(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        for line in _without_comments("\n".join(lines)).split("\n"):
            before = out[-1] if out else ""
            if _ITEM.match(line) and before.strip() and not _LISTED.match(before):
                out.append("")
            out.append(line)
        return out


def _without_comments(text: str) -> str:
    pieces, position = [], 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        pieces.append(text[position:start])
        position = end + 3
    return "".join([*pieces, text[position:]])


class _Notes(InlineProcessor):
    """`[^x]` and `[@key; @other]` become marks that `place_notes` numbers later."""

    def __init__(self, pattern: str, md: Markdown, rules: CourseRules) -> None:
        super().__init__(pattern, md)
        self._rules = rules

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        page = self._rules.page
        labels = [f"^{m[1]}"] if m[1] else [part.strip() for part in m[2].split(";")]
        marks = ""
        for label in labels:
            if label in page.notes:
                marks += f"\ue000{len(page.marks)}\ue001"
                page.marks.append(label)
            else:
                page.problem("footnote-missing" if m[1] else "source-missing", label.lstrip("^@"))
        return marks, m.start(0), m.end(0)


class _AllowedTag(InlineProcessor):
    """A tag of the short list goes through as it is; the sanitiser still sees it."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        return self.md.htmlStash.store(m[0]), m.start(0), m.end(0)


class _OtherTag(InlineProcessor):
    """Any other tag is text."""

    def __init__(self, pattern: str, md: Markdown, rules: CourseRules) -> None:
        super().__init__(pattern, md)
        self._rules = rules

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        self._rules.page.problem("html-not-allowed", m[0])
        return m[0], m.start(0), m.end(0)


class _Tree(Treeprocessor):
    """Shifts headings, resolves images and links, wraps tables."""

    def __init__(self, md: Markdown, rules: CourseRules) -> None:
        super().__init__(md)
        self._rules = rules

    def run(self, root: Element) -> None:
        page = self._rules.page
        for element in root.iter():
            if re.fullmatch("h[1-6]", element.tag):
                element.tag = f"h{min(max(int(element.tag[1]) + page.shift, 2), 6)}"
            elif element.tag == "img":
                _resolve_image(element, page)
            elif element.tag == "a":
                _resolve_link(element, page)
            elif element.tag in ("td", "th"):
                _align(element)
        for parent in list(root.iter()):
            for table in parent.findall("table"):
                _wrap_table(parent, table, page)


def _resolve_image(image: Element, page: Page) -> None:
    target = _address(image.get("src", ""))
    if not image.get("alt", "").strip():
        page.problem("image-alt-missing", target)
    address = page.find(target, page.media)
    remote = _SCHEME.match(target) or target.startswith("//")
    if address is None:
        page.problem("image-remote" if remote else "media-missing", target)
    image.attrib = {"src": address or "", "alt": image.get("alt", ""), "loading": "lazy"}


def _resolve_link(link: Element, page: Page) -> None:
    target = _address(link.get("href", ""))
    scheme = _SCHEME.match(target)
    if not is_safe_link(target):
        page.problem("link-scheme", target)
        del link.attrib["href"]
    elif target.startswith("#"):
        link.set("href", _fragment(target[1:]))
    elif not scheme and target.partition("#")[0].endswith(".md"):
        path, _, fragment = target.partition("#")
        step = page.find(path, page.steps)
        if step is None:
            page.problem("link-missing", target)
            del link.attrib["href"]
        else:
            link.set("href", step + (_fragment(fragment) if fragment else ""))


def _fragment(name: str) -> str:
    """The address of a heading on a page, from the heading's words or its own address."""
    return f"#c-{slug(name.removeprefix('c-'))}"


def _address(value: str) -> str:
    """An address as a browser would read it: entities decoded, invisible characters gone."""
    return UNSEEN.sub("", html.unescape(value))


def _align(cell: Element) -> None:
    if cell.attrib.pop("align", "") == "right":
        cell.set("class", "r")
    if cell.tag == "th" and not len(cell) and not (cell.text or "").strip():
        cell.tag = "td"  # the corner of a table heads nothing
    if cell.tag == "th":
        cell.set("scope", "col")


def _words(element: Element) -> str:
    """The words of an element, without the marks that HTML and notes replace later."""
    return " ".join(_LATER.sub("", "".join(element.itertext())).split())


def _table_name(table: Element, locale: str) -> str:
    """A name of its own for a table without a caption: its headings and where it begins."""
    heads = [_words(cell) for cell in table.iter("th")]
    words = ", ".join(filter(None, (*heads, next(map(_words, table.iter("td")), ""))))
    return f"{'Tabel' if locale == 'nl' else 'Table'}: {words}"[:120]


def _wrap_table(parent: Element, table: Element, page: Page) -> None:
    """A region that scrolls by keyboard; a paragraph "Tabel: …" beside it becomes the caption."""
    siblings = list(parent)
    index = siblings.index(table)
    region = Element("div", {"class": "scroll", "tabindex": "0", "role": "region"})
    region.set("aria-label", _table_name(table, page.locale))
    region.tail, table.tail = table.tail, None
    table.set("class", "tbl")
    for neighbour in siblings[max(index - 1, 0) : index] + siblings[index + 1 : index + 2]:
        if neighbour.tag == "p" and _CAPTION.match(neighbour.text or ""):
            neighbour.tag = "caption"
            neighbour.text = _CAPTION.sub("", neighbour.text or "", count=1)
            neighbour.tail = None
            parent.remove(neighbour)
            table.insert(0, neighbour)
            region.set("aria-label", _words(neighbour))
            break
    position = list(parent).index(table)
    parent.remove(table)
    region.append(table)
    parent.insert(position, region)

"""Nothing that an author writes can act: the allow-list is last and holds in every field."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courseapp.catalog.domain.check import check_step
from courseapp.catalog.domain.protocol import Line
from courseapp.catalog.markdown import renderer
from courseapp.catalog.sanitiser import sanitise
from courseapp.kinds import BLOCK_KINDS, STEP_KINDS
from tests.catalog.courses import LESSON, check, codes, lesson

SCRIPTED = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "java&#10;script:alert(1)",
    "java&#x0A;script:alert(1)", "&#x6A;avascript:alert(1)", "&#106;avascript:alert(1)", "&#0000106avascript:alert(1)",
    "javascript&colon;alert(1)", "javascript&#58;alert(1)", " javascript:alert(1)", "\x01javascript:alert(1)",
    "&#1;javascript:alert(1)", "java\\\nscript:alert(1)", "vbscript:msgbox(1)", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=", "blob:https://x/1", "file:///etc/passwd", "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)", "jar:javascript:alert(1)!", "//evil.example/x", "\\\\evil.example", "/\\evil.example",
    "java%0ascript:alert(1)", "j&Tab;avascript:alert(1)", "java&NewLine;script:alert(1)", "ftp://x.nl/a",
]  # fmt: skip
FORMS = [
    "[x]({})",
    "[x](<{}>)",
    "<{}>",
    "[x][r]\n\n[r]: {}",
    "![x]({})",
    '[x]({} "t")',
    '<a href="{}">x</a>',
]
PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><style><img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<form id=csrf_token><input name=action>", "<a id=x name=y>", "<style>*{color:red}</style>",
    "<span lang=\"en\" onclick=\"alert(1)\">x</span>", "<span style=\"x\">", "<br onmouseover=alert(1)>", "<q lang='\"><script>'>x",
    "`<script>`", "```\n</code><script>alert(1)</script>\n```", "``` {#id onclick=alert(1)}\nx\n```", "[x](y 'onclick=\"alert(1)')",
    "![\"onerror=alert(1)](media/stip.svg)", "[a](b \"<script>\")", "| <script> |\n|---|\n| <img onerror=x> |", "# <script>alert(1)</script>",
    "**<script>**", "&lt;script&gt;", "\x02script\x03", "\x02wzxhzdk:0\x03", "<kbd title=\"x\" title=\"y\">", "<!--><script>alert(1)</script>-->",
    "<<script>script>alert(1)</script>", "<object data=x>", "<embed src=x>", "<base href=//x>", "<meta http-equiv=refresh>", "<link rel=x>",
    "<template><script>alert(1)</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
]  # fmt: skip
TAGS = {"a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "details", "div", "dl", "dt", "em", "figcaption", "figure", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "mark", "ol", "p", "pre", "q", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}  # fmt: skip
ATTRIBUTES = {
    "href", "title", "aria-label", "lang", "src", "alt", "loading", "id", "start", "scope", "tabindex", "role", "class", "hreflang",
}  # fmt: skip


class _Inspector(HTMLParser):
    """Collects what is outside the allow-list, in a reading of the HTML that is not the sanitiser's."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.bad.append(tag)
        for name, value in attrs:
            text = "".join(char for char in (value or "") if char > " ").lower()
            if name not in ATTRIBUTES:
                self.bad.append(f"{tag} {name}")
            if name == "id" and not text.startswith("c-"):
                self.bad.append(f"id {text}")
            if name == "src" and not text.startswith("/media/"):
                self.bad.append(f"src {text}")
            scheme, colon, _ = text.split("/")[0].partition(":")
            if name == "href" and colon and scheme not in ("http", "https", "mailto", "tel"):
                self.bad.append(f"href {text}")
            if name == "href" and text.replace("\\", "/").startswith("//"):
                self.bad.append(f"href {text}")


def bad_in(html: str) -> list[str]:
    inspector = _Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.bad


def block(text: str) -> str:
    return renderer().block([Line(number=i, text=t) for i, t in enumerate(text.split("\n"), 1)])


@pytest.mark.requirement("SEC-17")
@pytest.mark.parametrize("target", SCRIPTED)
@pytest.mark.parametrize("form", FORMS)
def test_no_spelling_of_a_scripted_link_survives(target: str, form: str) -> None:
    assert bad_in(block(form.format(target))) == []


@pytest.mark.requirement("SEC-16", "SEC-18")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives_in_any_place(payload: str) -> None:
    for text in (
        payload,
        f"> {payload}",
        f"- {payload}",
        f"**{payload}**",
        f"| {payload} |\n|---|\n| x |",
    ):
        assert bad_in(block(text)) == [], text
    assert bad_in(renderer().inline(payload, line=1)) == []


@pytest.mark.requirement("SEC-16", "SEC-18")
@pytest.mark.parametrize("payload", [p for p in PAYLOADS if "\n" not in p])
def test_no_payload_survives_in_any_field_of_a_lesson(payload: str) -> None:
    quoted = payload.replace('"', "'")
    text = (
        f'::: note {{title="{quoted}"}}\n{payload}\n:::\n\n::: example\n**{payload}:** {payload}\n:::\n\n'
        f'::: figure {{src=media/stip.svg alt="{quoted}" caption="{quoted}"}}\n{payload}\n:::\n\n'
        f"::: question {{#q}}\n{payload}\n\n- [x] a {payload}\n  > {payload}\n- [ ] b\n\nhint: {payload}\nwhy: {payload}\n:::\n\n"
        f"::: keep\n{payload}\n:::\n\nTekst[^n] {payload}\n\n[^n]: {payload}\n"
    )
    files = lesson(text) | {
        "media/stip.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    checked = check_step(
        files, LESSON, files[LESSON], blocks=BLOCK_KINDS, steps=STEP_KINDS, render=renderer()
    )
    assert checked.step is not None
    parts = checked.step.texts["nl"].parts
    shown = [p.data["html"] for p in parts if p.kind == "html"]
    question = next(part.data for part in parts if part.kind == "question")
    shown += [
        question["prompt_html"],
        question["hint_html"],
        *(o["html"] for o in question["options"]),
    ]
    key = checked.keys["nl"]["q"]
    shown += [*key["feedback"].values(), key["why_html"]]
    assert len(shown) > 8
    assert [bad for html in shown for bad in bad_in(html)] == []


@pytest.mark.requirement("SEC-17")
def test_a_scripted_link_and_foreign_html_are_told_to_the_author() -> None:
    found = codes(check(lesson("[x](java&#10;script:alert(1))\n\n<marquee>x</marquee>")))
    assert {"link-scheme", "html-not-allowed"} <= found


PIECES = st.sampled_from(
    [
        "<svg>", "<math>", "<style>", "</style>", "<template>", "<noscript>", "</noscript>", "<table>", "<td>", "<p>", "</p>",
        "<!--", "-->", "<a href='javascript:x'>", "<img src=x onerror=y>", "<mglyph>", "<mtext>", "</", "<", ">", '"', "'", "&lt;",
        "<span class='mark x'>", "<h2 id=x>", "<section class=note>", "<q>", "<li>", "</svg>", "<title>", "<textarea>", "<select>", "a",
    ]
)  # fmt: skip


@pytest.mark.requirement("SEC-20")
@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_sanitising_is_clean_and_stable(markup: str) -> None:
    once = sanitise(markup)
    assert bad_in(once) == []
    assert sanitise(once) == once


@pytest.mark.requirement("SEC-20")
@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab []()*_`<>!#|-:\n\"'&;\\{}^@~\t1.", max_size=60))
def test_any_markdown_gives_clean_stable_html(text: str) -> None:
    html = block(text)
    assert bad_in(html) == [] and renderer().sanitise(html) == html

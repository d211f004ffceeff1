"""Following every link as every role, in both languages, finds no broken one and no anchor without a target."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]
PEOPLE = {
    "visitor": "",
    "trainee": "samira@lindekroon.example",
    "trainer": "marijke@naklank.example",
    "hr": "joost@lindekroon.example",
    "operator": "beheer@naklank.example",
}
MOST_PAGES = 1_000
"""An end for a site that makes up ever new addresses; the test fails when it is reached."""
ADDRESSES = {
    "a": "href",
    "link": "href",
    "script": "src",
    "img": "src",
    "use": "href",
    "iframe": "src",
}


class Links(HTMLParser):
    """All addresses and all ids of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids.add(values["id"] or "")
        address = values.get(ADDRESSES.get(tag, ""))
        if address:
            self.found.append(address)


@pytest.mark.parametrize("locale", ["nl", "en"])
@pytest.mark.parametrize("role", PEOPLE)
def test_every_link_leads_somewhere(
    visitor: Callable[..., Visitor], role: str, locale: str
) -> None:
    me = visitor(locale=locale)
    if PEOPLE[role]:
        me.sign_in(PEOPLE[role])
    waiting = [(me.site.url + path, "start") for path in ("/", "/hulp", "/certificaten")]
    seen: set[str] = set()
    broken: list[str] = []
    while waiting and len(seen) < MOST_PAGES:
        address, origin = waiting.pop(0)
        page, anchor = urldefrag(address)
        if page in seen and not anchor:
            continue
        response = me.page.context.request.get(page, headers={"Accept-Language": locale})
        seen.add(page)
        if response.status >= 400:
            broken.append(f"{response.status} {page} (on {origin})")
        if "text/html" not in response.headers.get("content-type", ""):
            continue
        links = Links(response.text())
        if anchor and anchor not in links.ids:
            broken.append(f"no #{anchor} on {page} (on {origin})")
        for link in links.found:
            target = urljoin(page, link)
            same_page = urldefrag(target)[0] in seen
            if (
                target.startswith(me.site.url)
                and not same_page
                and "/static/" not in urlsplit(target).path
            ):
                waiting.append((target, page))
            elif link.startswith("#") and len(link) > 1 and link[1:] not in links.ids:
                broken.append(f"no {link} on {page} itself")
    assert sorted(set(broken)) == []
    assert 5 <= len(seen) < MOST_PAGES

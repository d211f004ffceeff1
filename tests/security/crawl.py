"""Reads everything that a person can reach by following links, and downloads what can be downloaded."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient

LINK = re.compile(r'(?:href|src|action)="([^"]*)"')
SKIPPED = ("/static/",)
MOST = 300


def crawl(browser: FlaskClient, *starts: str) -> dict[str, str]:
    """The text of every page that links lead to from `starts`, by path."""
    waiting, pages = list(starts or ("/",)), dict[str, str]()
    while waiting:
        url = waiting.pop()
        if url in pages or url.startswith(SKIPPED):
            continue
        assert len(pages) < MOST, f"endless links: {list(pages)[-5:]}"
        response = browser.get(url)
        pages[url] = f"{response.headers} {text_of(response.get_data())}"
        waiting += [response.headers["Location"]] if "Location" in response.headers else []
        if response.mimetype == "text/html":
            waiting += links(url, response.get_data(as_text=True))
    return pages


def links(url: str, html: str) -> list[str]:
    """The addresses on this site that a page links to, without fragments."""
    found = [urlsplit(urljoin(url, unescape(target))) for target in LINK.findall(html)]
    return [
        part.path + (f"?{part.query}" if part.query else "")
        for part in found
        if not part.scheme and not part.netloc and part.path
    ]


def text_of(body: bytes) -> str:
    """The text of an answer; a workbook is unpacked first."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())

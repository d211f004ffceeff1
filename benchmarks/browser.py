"""What a first visit loads: the real lesson in Chromium with an empty cache."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from playwright.sync_api import Browser, sync_playwright

from benchmarks.installation import Installation
from tests.chromium import EXECUTABLE


@dataclass(frozen=True)
class Weight:
    """Bytes over the wire (bodies as sent, with headers) and requests, by kind."""

    requests: int
    bytes: int
    font_bytes: int
    by_kind: dict[str, int]

    @property
    def other_bytes(self) -> int:
        """All that is not a font."""
        return self.bytes - self.font_bytes


def weigh_lesson(site: Installation, visits: int) -> list[Weight]:
    """Open the first lesson `visits` times, each in a new browser profile."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=["--no-sandbox"])
        try:
            return [_visit(browser, site) for _ in range(visits)]
        finally:
            browser.close()


def _visit(browser: Browser, site: Installation) -> Weight:
    visitor = site.trainees[0]
    base = f"http://127.0.0.1:{site.server.port}"
    context = browser.new_context(locale="nl", viewport={"width": 390, "height": 844})
    try:
        context.add_cookies([{"name": "courseapp", "value": visitor.cookie, "url": base}])
        page = context.new_page()
        kinds: dict[str, str] = {}
        sizes: dict[str, int] = {}
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        network.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
        network.on(
            "Network.loadingFinished",
            lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}),
        )
        page.goto(base + visitor.lesson().path, wait_until="networkidle")
        page.wait_for_timeout(300)
        by_kind: Counter[str] = Counter()
        for request, size in sizes.items():
            by_kind[kinds[request]] += size
        return Weight(len(sizes), sum(sizes.values()), by_kind["Font"], dict(by_kind))
    finally:
        context.close()

"""What axe finds wrong with the page that a browser shows."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_STILL = """() => Promise.all(document.getAnimations()
  .filter(each => each.effect && each.effect.getComputedTiming().endTime !== Infinity)
  .map(each => each.finished.catch(() => null)))"""


def violations(page: Page, *, rules: tuple[str, ...] = WCAG) -> list[tuple[str, str]]:
    """The name of each broken rule with the first element that breaks it; () asks all rules.

    What still moves is brought to its end: a colour on its way has a contrast that nobody reads by.
    """
    page.wait_for_load_state()
    page.evaluate(_STILL)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    found = Axe().run(page, options=options).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]

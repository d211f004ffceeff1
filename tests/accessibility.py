"""What axe finds wrong with the page that a browser shows."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_STILL = """() => Promise.all(document.getAnimations()
  .filter(each => each.effect && each.effect.getComputedTiming().endTime !== Infinity)
  .map(each => each.finished.catch(() => null)))"""
_IS_THERE = "typeof window.axe?.run === 'function'"
_RUN = """options => axe.run(document, options)
  .then(({violations}) => violations.map(({id, nodes}) => [id, nodes[0].html]))"""
"""Only what is wrong leaves the browser: the rest of axe's answer is long and nobody reads it."""


def violations(page: Page, *, rules: tuple[str, ...] = WCAG) -> list[tuple[str, str]]:
    """The name of each broken rule with the first element that breaks it; () asks all rules.

    What still moves is brought to its end: a colour on its way has a contrast that nobody reads by.
    """
    page.wait_for_load_state()
    page.evaluate(_STILL)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = list(rules)
    if not page.evaluate(_IS_THERE):
        page.evaluate(AXE_SCRIPT)
    return [(rule, element) for rule, element in page.evaluate(_RUN, options)]

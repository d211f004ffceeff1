"""Debian's Chromium, started once per test process: Playwright cannot be started twice in one thread."""

from __future__ import annotations

import atexit
import functools
import os
from shutil import which

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium")
"""The same browser, first without the windows and menus that nobody sees here."""
EXECUTABLE = os.environ.get("CHROMIUM") or next(filter(None, map(which, NAMES)), NAMES[0])
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update",
         "--js-flags=--no-opt --no-maglev")  # fmt: skip
"""No page lives long enough to earn back what the optimising compilers cost."""


@functools.cache
def shared_browser() -> Browser:
    """The one browser of this process; contexts keep visitors apart."""
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=list(QUIET))

    def end() -> None:
        browser.close()
        playwright.stop()

    atexit.register(end)
    return browser

"""The real product for the real browser: `courseapp init --demo` and `serve` in a folder of their own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.accessibility import violations
from tests.chromium import shared_browser

ROOT = Path(__file__).parents[2]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PASSWORD = "naklank-demo-2026"


@dataclass(frozen=True)
class Site:
    """A running server of this checkout."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `courseapp …` against the same data."""
        return subprocess.run(
            [sys.executable, "-m", "courseapp", *words],
            cwd=ROOT, env=environment(self.folder), capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment of a demo in `folder`."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSEAPP_", "DATABASE_URL"))}
    own = {
        "COURSEAPP_DATA_DIR": str(folder),
        "COURSEAPP_ENVIRONMENT": "demo",
        "PYTHONWARNINGS": "default",
    }
    return kept | own | more


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_site(folder: Path, **more: str) -> Site:
    """Prepare the folder with demo people and start the server; returns when it is ready."""
    env = environment(folder, **more)
    subprocess.run(
        [sys.executable, "-m", "courseapp", "init", "--demo"],
        cwd=ROOT,
        env=env,
        check=True,
        timeout=120,
    )
    port = free_port()
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "courseapp", "serve", "--port", str(port)],
        cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    log.close()
    url = f"http://127.0.0.1:{port}"
    for _ in range(150):
        if process.poll() is not None:
            raise RuntimeError((folder / "server.log").read_text())
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return Site(url, folder, process)
        except OSError:
            time.sleep(0.2)
    process.kill()
    raise RuntimeError("the server did not become ready: " + (folder / "server.log").read_text())


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One demo site for all journeys of a test process."""
    site = start_site(tmp_path_factory.mktemp("site"))
    yield site
    site.process.terminate()
    assert site.process.wait(timeout=30) == 0


@pytest.fixture(scope="session")
def chromium() -> Browser:
    """Debian's Chromium."""
    return shared_browser()


@dataclass(frozen=True)
class Visitor:
    """A person at a browser, who also notices what goes wrong behind the page."""

    page: Page
    site: Site
    troubles: list[str]

    def go(self, path: str) -> None:
        """Open a page of the site."""
        self.page.goto(self.site.url + path)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in by password on the ordinary page."""
        self.go("/inloggen")
        self.page.fill("input[name=password]", password)
        self.page.locator("form:has(input[name=password]) input[name=email]").fill(email)
        self.page.locator("form:has(input[name=password]) button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/inloggen" not in url)

    def check_page(self) -> None:
        """No accessibility finding, nothing wider than the screen, no trouble in the console."""
        found = violations(self.page)
        assert found == [], f"{self.page.url}: {found}"
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"
        assert self.troubles == [], f"{self.page.url}: {self.troubles}"


@pytest.fixture
def visitor(chromium: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors: locale, screen size, with or without JavaScript."""
    contexts: list[BrowserContext] = []

    def make(
        *, locale: str = "nl", viewport: Any = None, javascript: bool = True, **more: Any
    ) -> Visitor:
        context = chromium.new_context(
            locale=locale, viewport=viewport or DESK, java_script_enabled=javascript, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console",
            lambda m: (
                troubles.append(m.text) if m.type == "error" and "401" not in m.text else None
            ),
        )
        page.on(
            "requestfailed",
            lambda r: (
                troubles.append(f"{r.url} {r.failure}")
                if "ERR_ABORTED" not in str(r.failure)
                else None
            ),
        )
        return Visitor(page, site, troubles)

    yield make
    for context in contexts:
        context.close()

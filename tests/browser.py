"""A real browser for tests of pages: headless Chromium, with nothing but what a test opens.

Everything a page asks for and everything that goes wrong in it is kept, so that every test can
end by saying that there was nothing of either.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium")

DEMANDED = ("CI", "FOCUSCONV_DEMAND_BROWSER")
"""With one of these variables set, a machine without Chromium fails the tests."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Window:
    """A page in the browser, what it asked for, and what it complained of.

    `stopped` is what its own policy kept from being asked for.
    """

    page: Page
    requests: list[str] = field(default_factory=list)
    stopped: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def assert_clean(self) -> None:
        """Nothing went wrong, and nothing was asked of the network."""
        assert self.complaints == []
        assert [
            url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))
        ] == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; without it the tests are skipped, or fail where it is demanded."""
    if CHROMIUM is None:
        reason = "no chromium on this machine; on Debian: apt-get install chromium"
        if any(os.environ.get(name) for name in DEMANDED):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Windows:
    """Opens windows, each with a profile of its own; closes them all at the end."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def open(self, path: Path | None = None, *, before: str = "", **context: Any) -> Window:
        """A window of 1280 by 800 on a file; `before` is a script that runs ahead of its own."""
        made = self._browser.new_context(
            **{"viewport": {"width": 1280, "height": 800}, "accept_downloads": True, **context}
        )
        made.set_default_timeout(10_000)
        self._contexts.append(made)
        window = Window(made.new_page())
        page = window.page
        page.on("request", lambda request: window.requests.append(request.url))
        page.on("requestfailed", lambda request: _stopped(window, request))
        page.on("pageerror", lambda error: window.complaints.append(str(error)))
        page.on("console", lambda message: window.complaints.append(message.text))
        if before:
            page.add_init_script(before)
        if path is not None:
            page.goto(path.as_uri())
        return window

    def close(self) -> None:
        for made in self._contexts:
            made.close()


def _stopped(window: Window, request: Request) -> None:
    if request.failure == "csp":
        window.stopped.append(request.url)


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    opened = Windows(chromium)
    yield opened
    opened.close()

"""A real browser for tests of pages: Debian's Chromium, driven by Playwright, watched."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def demand_browser() -> str:
    """The browser's path; without one the test is skipped, or fails where one is demanded."""
    if CHROMIUM is not None:
        return CHROMIUM
    reason = "no Chromium on this machine (Debian: apt install chromium)"
    if os.environ.get("CI") or os.environ.get("FOCUSCONV_DEMAND_BROWSER"):
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def running_browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    path = demand_browser()
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, file: Path, anchor: str = "", **look: Any) -> Iterator[Page]:
    """The file open in the browser; any error, console message or request fails the test."""
    page = browser.new_page(**look)
    trouble: list[str] = []
    page.on("console", lambda message: trouble.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("dialog", lambda dialog: trouble.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: trouble.append(f"request: {request.url}"))
    address = file.as_uri()
    page.goto(address + anchor)
    yield page
    page.close()
    assert trouble == [f"request: {address}"], trouble

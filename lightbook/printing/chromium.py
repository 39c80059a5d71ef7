"""The one Chromium of all tests and audits: found, started without a network, listened to."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

# The first draws no window around its pages: they take less than half the processor's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOOPBACK = ("file:", "blob:", "data:", "http://127.0.0.1:", "ws://127.0.0.1:")


def chromium() -> str:
    """Return the path of the browser to use.

    Raises
    ------
    FileNotFoundError
        If there is none; it says how to get one.
    """
    names = (os.environ.get("CHROMIUM", ""), *NAMES)
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise FileNotFoundError(
            "No Chromium found: apt-get install chromium-headless-shell, or set CHROMIUM to a path."
        )
    return found


@contextmanager
def started(*flags: str) -> Iterator[Browser]:
    """Run the browser, with more flags if need be."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, *flags])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def remembering(browser: Browser, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """Run a browser of its own with a profile on disk, as readers have, and without a network.

    The private windows of tests now and then lose what pages of a folder keep, at a reload.
    """
    context = browser.browser_type.launch_persistent_context(
        str(profile), executable_path=chromium(), args=FLAGS, offline=True, **options
    )
    try:
        yield context
    finally:
        context.close()


def complaints(page: Page) -> list[str]:
    """Return a list that fills with what the page complains of, or asks of another host."""
    heard: list[str] = []

    def asked(request: Any) -> None:
        if not request.url.startswith(LOOPBACK):
            heard.append(f"asks another host: {request.url}")

    def told(line: ConsoleMessage) -> None:
        said = f"{line.type}: {line.text} ({line.location['url']})"
        if line.type in {"error", "warning"}:
            heard.append(said)

    page.on("pageerror", lambda error: heard.append(f"script error: {error}"))
    page.on("console", told)
    page.on("request", asked)
    return heard

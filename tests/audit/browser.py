"""Every page of the built site in a real browser, in every view.

    python -m tests.audit.browser           look for faults, print one line for each
    python -m tests.audit.browser --shots   also save each page's picture in _build/shots

The browser is Debian's Chromium (or the one that CHROMIUM names) without a network.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page

from lightbook.printing.chromium import complaints, started
from tests.browser.axe import sticking_out, violations

ROOT = Path(__file__).resolve().parents[2]

SITE = ROOT / "_build" / "html"
SHOTS = ROOT / "_build" / "shots"
VIEWS = {
    "light": {"width": 1280, "theme": "light"},
    "dark": {"width": 1280, "theme": "dark"},
    "phone": {"width": 320, "theme": "light"},
    "phone-dark": {"width": 320, "theme": "dark"},
}

BROKEN_IMAGES = """() => [...document.images]
  .filter((image) => image.complete && image.naturalWidth === 0)
  .map((image) => image.src)"""
HEIGHT = """() => Math.max(document.documentElement.scrollHeight,
  ...[...document.querySelectorAll("main")].map((e) => e.scrollHeight))"""


def open_page(browser: Browser, file: Path, view: str) -> tuple[Page, list[str]]:
    """Open a page in a view; return it with the list that collects its complaints."""
    settings = VIEWS[view]
    theme = settings["theme"]
    context = browser.new_context(
        viewport={"width": settings["width"], "height": 900}, color_scheme=theme, offline=True
    )
    context.add_init_script(f"localStorage.mode = localStorage.theme = '{theme}'")
    page = context.new_page()
    heard = complaints(page)
    page.goto(file.as_uri())
    page.wait_for_load_state("load")
    return page, heard


def faults(browser: Browser, file: Path, view: str, *, shots: bool) -> Iterator[str]:
    """Yield what is wrong with one page in one view."""
    page, heard = open_page(browser, file, view)
    yield from (f"sticks out: {element}" for element in sticking_out(page))
    height = int(page.evaluate(HEIGHT))
    page.set_viewport_size({"width": VIEWS[view]["width"], "height": min(height, 16000)})
    page.wait_for_timeout(200)  # figures that load when they come into view
    yield from (f"broken image: {source}" for source in page.evaluate(BROKEN_IMAGES))
    yield from (f"axe: {rule}" for rule in violations(page))
    yield from heard
    if shots:
        name = file.relative_to(SITE).with_suffix("").as_posix().replace("/", "-")
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}-{view}.png")
    page.context.close()


def main() -> int:
    """Visit every page in every view; return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description="Look at every page in every view.")
    parser.add_argument("--shots", action="store_true", help="save pictures in _build/shots")
    options = parser.parse_args()
    names = sorted(path.relative_to(SITE) for path in SITE.rglob("*.html"))
    pages = [SITE / name for name in names if name.parts[0][0] != "_" and name.parts[0] != "lite"]
    if not pages:
        sys.exit("There is no built book: run make book first.")
    count = 0
    with started() as browser:
        for file in pages:
            for view in VIEWS:
                for fault in faults(browser, file, view, shots=options.shots):
                    count += 1
                    print(f"{file.relative_to(SITE)} ({view}): {fault}")
    print(f"{len(pages)} pages in {len(VIEWS)} views: {count} faults")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())

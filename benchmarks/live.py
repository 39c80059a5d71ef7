"""How long a reader waits for answers of code in the page, beside JupyterLite.

    python -m benchmarks.live

The site, with its Python, is served from this machine. "Cold" is a browser that has never been
here, "cached" the same browser at its second visit; each wait is the middle one of three. The row
"Pyodide alone" is the least that any page pays on this machine: the same Python and packages,
started by a script of three lines, and the imports that kltext makes. Then, for every chapter, the
wait for its first visible cell, cold.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page

from lightbook.printing.chromium import started
from tests.browser.live_page import LivePage
from tests.browser.loopback import served

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
ANSWER: Final = "import kltext\nprint(kltext.kl_divergence([0.5, 0.5], [0.1, 0.9]))"
FIGURE: Final = "fig-width"
CODE: Final = "**/live/chapters/definition.json*"
LITE: Final = "lite/lab/index.html?path=chapters/definition.ipynb"
LITE_READY: Final = re.compile(r"Python \(Pyodide\) \| Idle")  # what runs before is lost
LITE_DONE: Final = """() => [...document.querySelectorAll(".jp-CodeCell .jp-InputArea-prompt")]
  .every((prompt) => /\\d/.test(prompt.textContent))"""
LATER: Final = "letters"  # a cell whose own work takes no time
CLICK_TO_END: Final = """(name) => new Promise((resolve) => {
  const cell = document.querySelector(`div.cell[data-cell="${name}"]`);
  const begun = performance.now();
  const look = () => cell.dataset.state === "done" ? resolve((performance.now() - begun) / 1000)
    : requestAnimationFrame(look);
  cell.querySelector(".lb-run").click();
  requestAnimationFrame(look);
})"""
ALONE: Final = """async (base) => {
  const { loadPyodide } = await import(`${base}/pyodide.mjs`);
  const python = await loadPyodide({ indexURL: base, packages: ["numpy", "scipy"] });
  return python.runPython("import numpy, scipy.special; 1");
}"""
TRIES: Final = 3
BARS: Final = {
    "first answer, cold": 6.0,
    "first answer, cached": 4.0,
    "first figure, cold": 10.0,
    "each later cell": 0.1,
}
WAIT: Final = 120_000
UNSEEN: Final = {"hide-input", "remove-input", "remove-cell"}


def open_page(context: BrowserContext, address: str) -> Page:
    """Open a page in a window of a reader's size."""
    page = context.new_page()
    page.goto(address)
    return page


def only_an_answer(page: Page) -> None:
    """Let the first cell of the chapter be one that imports kltext and prints a divergence."""
    made = json.loads((SITE / "live" / "chapters" / "definition.json").read_text(encoding="utf-8"))
    made["cells"][0] |= {"source": ANSWER, "brings": []}
    page.route(CODE, lambda route: route.fulfill(json=made))


def run_cell(context: BrowserContext, address: str, cell: str, *, answer: bool = False) -> float:
    """Return the seconds from the click on a cell of a fresh page to the end of its run."""
    page = context.new_page()
    if answer:
        only_an_answer(page)
    page.goto(address)
    live = LivePage(page)
    begun = time.perf_counter()
    live.run(cell)
    seconds = time.perf_counter() - begun
    if not live.words().startswith("Done"):
        raise RuntimeError(f"{address}, {cell}: {live.words()}")
    page.close()
    return seconds


def later_cells(context: BrowserContext, address: str) -> list[float]:
    """Return the seconds from clicks on a cell to its ends, in a page whose Python is there."""
    live = LivePage(open_page(context, address))
    live.run(LATER)
    return [float(live.page.evaluate(CLICK_TO_END, LATER)) for _ in range(TRIES)]


def waits(browser: Browser, site: str) -> dict[str, float]:
    """Return the waits that have a bar."""
    chapter = f"{site}/chapters/definition.html"
    seconds: dict[str, list[float]] = {name: [] for name in BARS}
    for _ in range(TRIES):
        with browser.new_context() as context:
            seconds["first answer, cold"].append(run_cell(context, chapter, "setup", answer=True))
            seconds["first answer, cached"].append(run_cell(context, chapter, "setup", answer=True))
        with browser.new_context() as context:
            seconds["first figure, cold"].append(run_cell(context, chapter, FIGURE))
        with browser.new_context() as context:
            seconds["each later cell"] += later_cells(context, chapter)
    return {name: statistics.median(found) for name, found in seconds.items()}


def alone(browser: Browser, site: str) -> float:
    """Return the seconds, cold, of Pyodide with the packages of kltext, and no page of ours."""
    with browser.new_context() as context:
        page = open_page(context, f"{site}/404.html")
        begun = time.perf_counter()
        page.evaluate(ALONE, f"{site}/python")
        return time.perf_counter() - begun


def in_jupyterlite(browser: Browser, site: str) -> float:
    """Return the seconds from opening a notebook in JupyterLite to the end of all its cells."""
    with browser.new_context() as context:
        begun = time.perf_counter()
        page = open_page(context, f"{site}/{LITE}")
        page.get_by_text(LITE_READY).first.wait_for(timeout=WAIT)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(LITE_DONE, timeout=WAIT)
        return time.perf_counter() - begun


def in_the_page(browser: Browser, site: str) -> float:
    """Return the seconds from opening the chapter's page to the end of all its cells."""
    with browser.new_context() as context:
        begun = time.perf_counter()
        live = LivePage(open_page(context, f"{site}/chapters/definition.html"))
        live.run_all()
        return time.perf_counter() - begun


def chapters() -> dict[str, str]:
    """Return the first visible cell of each chapter."""
    found = {}
    for path in sorted((ROOT / "chapters").rglob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            tags = set(cell["metadata"].get("tags", ()))
            if cell["cell_type"] == "code" and not tags & UNSEEN:
                name = path.relative_to(ROOT).with_suffix(".html").as_posix()
                found[name] = cell["id"]
                break
    return found


def main() -> int:
    """Measure, print the tables, and return 1 if a bar is missed."""
    with started() as browser, served(SITE) as address:
        site = address.rstrip("/")
        found = waits(browser, site)
        for name, seconds in found.items():
            print(f"{name:24} {seconds:7.2f} s   bar {BARS[name]:g} s")
        least = statistics.median(alone(browser, site) for _ in range(TRIES))
        print(f"{'Pyodide alone, cold':24} {least:7.2f} s")
        page, lite = in_the_page(browser, site), in_jupyterlite(browser, site)
        print(f"{'all cells, in the page':24} {page:7.2f} s")
        print(
            f"{'all cells, JupyterLite':24} {lite:7.2f} s   {lite / page:.1f} times as long, bar 2"
        )
        for name, cell in chapters().items():
            with browser.new_context() as context:
                print(f"{name:48} {run_cell(context, f'{site}/{name}', cell):7.2f} s")
    missed = [name for name, seconds in found.items() if seconds > BARS[name]]
    return int(bool(missed) or lite < 2 * page)


if __name__ == "__main__":
    sys.exit(main())

"""Every page in a real browser: below a path of a web host, and from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response

from lightbook.printing.chromium import complaints
from tests.book.pages import site_pages
from tests.browser.axe import ALL_LAID_OUT, SETTLED, faults, sticking_out
from tests.browser.loopback import served
from tests.sampling import sampled

BUDGET = 200 * 1024  # bytes, compressed, before figures that load when they come into view
SPECIAL = ["search.html", "genindex.html"]
PAGES = site_pages() + SPECIAL
# One page of each kind: what axe finds wrong with one, it finds with the others of its kind.
KINDS = {
    "index.html",
    "chapters/definition.html",
    "chapters/closed-forms.html",
    "chapters/knowledge-check.html",
    "chapters/api.html",
    "exercises/definition.html",
    *SPECIAL,
}

# Names in tables that stand on two lines, letter under letter.
BROKEN_NAMES = """() => [...document.querySelectorAll("td code, th code")]
  .filter((code) => /^[\\w.]+$/.test(code.textContent) && code.getClientRects().length > 1)
  .map((code) => code.textContent)"""

# Formulas that reach below their own number.
COVERED_FORMULAS = """() => [...document.querySelectorAll("div.math .eqno")].filter((number) =>
  number.parentElement.querySelector(".katex-display").getBoundingClientRect().right
    > number.getBoundingClientRect().left).map((number) => number.textContent)"""

# Words of titles, and of links to the neighbours, that are broken or leave the window.
BROKEN_WORDS = """() => [...document.querySelectorAll("h1, .prev-next-title")].flatMap((title) => {
  const found = [];
  const walk = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { data } = walk.currentNode;
    for (const { 0: word, index } of data.matchAll(/[\\w]+/g)) {
      const place = document.createRange();
      place.setStart(walk.currentNode, index);
      place.setEnd(walk.currentNode, index + word.length);
      const lines = place.getClientRects();
      if (lines.length > 1 || (lines[0]?.right ?? 0) > innerWidth) found.push(word);
    }
  }
  return found;
})"""

# Full stops, commas and the like that begin a line, after a formula that ends the one above.
STRANDED_MARKS = """() => [...document.querySelectorAll(":not(.katex-display) > .katex")]
  .filter((formula) => {
    let last = formula;
    while (!last.nextSibling && getComputedStyle(last.parentElement).display === "inline") {
      last = last.parentElement;
    }
    const next = last.nextSibling;
    if (next?.nodeType !== 3 || !/^[^\\w\\s(]/.test(next.data)) return false;
    const mark = document.createRange();
    mark.setStart(next, 0);
    mark.setEnd(next, 1);
    const end = [...formula.querySelectorAll(".base")].at(-1).getBoundingClientRect();
    return mark.getBoundingClientRect().width > 0 && mark.getBoundingClientRect().left < end.left;
  }).map((formula) => formula.parentElement.textContent)"""


# Of a long table the rows are alike; the audit looks at all of them.
FIRST_ROWS = (
    "() => { for (const row of document.querySelectorAll('tr:nth-child(n + 13)')) row.remove(); }"
)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site below a path, as a project's page of a host is."""
    with served(site, below="/kl/") as where:
        yield where


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light_quiet_and_fits_a_phone(browser: Browser, address: str, name: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 800})
    page = context.new_page()
    heard = complaints(page)
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if "/_images/" not in response.url:
            sizes[response.url] = int(response.headers.get("content-length", 0))
        if response.status >= 400:
            heard.append(f"{response.status}: {response.url}")

    page.on("response", weigh)
    page.goto(f"{address}/{name}", wait_until="load")
    page.add_style_tag(content=ALL_LAID_OUT)
    page.evaluate(SETTLED)
    assert sum(sizes.values()) <= BUDGET, sizes
    assert len(sizes) >= 3
    assert sticking_out(page) == []
    assert page.evaluate(BROKEN_NAMES) == []
    assert page.evaluate(BROKEN_WORDS) == []
    assert page.evaluate(COVERED_FORMULAS) == []
    assert page.evaluate(STRANDED_MARKS) == []
    assert heard == []
    context.close()


@pytest.mark.parametrize("name", sampled(PAGES, KINDS))
def test_a_page_works_from_a_folder_and_axe_finds_nothing(
    site: Path, browser: Browser, name: str
) -> None:
    size = {"width": 320, "height": 800}
    context = browser.new_context(offline=True, viewport=size, color_scheme="dark")
    page = context.new_page()
    heard = complaints(page)
    page.goto((site / name).as_uri(), wait_until="load")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("document.styleSheets.length") == 1
    page.evaluate(FIRST_ROWS)
    assert faults(page) == []
    page.emulate_media(media="print")
    assert page.locator("h1").first.is_visible()
    assert not page.locator(".lb-run:visible").count()
    assert heard == []
    context.close()

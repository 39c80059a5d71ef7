"""What axe-core finds wrong with a page for readers who cannot see, hear or point well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "kltext/web/node_modules/axe-core/axe.min.js"
# Elements that stick out of the window, unless something around them scrolls or hides.
OVERFLOW = """() => {
  const width = document.documentElement.clientWidth;
  const contained = (element) => {
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  return [...document.querySelectorAll("main *, footer *")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !contained(e))
    .map((e) => `${e.tagName.toLowerCase()}.${e.getAttribute("class")}`)
    .slice(0, 3);
}"""
# Fonts have arrived, and what they have widened is known.
SETTLED = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(done))))"""
# axe sees no colour of what is not laid out.
ALL_LAID_OUT = ".kl-waits { content-visibility: visible !important; }"
# axe asks a head of a table for text that is seen; of a formula, what is seen is hidden from
# readers of screens, and what they read (MathML) is not seen. Such a head is not empty.
RUN = """(only) => axe.run(document, {
  resultTypes: ["violations"],
  preload: false,  // from a folder, no style sheet can be asked for a second time
  ...(only ? {runOnly: only} : {rules: {"target-size": {enabled: true}}}),
}).then(({violations}) => violations.map(({id, nodes}) => ({id, nodes: nodes.filter((node) =>
  id !== "empty-table-header" || !document.querySelector(node.target[0]).querySelector("math"))
})).filter(({nodes}) => nodes.length > 0).map(({id, nodes}) =>
  `${id}: ${nodes.length} times, first ${nodes[0].target} ${nodes[0].html.slice(0, 120)}`))"""


def violations(page: Page, *, waiting: bool = False, only: str = "") -> list[str]:
    """Return the rules that the page breaks, each with its first place.

    All rules run, or ``only`` one: those of WCAG 2.2 A and AA, and axe's best practices. All of
    the page is laid out first, unless it shall be seen as it opens, with blocks ``waiting``.
    """
    if not waiting:
        page.add_style_tag(content=ALL_LAID_OUT)
    page.evaluate(SETTLED)
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN, only)
    return found


def sticking_out(page: Page) -> list[Any]:
    """Return the first elements that are wider than the window."""
    found: list[Any] = page.evaluate(OVERFLOW)
    return found

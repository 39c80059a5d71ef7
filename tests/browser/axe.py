"""What axe-core finds wrong with a page for readers who cannot see, hear or point well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "tests/node_modules/axe-core/axe.min.js"
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
ALL_LAID_OUT = "* { content-visibility: visible !important; }"
# axe asks a head of a table for text that is seen; of a formula, what is seen is hidden from
# readers of screens, and what they read (MathML) is not seen. Such a head is not empty.
RUN = """(options) => axe.run(document, {
  resultTypes: ["violations"],
  preload: false,  // from a folder, no style sheet can be asked for a second time
  ...options,
}).then(({violations}) => violations.map(({id, nodes}) => ({id, nodes: nodes.filter((node) =>
  id !== "empty-table-header" || !document.querySelector(node.target[0]).querySelector("math"))
})).filter(({nodes}) => nodes.length > 0).map(({id, nodes}) =>
  `${id}: ${nodes.length} times, first ${nodes[0].target} ${nodes[0].html.slice(0, 120)}`))"""
# Colours that are on their way to those of the theme are at their end.
CHANGE_THEME = """(theme) => {
  document.documentElement.dataset.theme = theme;
  for (const animation of document.getAnimations()) animation.finish();
}"""
# Hides all but one element with words for each colour, size and weight of letters on each ground.
# (To tell the ground of one word, axe works out what covers what on the whole page.)
HIDE_LIKES = """() => {
  const looks = new Map();
  const visit = (element, below) => {
    const style = getComputedStyle(element);
    const ground = [style.backgroundColor, style.backgroundImage, style.opacity].join();
    const here = ground === "rgba(0, 0, 0, 0),none,1" ? below : `${below};${ground}`;
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const look = [style.color, style.fontSize, style.fontWeight, here].join();
    if (words && element.checkVisibility() && !looks.has(look)) looks.set(look, element);
    for (const child of element.children) visit(child, here);
  };
  visit(document.body, "");
  const shown = [...looks.values()];
  for (const element of document.querySelectorAll("body *")) {
    const needed = shown.some((one) => element.contains(one) || one.contains(element));
    element.toggleAttribute("data-like-another", !needed);
  }
  return shown.length;
}"""
LIKES_HIDDEN = "[data-like-another] { display: none !important; }"
SHOW_ALL = """() => {
  for (const element of document.querySelectorAll("[data-like-another]")) {
    element.removeAttribute("data-like-another");
  }
}"""


def violations(page: Page, *, waiting: bool = False, colours: bool = True) -> list[str]:
    """Return the rules that the page breaks, each with its first place.

    All rules run: those of WCAG 2.2 A and AA, and axe's best practices; all but contrast, which
    takes most of the time, without ``colours``. All of the page is laid out first, unless it shall
    be seen as it opens, with blocks ``waiting``.
    """
    if not waiting:
        page.add_style_tag(content=ALL_LAID_OUT)
    page.evaluate(SETTLED)
    return _found(page, target_size=True, color_contrast=colours)


def faults(page: Page) -> list[str]:
    """Return what axe finds in the light and in the dark, which differ in nothing but colours."""
    found = violations(page, colours=False)
    for theme in ("light", "dark"):
        page.evaluate(CHANGE_THEME, theme)
        found += [f"{theme}: {line}" for line in poor_contrasts(page)]
    return found


def poor_contrasts(page: Page) -> list[str]:
    """Return which words are hard to read, looking at one of each look: quick, and nearly all."""
    page.add_style_tag(content=ALL_LAID_OUT + LIKES_HIDDEN)
    looks = page.evaluate(HIDE_LIKES)
    if looks < 3:
        raise AssertionError(f"a page with {looks} looks of words has not been drawn")
    found = _found(page, "color-contrast")
    page.evaluate(SHOW_ALL)
    return found


def _found(page: Page, only: str = "", **rules: bool) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE.read_text(encoding="utf-8"))
    asked = {name.replace("_", "-"): {"enabled": wanted} for name, wanted in rules.items()}
    options = {"runOnly": only} if only else {"rules": asked}
    found: list[str] = page.evaluate(RUN, options)
    return found


def sticking_out(page: Page) -> list[Any]:
    """Return the first elements that are wider than the window."""
    found: list[Any] = page.evaluate(OVERFLOW)
    return found

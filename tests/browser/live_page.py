"""A page of the site whose code runs in the browser, as a reader uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Locator, Page

SECONDS: Final = 180  # a chapter trains small networks; a loaded machine is slow
TEXTS: Final = """() => {
  const printed = ":scope > .cell_output .output:not(.text_html) pre";
  const text = (cell) => [...cell.querySelectorAll(printed)].map((e) => e.textContent).join("");
  const cells = [...document.querySelectorAll("div.cell[data-cell]")];
  return Object.fromEntries(cells.map((cell) => [cell.dataset.cell, text(cell)]));
}"""
STATES: Final = """() => Object.fromEntries(
  [...document.querySelectorAll("div.cell[data-state]")].map(
    ({dataset}) => [dataset.cell, dataset.state]))"""
GLUED: Final = """() => [...document.querySelectorAll("[data-glue]")].map(
  (place) => [place.dataset.glue, place.textContent])"""
IDLE: Final = """() => {
  const bar = document.querySelector(".lb-live-bar");
  const said = bar?.querySelector(".lb-live-words").textContent ?? "";
  return bar?.getAttribute("aria-busy") === "false"
    && /^(Done|Stopped|Python has stopped|Cancelled|Restarted)/.test(said);
}"""


@dataclass(frozen=True)
class LivePage:
    """An open page."""

    page: Page

    def texts(self) -> dict[str, str]:
        """Return the text that each cell shows."""
        return dict(self.page.evaluate(TEXTS))

    def states(self) -> dict[str, str]:
        """Return the state of each cell."""
        return dict(self.page.evaluate(STATES))

    def glued(self) -> list[list[str]]:
        """Return the numbers in the prose, each with its key."""
        return list(self.page.evaluate(GLUED))

    def cell(self, name: str) -> Locator:
        """Return a cell, unfolded and in view."""
        found = self.page.locator(f'div.cell[data-cell="{name}"]')
        found.evaluate("(e) => e.querySelectorAll('details').forEach((d) => { d.open = true })")
        found.scroll_into_view_if_needed()
        return found

    def run(self, name: str) -> None:
        """Press a cell's button, and wait for the end."""
        self.forget_words()
        self.cell(name).locator(".lb-run").click()
        self.wait()

    def run_all(self) -> None:
        """Press the page's button, and wait for the end."""
        self.forget_words()
        self.page.locator(".lightbook-tools .lb-run").click()
        self.wait()

    def forget_words(self) -> None:
        """Empty the bar, so that its next words are those of what comes."""
        self.page.evaluate("document.querySelector('.lb-live-words')?.replaceChildren()")

    def wait(self) -> None:
        """Wait until what runs has ended."""
        self.page.wait_for_function(IDLE, timeout=SECONDS * 1000)

    def words(self) -> str:
        """Return what the bar says."""
        return self.page.locator(".lb-live-words").text_content() or ""

    def type(self, name: str, code: str) -> None:
        """Replace the code of a cell, as a reader does."""
        editor = self.cell(name).locator(".cm-content")
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def output(self, name: str) -> str:
        """Return the text of a cell's output."""
        return self.page.locator(f'[data-cell="{name}"] > .cell_output').text_content() or ""

    def press(self, words: str) -> None:
        """Press a button of the bar."""
        self.page.locator(".lb-live-bar").get_by_role("button", name=words).click()


def blocked(page: Page, pattern: str) -> Any:
    """Let no request for such files be answered."""
    return page.route(pattern, lambda route: route.abort())

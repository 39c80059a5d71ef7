"""A quiz on an open page, answered as a reader answers it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.browser.explorer_page import FRAMES


def question(page: Page, name: str) -> Locator:
    """Return a question by its id."""
    return page.locator(f'.lb-question[data-name^="{name}:"]')


def press(place: Locator, name: str) -> None:
    """Press a button by its words."""
    place.get_by_role("button", name=name, exact=True).click()


def choose(place: Locator, *options: int) -> None:
    """Choose options by their places, and check."""
    for option in options:
        place.locator(".lb-option input").nth(option).check()
    press(place, "Check")


def enter(place: Locator, text: str) -> None:
    """Type a number, and check."""
    place.get_by_role("textbox").fill(text)
    press(place, "Check")


def verdict(place: Locator) -> str:
    """Return what is said of the answer."""
    place.scroll_into_view_if_needed()  # a question far from the window waits, and shows no text
    place.page.evaluate(FRAMES)
    return place.locator(".lb-verdict").inner_text().replace("\n", " ").strip()


def focused(page: Page) -> str:
    """Return the words, or else the label, of what has the focus."""
    said: str = page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.innerText"
    )
    return said

"""A quiz on an open page, answered as a reader answers it."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from shown import FRAMES


def question(page: Page, name: str) -> Locator:
    """Return a question by its id."""
    return page.locator(f'.kl-question[data-name^="{name}:"]')


def press(place: Locator, name: str) -> None:
    """Press a button by its words."""
    place.get_by_role("button", name=name, exact=True).click()


def choose(form: Locator, *options: int) -> None:
    """Choose options by their places, and check."""
    for option in options:
        form.locator(".kl-option input").nth(option).check()
    press(form, "Check")


def enter(form: Locator, text: str) -> None:
    """Type a number, and check."""
    form.get_by_role("textbox").fill(text)
    press(form, "Check")


def verdict(form: Locator) -> str:
    """Return what is said of the answer."""
    form.scroll_into_view_if_needed()  # a question far from the window waits, and shows no text
    form.page.evaluate(FRAMES)
    return form.locator(".kl-verdict").inner_text().replace("\n", " ").strip()


def focused(page: Page) -> str:
    """Return the words, or else the label, of what has the focus."""
    said: str = page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.innerText"
    )
    return said

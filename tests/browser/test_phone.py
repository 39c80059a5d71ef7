"""What a phone shows: no keys that it lacks, and code that no button covers."""

from __future__ import annotations

import pytest

SMALL = {"width": 390, "height": 844}
COVERED = """() => [...document.querySelectorAll("div.highlight > .lb-copy")].filter((button) => {
  const code = document.createRange();
  code.selectNodeContents(button.parentElement.querySelector("pre"));
  const b = button.getBoundingClientRect();
  return [...code.getClientRects()].some((r) => r.width > 0 && r.left < b.right && b.left < r.right
    && r.top < b.bottom && b.top < r.bottom);
}).map((button) => button.parentElement.textContent.slice(0, 40))"""


@pytest.fixture
def phone(browser, served):
    """Return a page of a phone, and close it afterwards."""
    context = browser.new_context(viewport=SMALL, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{served}/chapters/definition.html")
    yield page
    context.close()


def test_no_button_covers_code(phone):
    assert phone.locator(".lb-copy").count() > 3
    assert phone.evaluate(COVERED) == []


def test_the_search_names_no_keys_where_there_are_none(phone):
    shortcut = phone.locator(".search-button__kbd-shortcut")
    assert shortcut.evaluate("word => getComputedStyle(word).display") == "none"


def test_a_computer_names_them(browser, served):
    page = browser.new_page()
    page.goto(f"{served}/chapters/definition.html")
    assert page.locator(".search-button__kbd-shortcut").is_visible()
    page.close()

"""What a phone shows: no keys that it lacks, and code that no button covers."""

from __future__ import annotations

import pytest

from kltext import widgets
from tests.browser.explorer_page import SOME

# Of these little or nothing is set on the figure.
OPERATED = {widgets.SupportExplorer, widgets.KLCalculator}
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


@SOME
def test_sliders_of_what_is_dragged_wait_behind_a_button(opened, explorer):
    shown = opened(explorer, width=390, has_touch=True, is_mobile=True)
    dragged = shown.root.locator(".kl-dragged")
    button = shown.root.get_by_role("button", name="Sliders")
    if explorer in OPERATED:
        assert dragged.count() == button.count() == 0
        return
    assert not any(one.is_visible() for one in dragged.all())
    top = shown.root.bounding_box()["y"]
    held = shown.root.locator(".kl-draggable:visible").first.bounding_box()
    assert held["y"] + held["height"] - top < SMALL["height"], "it is dragged where it is read"
    button.focus()
    for expanded in (True, False):
        shown.page.keyboard.press("Enter")
        assert button.get_attribute("aria-expanded") == str(expanded).lower()
        assert all(one.is_visible() is expanded for one in dragged.all())


@pytest.mark.parametrize("explorer", [widgets.GaussianExplorer], ids=["GaussianExplorer"])
def test_where_there_is_room_all_sliders_are_seen(opened, explorer):
    shown = opened(explorer, width=1000)
    assert shown.root.get_by_role("button", name="Sliders").count() == 0
    assert all(one.is_visible() for one in shown.root.locator(".kl-dragged").all())

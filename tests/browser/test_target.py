"""The game: nothing is told before a try, three tries make a round, and all of it by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kltext.widgets import TargetExplorer

ONLY = pytest.mark.parametrize("explorer", [TargetExplorer], ids=["TargetExplorer"])


def press(shown, name):
    """Press a button by keyboard."""
    shown.button(name).focus()
    shown.page.keyboard.press("Enter")
    shown.rest()


@ONLY
def test_the_divergence_is_hidden_until_a_try_and_then_said(shown):
    hidden = f"{shown.values()['kl']:.3f}"
    region = shown.root.locator(".kl-unseen")
    assert hidden not in shown.root.inner_text() + region.text_content()
    press(shown, "Try it")
    assert hidden in shown.root.inner_text()
    expect(region).to_contain_text(hidden)
    assert "2 tries left" in shown.root.inner_text()


@ONLY
def test_after_three_tries_the_round_is_explained_and_the_focus_goes_on(shown):
    shown.move([("round", 0, 5)])
    for _ in range(2):
        press(shown, "Try it")
    shown.root.get_by_role("slider", name="log of Q(b), on the figure").focus()
    shown.page.keyboard.press("Home")
    shown.rest()
    press(shown, "Try it")
    said = shown.root.inner_text()
    assert "100 points in this round" in said
    assert "b pays ∞" in said
    assert shown.button("Try it").is_disabled()
    assert shown.page.evaluate("() => document.activeElement.textContent") == "Next round"
    shown.page.keyboard.press("Enter")
    shown.rest()
    assert shown.state()["round"] == 6
    assert "3 tries left. Total: 100 points" in shown.root.inner_text()
    press(shown, "Reset")
    assert "Total" not in shown.root.inner_text()

"""The game: nothing is told before a try, three tries make a round, and all of it by keyboard."""

from __future__ import annotations

import math

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


def test_tries_outlive_the_page_and_storage_that_is_refused_harms_nothing(browser, served):
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    game = page.locator('.lightbook-widget[data-name="target"]')
    for _ in range(2):
        page.goto(f"{served}/chapters/asymmetry.html#sec-explorer-target")
        game.get_by_role("button", name="Try it").click()
    assert "1 try left" in game.inner_text()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw Error(); } })"
    )
    page.reload()
    game.get_by_role("button", name="Try it").click()
    assert "2 tries left" in game.inner_text()
    page.close()


@ONLY
def test_dragging_a_bar_follows_the_pointer_on_both_scales(shown):
    for number, value, tolerance in [(1, 0.5, 0.01), (3, 1e-4, 2e-5)]:
        shown.move([("round", 0, number)])
        grip = shown.root.get_by_role("slider", name="log of Q(b), on the figure")
        figure = shown.root.locator(".kl-figure").bounding_box()
        box = grip.bounding_box()
        x, y = box["x"] + 12, box["y"] + 12
        top, height = figure["y"] + 28, 240
        share = value / 1.15 if number == 1 else (math.log10(value) + 8.7) / 9.6
        shown.page.mouse.move(x, y)
        shown.page.mouse.down()
        shown.page.mouse.move(x, top + height * (1 - share), steps=4)
        shown.page.mouse.up()
        shown.rest()
        assert shown.values() is not None
        assert abs(10 ** shown.state()["log_b"] - value) < tolerance


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

"""What explorers read on the built site, from a server and from a folder, is what kltext says."""

from __future__ import annotations

import pytest

from tests.browser.explorer_page import EXPLORERS, disagreements, random_moves

STATES = 20
EACH = pytest.mark.parametrize("explorer", EXPLORERS, ids=lambda one: one.__name__)
# The digits that a reader sees at first: the table of defaults in the book's design.
DEFAULT = {
    "GaussianExplorer": ["0.3499"],
    "AsymmetryExplorer": ["0.8181", "2.8069"],
    "TriangleExplorer": ["2.0000", "> 1.0000"],
    "ForwardReverseExplorer": ["0.1720", "0.2265"],
    "VAEExplorer": ["1.1783"],
    "TemperatureExplorer": ["0.0492"],
}


@EACH
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_the_default_reading_is_right_to_the_digits_shown(opened, explorer, scheme):
    shown = opened(explorer, scheme=scheme)
    shown.button("Reset").click()
    shown.rest()
    assert disagreements(shown) == []
    assert repr(shown.in_python()) == repr(explorer())
    reading = shown.root.locator(".kl-reading").inner_text()
    for digits in DEFAULT.get(explorer.__name__, []):
        assert digits in reading


@EACH
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_twenty_states_agree_with_python(opened, explorer, scheme):
    shown = opened(explorer, scheme=scheme)
    seen = set()
    for seed in range(10 * STATES):
        shown.move(random_moves(explorer, seed))
        assert disagreements(shown) == []
        seen.add(shown.link())
        if len(seen) == STATES:
            return
    raise AssertionError(f"only {len(seen)} states were reached")


@EACH
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(opened, explorer, theme):
    shown = opened(explorer, theme=theme)
    for seed in range(STATES):
        shown.move(random_moves(explorer, seed))
        # Themes differ in nothing but colours.
        assert shown.violations(colours=theme == "dark") == [], shown.state()

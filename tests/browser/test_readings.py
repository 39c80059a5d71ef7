"""What explorers read on the built site is what kltext says, and axe finds nothing to say."""

from __future__ import annotations

import pytest

from tests.browser.explorer_page import EACH, SOME, disagreements, random_moves

FEW, MANY = 3, 20
# The digits that a reader sees at first: the table of defaults in the book's design.
DEFAULT = {
    "GaussianExplorer": ["0.3499"],
    "AsymmetryExplorer": ["0.8181", "2.8069"],
    "TriangleExplorer": ["2.0000", "1.0000"],
    "ForwardReverseExplorer": ["1.9384", "1.2436", "0.4620", "0.6888"],
    "VAEExplorer": ["1.1783"],
    "TemperatureExplorer": ["0.0492"],
}


@EACH
def test_the_default_reading_is_right_to_the_digits_shown(shown, explorer):
    assert disagreements(shown) == []
    assert repr(shown.in_python()) == repr(explorer())
    places = shown.root.locator(".kl-reading, .kl-big, .kl-figure .kl-axis-label")
    reading = " ".join(places.all_text_contents())
    for digits in DEFAULT.get(explorer.__name__, []):
        assert digits in reading


def visited(shown, explorer, states):
    """Bring an explorer into so many states, and stop in each."""
    seen = set()
    for seed in range(10 * states):
        shown.move(random_moves(explorer, seed))
        if (link := shown.link()) not in seen:
            seen.add(link)
            yield
        if len(seen) == states:
            return
    raise AssertionError(f"only {len(seen)} states were reached")


@EACH
@pytest.mark.parametrize(
    "states", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.audit)]
)
def test_random_states_agree_with_python(shown, explorer, states):
    for _ in visited(shown, explorer, states):
        assert disagreements(shown) == []


@SOME
@pytest.mark.parametrize(
    "states", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.audit)]
)
def test_axe_finds_nothing_in_random_states(opened, explorer, states):
    shown = opened(explorer)
    for _ in visited(shown, explorer, states):
        assert shown.violations() == [], shown.state()
        shown.set_theme("dark")  # themes differ in nothing but colours
        assert shown.violations(colours=True) == [], shown.state()
        shown.set_theme("light")

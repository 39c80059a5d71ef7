"""Grips on a figure are sliders, and a bell that is let go moves to its minimum."""

from __future__ import annotations

import pytest

from kltext.widgets import ForwardReverseExplorer
from tests.browser.explorer_page import disagreements

ONLY = pytest.mark.parametrize("explorer", [ForwardReverseExplorer], ids=["ForwardReverseExplorer"])
NUMBERS = "(root) => [...root.querySelectorAll('.kl-big')].map((node) => node.textContent)"
PARAMETER = {"Mean": "mean", "Stan": "sigma", "Sepa": "separation"}
# The numbers beside the rows in each frame of some milliseconds after a bell is let go.
FRAMES_OF_A_FALL = """async (root) => {
  root.querySelector(".kl-press input").click();
  const seen = [], numbers = root.querySelectorAll(".kl-big"), end = performance.now() + 1400;
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame);
    seen.push([...numbers].map((node) => parseFloat(node.textContent)));
  }
  return seen;
}"""


@ONLY
def test_every_grip_is_a_slider_for_keys_and_fingers(shown):
    grips = shown.root.get_by_role("slider").and_(shown.root.locator(".kl-handle")).all()
    assert len(grips) == 5
    for grip in grips:
        box = grip.bounding_box()
        assert round(min(box["width"], box["height"]), 3) >= 44
        name = PARAMETER[grip.get_attribute("aria-label")[:4]]
        trait = getattr(ForwardReverseExplorer, name)
        grip.focus()
        for key, value in {
            "Home": trait.low,
            "ArrowRight": trait.low + trait.step,
            "ArrowUp": trait.low + 2 * trait.step,
            "PageUp": trait.low + 12 * trait.step,
            "ArrowLeft": trait.low + 11 * trait.step,
            "End": trait.high,
        }.items():
            shown.page.keyboard.press(key)
            shown.rest()
            assert shown.state()[name] == pytest.approx(value, abs=1e-9), key
            grip.focus()  # "Copy link", which tells the state, takes the focus
            assert float(grip.get_attribute("aria-valuenow")) == pytest.approx(value, abs=1e-9)
        assert grip.get_attribute("aria-valuetext")
        assert disagreements(shown) == []


@ONLY
def test_let_go_each_row_goes_downhill_to_its_own_minimum(shown):
    made = ForwardReverseExplorer(released=True)
    seen = shown.root.evaluate(FRAMES_OF_A_FALL)
    assert len({tuple(pair) for pair in seen}) > 10, "it is seen to move"
    for row, least in enumerate([made.kl_forward, made.kl_reverse]):
        numbers = [pair[row] for pair in seen]
        assert numbers == sorted(numbers, reverse=True), "downhill all the way"
        assert numbers[-1] == round(least, 4)
    assert disagreements(shown) == []


@ONLY
def test_whoever_wants_no_motion_sees_the_end_at_once(opened, explorer):
    still = opened(explorer, reduced_motion="reduce")
    made = explorer(released=True)
    still.move([("released", 0, True)])
    wanted = [f"{value:.4f} nats" for value in (made.kl_forward, made.kl_reverse)]
    assert still.root.evaluate(NUMBERS) == wanted


@ONLY
def test_a_bell_that_was_let_go_is_taken_up_where_it_is(shown):
    shown.move([("released", 0, True)])
    shown.root.evaluate("() => new Promise((done) => setTimeout(done, 1300))")
    shown.root.get_by_role("slider", name="Mean of Q, reverse row").focus()
    shown.page.keyboard.press("ArrowLeft")
    shown.rest()
    state, bell = shown.state(), ForwardReverseExplorer(released=True)
    assert state["released"] is False
    assert state["mean"] == pytest.approx(bell.reverse_mean, abs=0.1)
    assert state["sigma"] == pytest.approx(bell.reverse_sigma, abs=1e-9)
    assert disagreements(shown) == []

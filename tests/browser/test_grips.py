"""Grips on a figure are sliders, and a bell that is let go moves to its minimum."""

from __future__ import annotations

import pytest

from kltext import widgets
from kltext.widgets import ForwardReverseExplorer
from tests.browser.explorer_page import disagreements

# Where something on the figure stands for a parameter.
GRIPPED = [
    widgets.AlphaExplorer,
    widgets.AsymmetryExplorer,
    widgets.CodeLengthExplorer,
    widgets.DiscreteExplorer,
    widgets.EstimatorExplorer,
    widgets.ForecastExplorer,
    widgets.ForwardReverseExplorer,
    widgets.GaussianExplorer,
    widgets.JointExplorer,
    widgets.KLCalculator,
    widgets.ReliabilityExplorer,
    widgets.SupportExplorer,
    widgets.TargetExplorer,
    widgets.TemperatureExplorer,
    widgets.TriangleExplorer,
    widgets.TrustRegionExplorer,
    widgets.VAEExplorer,
]
EACH = pytest.mark.parametrize("explorer", GRIPPED, ids=lambda one: one.__name__)
ONLY = pytest.mark.parametrize("explorer", [ForwardReverseExplorer], ids=["ForwardReverseExplorer"])
# Their axis grows with a bell.
MOVING_AXIS = [widgets.GaussianExplorer, widgets.KLCalculator]
NUMBERS = "(root) => [...root.querySelectorAll('.kl-big')].map((node) => node.textContent)"
# How many steps from the low end a key leads to, one key after another.
KEYS = {"Home": 0, "ArrowUp": 1, "Shift+ArrowUp": 11, "PageUp": 21, "ArrowDown": 20}
# Presses a key on a grip; returns its value, and those of all sliders under the figure.
PRESSED = """async (root) => {
  for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
  const sliders = [...root.querySelectorAll("input[type=range]")].map(({ value }) => Number(value));
  return [Number(document.activeElement.getAttribute("aria-valuenow")), sliders];
}"""
SLIDERS = """(root) => [...root.querySelectorAll("input[type=range]")]
  .map(({ min, max, step, value }) => [min, max, step, value].map(Number))"""
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


def grips_of(shown):
    reached = shown.root.get_by_role("slider").and_(shown.root.locator(".kl-handle")).all()
    labels = [grip.get_attribute("aria-label") for grip in reached]
    return [shown.root.locator(f'.kl-handle[aria-label="{label}"]') for label in labels]


@EACH
def test_every_grip_is_a_slider_that_shows_what_its_slider_shows(shown):
    grips = grips_of(shown)
    assert grips
    for grip in grips:
        box = grip.bounding_box()
        assert round(min(box["width"], box["height"]), 3) >= 24
        assert grip.get_attribute("aria-label")
        assert grip.get_attribute("aria-valuetext")
        shown.button("Reset").click()
        grip.focus()
        high = float(grip.get_attribute("aria-valuemax"))
        shown.rest()
        before = shown.root.evaluate(SLIDERS)
        shown.page.keyboard.press("End")
        _, after = shown.root.evaluate(PRESSED)
        (place,) = (
            i
            for i, (value, (_, most, _, old)) in enumerate(zip(after, before, strict=True))
            if value == most == high and value != old
        )
        low, _, step, _ = before[place]
        assert low == float(grip.get_attribute("aria-valuemin"))
        for key, steps in KEYS.items():
            shown.page.keyboard.press(key)
            value, sliders = shown.root.evaluate(PRESSED)
            assert value == pytest.approx(low + steps * step, abs=1e-9), key
            assert value == pytest.approx(sliders[place], abs=1e-9), key
        assert disagreements(shown) == []


# Of the places around a grip, those that a finger does not reach it from, or another handle does.
MISSED = """(node) => {
  const { x, y } = node.getBoundingClientRect();
  const across = node.matches(".kl-handle-bar") ? 11 : 21;
  return [[across, 0], [-across, 0], [0, 21], [0, -21]].filter(([dx, dy]) =>
    !document.elementFromPoint(x + 12 + dx, y + 12 + dy)?.matches(".kl-handle"));
}"""


@EACH
def test_a_grip_takes_a_finger_beside_it(shown):
    for grip in grips_of(shown):
        grip.evaluate("node => node.scrollIntoView({ block: 'center' })")
        assert grip.evaluate(MISSED) == []


@EACH
def test_handles_that_cannot_be_told_apart_are_left_to_pointers(shown):
    for width in (390, 320):
        shown.resize(width)
        assert shown.violations() == []
        assert shown.root.locator(".kl-handle").count() >= len(grips_of(shown))


@pytest.mark.parametrize("explorer", MOVING_AXIS, ids=lambda one: one.__name__)
def test_what_is_dragged_stays_under_the_finger(shown):
    flank = grips_of(shown)[-1]
    flank.scroll_into_view_if_needed()
    box = flank.bounding_box()
    x, y = box["x"] + 12, box["y"] + 12
    shown.page.mouse.move(x, y)
    shown.page.mouse.down()
    for moved in (40, 80, 120):
        shown.page.mouse.move(x + moved, y)
        shown.rest()
        assert flank.bounding_box()["x"] + 12 == pytest.approx(x + moved, abs=5), "half a step"
    shown.page.mouse.up()
    shown.rest()
    # Now the axis has grown, and all of the bell is seen again.
    assert flank.bounding_box()["x"] + 12 < x + 115


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

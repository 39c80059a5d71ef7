"""The values at a point of a figure, read by mouse, by finger and by keys."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy import stats

from kltext import widgets
from tests.browser.test_grips import GRIPPED

WIDTH = "line => getComputedStyle(line, '::before').width"
OTHERS = {
    # Their numbers stand beside what they show.
    widgets.EstimatorExplorer,
    widgets.ReliabilityExplorer,
    widgets.TrustRegionExplorer,
    widgets.TargetExplorer,
}
EACH = pytest.mark.parametrize(
    "explorer", [one for one in GRIPPED if one not in OTHERS], ids=lambda one: one.__name__
)


def middle_of_its_panel(shown):
    # The forecast's is its second: the bars of the first have their numbers.
    number = 1 if shown.explorer is widgets.ForecastExplorer else 0
    panel = shown.root.locator(".kl-panel .kl-grid").nth(number)
    panel.scroll_into_view_if_needed()
    box = panel.bounding_box()
    return box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2


@EACH
def test_values_are_read_by_mouse_and_by_keys(shown):
    text, line = shown.root.locator(".kl-at-point"), shown.root.locator(".kl-point").first
    hint, values = text.inner_text(), shown.values()
    x, y = middle_of_its_panel(shown)
    shown.page.mouse.move(x, y)
    assert re.search(r": (p|q|mean|joint)\b", text.inner_text())
    box = line.bounding_box()
    assert abs(box["x"] + 12 - x) < 100  # half of the widest column
    assert line.evaluate(WIDTH) == "1px"
    shown.page.mouse.move(0, 0)
    assert text.inner_text() == hint
    assert line.evaluate(WIDTH) == "auto"
    assert line.bounding_box()["x"] == shown.root.locator(".kl-figure").bounding_box()["x"]
    line.focus()
    told = set()
    for key in ("Home", "ArrowRight", "End"):
        shown.page.keyboard.press(key)
        told.add(text.inner_text())
        assert line.get_attribute("aria-valuetext").split(":")[0] in text.inner_text()
    assert len(told) == 3
    assert shown.values() == values


@pytest.mark.parametrize("explorer", [widgets.GaussianExplorer], ids=["GaussianExplorer"])
def test_they_are_the_densities_and_the_term(shown):
    shown.root.locator(".kl-point").first.focus()
    for key in ("Home", *["PageUp"] * 5):
        shown.page.keyboard.press(key)
    words = shown.root.locator(".kl-at-point").inner_text().replace("−", "-")
    x, *read = (float(number) for number in re.findall(r"-?\d+\.\d+", words))
    p, q = stats.norm(0, 1).pdf(x), stats.norm(1, 1.5).pdf(x)
    assert read == pytest.approx([p, q, p * np.log(p / q)], abs=5.1e-5)


@pytest.mark.parametrize("explorer", [widgets.DiscreteExplorer], ids=["DiscreteExplorer"])
def test_a_tap_reads_a_bar(opened, explorer):
    shown = opened(explorer, width=390, has_touch=True, is_mobile=True)
    shown.page.touchscreen.tap(*middle_of_its_panel(shown))
    shown.rest()
    assert shown.root.locator(".kl-at-point").inner_text().startswith("c: p\xa00.2000, q\xa00.15")


@pytest.mark.parametrize("explorer", [widgets.ForecastExplorer], ids=["ForecastExplorer"])
def test_days_that_have_not_come_have_no_mean(shown):
    shown.root.locator(".kl-point").last.focus()
    words = {}
    for key in ("Home", "End"):
        shown.page.keyboard.press(key)
        words[key] = shown.root.locator(".kl-at-point").last.inner_text().replace("\xa0", " ")
    assert words["Home"].startswith("day 1: mean ")
    assert words["End"].startswith("day 5000: D(P ‖ Q) ")

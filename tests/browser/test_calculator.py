"""The calculator on its page: how it sets formulas, and what it says of what is typed."""

from __future__ import annotations

import pytest

from kltext import widgets

SIZES = """(root) => [...root.querySelectorAll(".kl-formula :is(msub, msup)")].map((node) => {
  const size = (part) => parseFloat(getComputedStyle(part).fontSize);
  return size(node.children[1]) / size(node.children[0]);
})"""


@pytest.fixture
def calculator(kept_page):
    """Return the calculator in its first state; at the end its page was silent."""
    yield kept_page.of(widgets.KLCalculator)
    assert kept_page.pages.complaints() == []


def test_indices_are_smaller_than_their_letters(calculator):
    sizes = calculator.root.evaluate(SIZES)
    assert len(sizes) >= 3
    assert all(0.65 <= size <= 0.75 for size in sizes), sizes


def type_number(calculator, parameter, place, text):
    field = calculator.root.locator(f'[data-parameter="{parameter}"] .kl-number').nth(place)
    field.fill(text)
    field.press("Enter")
    calculator.rest()
    return field


@pytest.mark.parametrize("typed", ["-1", "1e9", ""])
def test_what_is_out_of_range_stays_and_is_explained_beside_the_field(calculator, typed):
    before = calculator.values()["kl"]
    field = type_number(calculator, "parameters_p", 1, typed)
    assert field.input_value() == typed
    assert field.get_attribute("aria-invalid") == "true"
    told = calculator.page.locator(f"#{field.get_attribute('aria-describedby')}")
    assert told.inner_text().startswith("Not used: scale takes numbers from")
    gap = told.bounding_box()["y"] - field.bounding_box()["y"] - field.bounding_box()["height"]
    assert 0 <= gap < 12
    assert calculator.values()["kl"] == before
    calculator.button("Reset").click()
    assert field.get_attribute("aria-invalid") is None
    assert field.input_value() == "1"


def test_a_sound_number_takes_the_refusal_back(calculator):
    field = type_number(calculator, "parameters_p", 1, "-1")
    type_number(calculator, "parameters_p", 1, "2")
    assert field.get_attribute("aria-invalid") is None
    assert calculator.state()["parameters_p"]["scale"] == 2


# Words that overlap their neighbour, or that begin left of the picture.
CROWDED = """(root) => [...root.querySelectorAll(".kl-axis")].flatMap((axis) => {
  const edge = axis.closest("svg").getBoundingClientRect();
  const boxes = [...axis.querySelectorAll("text")].map((word) => word.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right && b.left < a.right
    && a.top < b.bottom && b.top < a.bottom;
  const found = boxes.filter((box, i) => boxes.some((other, k) => k > i && meet(box, other)));
  return [...found, ...boxes.filter((box) => box.left < edge.left || box.right > edge.right)]
    .map((box) => `${axis.textContent}: ${box.left}`);
})"""


@pytest.mark.parametrize("width", [1000, 360])
def test_ticks_of_extreme_distributions_can_be_read(calculator, width):
    calculator.resize(width)
    calculator.control("family_p").select_option("gamma")
    calculator.rest()
    for shape, scale in (("0.01", "0.001"), ("100", "100"), ("5", "0.001")):
        for side in "pq":
            type_number(calculator, f"parameters_{side}", 0, shape)
            type_number(calculator, f"parameters_{side}", 1, scale)
        assert calculator.root.evaluate(CROWDED) == [], (shape, scale)

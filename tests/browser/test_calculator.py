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

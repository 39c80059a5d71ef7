"""Whoever points at a term of a formula sees which area of the figure it is."""

from __future__ import annotations

import pytest

from kltext import widgets

EACH = pytest.mark.parametrize(
    "explorer",
    [
        widgets.AsymmetryExplorer,
        widgets.DiscreteExplorer,
        widgets.ForwardReverseExplorer,
        widgets.GaussianExplorer,
    ],
    ids=lambda one: one.__name__,
)
# How opaque the areas and bars are: those that are lit, and the others.
SEEN = """(root) => {
  const shapes = [...root.querySelectorAll(".kl-figure svg :is(.kl-area, .kl-bar)")];
  const opacities = (lit) => shapes.filter((shape) => shape.hasAttribute("data-lit") === lit)
    .map((shape) => Number(getComputedStyle(shape).opacity));
  return [opacities(true), opacities(false)];
}"""

WHICH = """(root) => [...root.querySelectorAll("svg *")]
  .map((shape, i) => shape.hasAttribute("data-lit") ? i : "").join("")"""


@EACH
@pytest.mark.parametrize("way", ["mouse", "focus"])
def test_each_term_lights_its_own_area(shown, way):
    drawn = set()
    terms = shown.root.locator(".kl-term").all()
    for term in terms:
        term.hover() if way == "mouse" else term.focus()
        lit, others = shown.root.evaluate(SEEN)
        assert set(lit) == {1}
        assert others
        assert max(others) < 0.5
        drawn.add(shown.root.evaluate(WHICH))
    assert len(drawn) == len(terms) >= 2
    shown.page.mouse.move(0, 0)
    shown.page.evaluate("() => document.activeElement.blur()")
    lit, others = shown.root.evaluate(SEEN)
    assert lit == []
    assert set(others) == {1}


@pytest.mark.parametrize("explorer", [widgets.DiscreteExplorer], ids=["DiscreteExplorer"])
def test_a_tapped_term_stays_lit_while_a_bar_moves(opened, explorer):
    shown = opened(explorer, width=390, has_touch=True, is_mobile=True)
    shown.root.locator(".kl-term").first.tap()
    shown.move([("p", 0, 0.9)])
    lit, _ = shown.root.evaluate(SEEN)
    assert len(lit) == 3
    assert shown.root.locator(".kl-term").first.inner_text() == "0.90\xa0log(0.90/0.20)"
    shown.root.locator(".kl-title").tap()
    assert shown.root.evaluate(SEEN)[0] == []

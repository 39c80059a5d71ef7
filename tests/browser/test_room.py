"""Room on a page: what is too wide shows that it goes on, and formulas stand evenly."""

from __future__ import annotations

import pytest

from kltext import widgets

LAID_OUT = "* { content-visibility: visible !important }"
# Boxes that scroll sideways: what of them fades at the right.
WIDE = """() => [...document.querySelectorAll(
  ".bd-article :is(pre, table, .cell_output > .output, div.math, .katex-display)"
)].filter((box) => box.scrollWidth > box.clientWidth + 2
    && /auto|scroll/.test(getComputedStyle(box).overflowX))
  .map((box) => ({ words: box.textContent.slice(0, 40), mask: getComputedStyle(box).maskImage }))"""
# Of each displayed formula: whether its parts stand on lines of their own, and whether it scrolls
# though each part has room. KaTeX makes a part of what no line may end in.
FORMULAS = """() => [...document.querySelectorAll(".bd-article .katex-display")].map((box) => {
  const parts = [...box.querySelectorAll(":scope > .katex > .katex-html > .base")];
  const boxes = parts.map((part) => part.getBoundingClientRect());
  const widest = Math.max(...boxes.map(({ width }) => width));
  return {
    words: box.querySelector("annotation").textContent,
    wraps: boxes.some(({ left }, i) => i > 0 && left < boxes[i - 1].right - 1),
    in_vain: box.scrollWidth > box.clientWidth + 1 && widest < box.clientWidth,
  };
})"""
PARTS = """() => [...document.querySelectorAll(".bd-article .katex-html > .base")]
  .map((part) => part.textContent)"""
UNFOLD = "() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }"
TO_THE_END = """() => { for (const box of document.querySelectorAll(".bd-article [data-more]"))
  box.scrollLeft = box.scrollWidth; }"""
# Room above and below the ink of each displayed formula between two paragraphs.
GAPS = """() => [...document.querySelectorAll(".bd-article p + div.math")]
  .filter((box) => box.nextElementSibling?.matches("p"))
  .map((box) => {
    const bases = [...box.querySelectorAll(".katex-html .base")];
    const ink = bases.map((base) => base.getBoundingClientRect());
    const above = box.previousElementSibling.getBoundingClientRect().bottom;
    const below = box.nextElementSibling.getBoundingClientRect().top;
    return [Math.min(...ink.map(({ top }) => top)) - above,
      below - Math.max(...ink.map(({ bottom }) => bottom))];
  })"""

# Characters and lines of the paragraphs that hold nothing but words.
LINES = """() => [...document.querySelectorAll(".bd-article section > p")]
  .filter((paragraph) => !paragraph.querySelector(".katex, code"))
  .map((paragraph) => [paragraph.textContent.length, Math.round(
    paragraph.getBoundingClientRect().height / parseFloat(getComputedStyle(paragraph).lineHeight))])
  .filter(([, lines]) => lines > 2)"""


def opened_page(browser, served, name, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{served}/{name}.html")
    page.add_style_tag(content=LAID_OUT)
    page.evaluate("() => document.fonts.ready")
    page.wait_for_timeout(300)
    return page


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", ["chapters/implementation", "chapters/closed-forms"])
def test_what_is_too_wide_fades_until_its_end_is_reached(browser, served, name, width):
    page = opened_page(browser, served, name, width)
    page.evaluate(UNFOLD)
    page.wait_for_timeout(300)
    wide = page.evaluate(WIDE)
    assert wide or width == 1280
    assert [box["words"] for box in wide if "gradient" not in box["mask"]] == []
    page.evaluate(TO_THE_END)
    page.wait_for_timeout(300)
    assert [box["words"] for box in page.evaluate(WIDE) if box["mask"] != "none"] == []
    page.context.close()


@pytest.mark.parametrize("name", ["chapters/cross-entropy", "chapters/real-world"])
def test_a_line_of_text_is_neither_short_nor_long(browser, served, name):
    page = opened_page(browser, served, name, 1280)
    found = page.evaluate(LINES)
    assert len(found) >= 5
    # The last line of a paragraph is half full.
    assert 65 <= sum(size for size, _ in found) / sum(lines - 0.5 for _, lines in found) <= 75
    page.context.close()


@pytest.mark.parametrize("name", ["chapters/definition", "chapters/applications/vae"])
def test_a_formula_has_as_much_room_before_as_after(browser, served, name):
    page = opened_page(browser, served, name, 1280)
    gaps = page.evaluate(GAPS)
    assert len(gaps) >= 3
    for above, below in gaps:
        assert abs(above - below) <= 8, gaps
        assert 8 <= below <= 30, gaps
    page.context.close()


@pytest.mark.parametrize("name", ["chapters/properties", "chapters/forward-reverse"])
def test_a_formula_goes_on_in_the_next_line_of_a_phone(browser, served, name):
    page = opened_page(browser, served, name, 390)
    formulas = page.evaluate(FORMULAS)
    assert sum(formula["wraps"] for formula in formulas) >= 5
    assert [formula["words"] for formula in formulas if formula["in_vain"]] == []
    parts = page.evaluate(PARTS)
    assert any("∥" in part for part in parts)
    assert [part for part in parts if part.rstrip().endswith("∥")] == [], "D(P ∥ Q) is one part"
    page.context.close()


def test_the_dot_at_the_end_of_a_run_is_whole(kept_page):
    shown = kept_page.of(widgets.EstimatorExplorer)
    shown.move([("draws", 0, shown.control("draws").get_attribute("max"))])
    dots = shown.root.locator("circle.kl-now")
    assert dots.count() == 3
    for i in range(3):
        assert dots.nth(i).evaluate("dot => dot.closest('[clip-path]') === null")

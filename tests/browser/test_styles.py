"""The style sheet of the site: every shape is visible, and no rule that a page needs is gone."""

from __future__ import annotations

import pytest

from lightbook.printing.chromium import complaints
from tests.browser.explorer_page import EACH, ROOT, random_moves

UNPURGED = ROOT / "_build" / ".doctrees" / "unpurged.css"
# Shapes that show nothing, and black ones: browsers paint what no rule gives a colour black, and
# the palette has none.
UNSEEN = """(root) => {
  const clear = (paint) => paint === "none" || /rgba\\(.*, 0\\)|transparent/.test(paint);
  const black = "rgb(0, 0, 0)";
  const shapes = [...root.querySelectorAll("svg :is(path, line, rect, circle, polygon)")];
  return shapes.filter((shape) => {
    if (shape.closest("defs, clipPath, pattern")) return false;
    const { width, height } = shape.getBBox();
    const style = getComputedStyle(shape);
    const closed = /^(rect|circle)$/.test(shape.tagName);
    const size = closed ? width * height : width + height;
    if (size === 0 || style.display === "none") return false;
    const filled = shape.tagName !== "line" && width * height > 0 && !clear(style.fill)
      && Number(style.fillOpacity) > 0;
    const stroked = !clear(style.stroke) && parseFloat(style.strokeWidth) > 0;
    return !(filled || stroked) || (filled && style.fill === black)
      || (stroked && style.stroke === black);
  }).map((shape) => `${shape.tagName}.${shape.className.baseVal}`);
}"""
# What every box and every shape of a page looks like, formulas apart: there are too many.
LOOKS = """() => [...document.querySelectorAll(
  "body, body *:not(.katex *, script, style)"
)].map((node) => {
  const style = getComputedStyle(node);
  const said = ["backgroundColor", "borderTop", "color", "display", "fill", "flexDirection",
    "flexWrap", "fontFamily", "fontSize", "fontWeight", "gap", "gridTemplateColumns", "listStyle",
    "marginTop", "marginLeft", "opacity", "overflow", "paddingTop", "paddingLeft", "position",
    "stroke", "strokeDasharray", "strokeWidth", "textAlign", "textDecoration", "visibility",
    "whiteSpace", "width", "height"].map((name) => `${name}: ${style[name]}`);
  return [`${node.tagName}.${node.className.baseVal ?? node.className}`, ...said];
})"""


@EACH
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_shape_can_be_seen(shown, explorer, theme):
    shown.set_theme(theme)
    for seed in (None, 1, 2):
        if seed:
            shown.move(random_moves(explorer, seed))
        assert shown.root.evaluate(UNSEEN) == [], shown.state()


SETTLE = """async () => {
  await document.fonts.ready;
  for (let k = 0; k < 5; k += 1) await new Promise(requestAnimationFrame);
}"""
# Far blocks take their height from a guess until they are seen.
LAID_OUT = (
    "*, *::before, *::after { content-visibility: visible !important; transition: none !important }"
)
SWAP = """() => new Promise((done) => {
  const link = document.querySelector('link[href*="all.css"]');
  link.onload = done;
  link.href = link.href.replace(/all[.]css.*/, "unpurged.css");
})"""


def looks(page):
    page.evaluate(SETTLE)
    return page.evaluate(LOOKS)


@pytest.mark.parametrize(
    "page",
    ["index", "chapters/forward-reverse", "chapters/definition", "chapters/knowledge-check"],
)
def test_a_page_looks_as_it_would_with_every_rule(browser, served, page):
    size = {"width": 1280, "height": 900}
    context = browser.new_context(viewport=size, reduced_motion="reduce")
    tab = context.new_page()
    heard = complaints(tab)
    text = UNPURGED.read_text(encoding="utf-8")
    tab.route("**/unpurged.css", lambda route: route.fulfill(content_type="text/css", body=text))
    tab.goto(f"{served}/{page}.html")
    tab.add_style_tag(content=LAID_OUT)
    tab.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")  # starts every widget
    tab.wait_for_function(
        "() => [...document.querySelectorAll('.lightbook-widget')].every((w) => w.dataset.ready)"
    )
    purged = looks(tab)
    tab.evaluate(SWAP)
    whole = looks(tab)
    context.close()
    assert heard == []
    assert len(purged) == len(whole)
    changed = [
        f"{a[0]}: {sorted(set(a[1:]) - set(b[1:]))} instead of {sorted(set(b[1:]) - set(a[1:]))}"
        for a, b in zip(purged, whole, strict=True)
        if a != b
    ]
    assert changed == []

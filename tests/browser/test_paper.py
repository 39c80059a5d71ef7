"""A page that a reader prints from the browser: what is on the paper, and what is not."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from lightbook.printing.chromium import complaints

A4 = {"width": 680, "height": 1000}  # the width of the text on A4, in CSS pixels
SHOWN = """(selector) => [...document.querySelectorAll(selector)]
  .filter((node) => node.getClientRects().length > 0)
  .map((node) => `${node.tagName}.${node.className}: ${node.textContent.slice(0, 40)}`)"""
# Lines of code that end outside their box, or a box that is wider than the paper.
CUT = """() => [...document.querySelectorAll("article pre")]
  .filter((node) => node.getClientRects().length > 0)
  .filter((node) => node.scrollWidth > node.clientWidth + 1
    || node.getBoundingClientRect().right > innerWidth)
  .map((node) => node.textContent.slice(0, 60))"""
# The paper of a browser sees no further frame: what is shown while explorers wait for one.
WITHOUT_FRAMES = """async () => {
  window.requestAnimationFrame = () => 0;
  dispatchEvent(new Event("beforeprint"));
  const places = [...document.querySelectorAll(".lightbook-widget")];
  for (const image of document.images) image.loading = "eager";  // as browsers do for paper
  await Promise.all([...document.images].map((image) => image.decode()));
  while (!places.every((place) => place.querySelector(".lb-drawing"))) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return places.map((place) => {
    const still = place.querySelector("img");
    return still.checkVisibility() && still.naturalWidth > 300
      && Math.abs(still.getBoundingClientRect().height - place.getBoundingClientRect().height) < 40
      && getComputedStyle(place.querySelector(".lb-drawing")).visibility === "hidden";
  });
}"""
PAGES = ["chapters/implementation", "chapters/closed-forms", "chapters/applications/vae"]


@pytest.fixture(params=PAGES)
def printed(request, browser, served):
    """Return a page as it is printed."""
    context = browser.new_context(viewport=A4)
    page = context.new_page()
    heard = complaints(page)
    page.goto(f"{served}/{request.param}.html")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    yield page
    context.close()
    assert heard == []


def test_folded_code_is_left_out_and_its_output_kept(printed):
    assert printed.evaluate(SHOWN, ".bd-article details.hide") == []
    outputs = printed.locator(".cell:has(details.hide) > .cell_output")
    assert outputs.count() > 0
    assert all(outputs.nth(i).is_visible() for i in range(outputs.count()))
    assert printed.locator(".cell > .cell_input pre").first.is_visible()


def test_code_that_the_reader_has_unfolded_is_printed(printed):
    fold = printed.locator("details.hide").first
    fold.evaluate("fold => { fold.open = true; }")
    assert fold.locator("pre").is_visible()
    assert not fold.locator("summary").is_visible()


def test_solutions_are_unfolded_for_paper_and_folded_after_it(browser, served):
    page = browser.new_page()
    page.goto(f"{served}/chapters/definition.html")
    folded = page.locator("details.solution:not([open])").count()
    assert folded > 0
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.solution:not([open])").count() == 0
    page.evaluate("() => dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.solution:not([open])").count() == folded
    page.close()


def test_no_line_of_code_is_cut(printed):
    assert printed.evaluate(CUT) == []


def test_nothing_that_needs_a_screen_is_printed(printed):
    kinds = "button, summary.btn, .bd-header-article, .lb-cell-bar, .lightbook-tools"
    assert printed.evaluate(SHOWN, kinds) == []
    assert printed.evaluate(SHOWN, ".lightbook-filter, .lb-live-bar, .headerlink") == []


def test_an_explorer_that_is_not_drawn_yet_is_printed_as_its_still_picture(browser, served):
    page = browser.new_page(viewport=A4)
    page.goto(f"{served}/chapters/properties.html")
    still = page.locator(".lightbook-widget > img").first
    assert not still.is_visible()
    page.emulate_media(media="print")
    assert page.evaluate(WITHOUT_FRAMES) == [True, True]
    page.close()


def test_a_long_table_begins_where_its_page_has_room(browser, served, tmp_path):
    page = browser.new_page()
    page.goto(f"{served}/chapters/properties.html")
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "20mm")
    page.pdf(path=tmp_path / "page.pdf", format="A4", margin=margin)
    first, second = (sheet.extract_text() for sheet in PdfReader(tmp_path / "page.pdf").pages[:2])
    assert "does it hold?" in first
    assert "does it hold?" in second  # its head stands on each page
    page.close()

"""Margin notes: beside their paragraph in a wide window, below it else, in nobody's way."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.book.pages import ROOT, page_files, page_text
from tests.browser.axe import ALL_LAID_OUT, SETTLED, poor_contrasts, sticking_out, violations
from tests.sampling import sampled

NOTE = "\n:::{margin}\n"
NOTED = [
    path.relative_to(ROOT).with_suffix(".html").as_posix()
    for path in page_files()
    if NOTE in page_text(path)
]
SAMPLE = ("chapters/definition.html", "chapters/forward-reverse.html")
EACH_PAGE = pytest.mark.parametrize("name", sampled(NOTED, SAMPLE))
VIEWS = [(1280, "dark"), (1024, "light"), (1024, "dark")]  # for the audit
FOLDED = "#page-contents.lb-folded"

# What a note stands on, or what is cut of it. The contents of the page fold (tested by itself).
IN_THE_WAY = """() => {
  const notes = [...document.querySelectorAll(".margin-note")];
  const all = document.querySelector(".bd-container");
  const lines = [];
  const walk = document.createTreeWalker(all, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: holder, data } = walk.currentNode;
    if (!data.trim() || !holder.checkVisibility()) continue;
    if (holder.closest("#page-contents, .katex-mathml")) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    for (const box of range.getClientRects()) lines.push({ holder, box, what: data.trim() });
  }
  for (const holder of all.querySelectorAll(":is(img, svg, input, button, pre)")) {
    if (!holder.checkVisibility({ visibilityProperty: true })) continue;
    if (holder.closest("#page-contents")) continue;
    lines.push({ holder, box: holder.getBoundingClientRect(), what: holder.tagName });
  }
  const told = (note) => note.textContent.trim().slice(0, 40);
  return notes.flatMap((note) => {
    const mine = note.getBoundingClientRect();
    const over = lines.filter(({ holder, box }) => !note.contains(holder) && box.width > 0
      && box.left < mine.right - 1 && box.right > mine.left + 1
      && box.top < mine.bottom - 1 && box.bottom > mine.top + 1);
    const cut = note.scrollWidth > note.clientWidth || mine.left < 0
      || mine.right > document.documentElement.clientWidth;
    const found = over.map(({ what }) => `${told(note)} on ${what}`);
    return cut ? [...found, `${told(note)} is cut`] : found;
  });
}"""
PLACES = """() => [...document.querySelectorAll(".margin-note")].map((note) => {
  const { top, left, bottom } = note.getBoundingClientRect();
  const paragraph = note.parentElement.firstElementChild.getBoundingClientRect();
  return { top, left, bottom, paragraph: paragraph.toJSON() };
})"""
# Where everything of the article stands but the notes.
LAYOUT = """() => [...document.querySelectorAll(".bd-article :is(section, p, figure, table, pre)")]
  .filter((element) => element.checkVisibility() && !element.closest(".margin-note"))
  .map((element) => Math.round(element.getBoundingClientRect().top))"""
# What moves of the contents and of the notes. (What waited to be laid out may move the page.)
SHIFTS = """window.shifted = [];
const within = ({ node }) => (node?.parentElement ?? node)?.closest("#page-contents, .noted");
new PerformanceObserver((list) => shifted.push(...list.getEntries()
  .flatMap(({ sources }) => sources.filter(within).map(({ node }) => node.nodeName))))
  .observe({type: 'layout-shift', buffered: true});"""
INTO_VIEW = "(e, y) => scrollTo(0, scrollY + e.getBoundingClientRect().top - y)"


def opened(browser: Browser, site: Path, name: str, width: int, **kind: object) -> Page:
    size = {"width": width, "height": 800}
    page = browser.new_context(viewport=size, offline=True, **kind).new_page()
    page.add_init_script(SHIFTS)
    page.goto((site / name).as_uri())
    return page


def laid_out(browser: Browser, site: Path, name: str, width: int, **kind: object) -> Page:
    page = opened(browser, site, name, width, **kind)
    page.add_style_tag(content=ALL_LAID_OUT)
    page.evaluate(SETTLED)
    return page


def test_no_note_comes_between_a_sentence_and_its_formula() -> None:
    noted = re.compile(r":::\{margin\}\n.+?\n:::\n\n(.+?)(?=\n\n|\Z)", re.DOTALL)
    ends = [end for path in page_files() for end in noted.findall(page_text(path))]
    assert len(ends) == sum(page_text(path).count(NOTE) for path in page_files())
    assert [end for end in ends if not re.search(r"[.?!][*)]*$", end)] == []


@EACH_PAGE
def test_notes_stand_beside_or_below_are_whole_and_cover_nothing(
    browser: Browser, site: Path, name: str
) -> None:
    # Without motion: after a change of the width the bars would be on their way for a while.
    page = laid_out(browser, site, name, 1280, reduced_motion="reduce")
    count = page_text(next(p for p in page_files() if p.stem == Path(name).stem)).count(NOTE)
    expect(page.get_by_role("note", name="Margin note")).to_have_count(count)
    assert page.evaluate(IN_THE_WAY) == []
    assert sticking_out(page) == []
    beside(page)
    layout = page.evaluate(LAYOUT)
    hidden = page.add_style_tag(content=".margin-note { display: none !important; }")
    assert page.evaluate(LAYOUT) == layout  # they take no room in the text
    hidden.evaluate("(style) => style.remove()")
    for width in (1024, 320):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(SETTLED)
        assert page.evaluate(IN_THE_WAY) == [], width
        assert sticking_out(page) == [], width
        below(page)
    page.context.close()


def beside(page: Page) -> None:
    above = -1.0
    for place in page.evaluate(PLACES):
        assert place["left"] > place["paragraph"]["right"]
        assert abs(place["top"] - max(place["paragraph"]["top"], above)) < 24, place
        above = place["bottom"]


def below(page: Page) -> None:
    for place in page.evaluate(PLACES):
        assert 0 <= place["top"] - place["paragraph"]["bottom"] < 24, place
        assert place["left"] >= place["paragraph"]["left"]


@EACH_PAGE
def test_the_contents_make_room_for_a_note_and_stay_at_hand(
    browser: Browser, site: Path, name: str
) -> None:
    page = laid_out(browser, site, name, 1280)  # else the page moves while a note is arrived at
    contents, link = page.locator("#page-contents"), page.locator("#page-contents a").last
    for note in page.locator(".margin-note").all():
        note.evaluate(INTO_VIEW, 150)
        expect(page.locator(FOLDED)).to_have_count(1)
        bar, box = contents.bounding_box(), note.bounding_box()
        assert bar is not None
        assert box is not None
        assert bar["y"] + bar["height"] <= box["y"]
    # With the mouse itself: Playwright would scroll the page on the way to what sticks to it.
    page.mouse.move(1100, 20)
    expect(link).to_be_in_viewport()
    page.mouse.move(10, 10)
    expect(link).not_to_be_in_viewport()
    page.mouse.click(1070, 24)
    page.mouse.move(10, 10)
    expect(link).to_be_in_viewport()
    page.evaluate("document.activeElement.blur()")
    expect(link).not_to_be_in_viewport()
    link.focus()
    expect(link).to_be_in_viewport()
    page.context.close()


def test_folding_shifts_nothing_and_ends(browser: Browser, site: Path) -> None:
    # What is laid out on the way may move the page; the folding alone must not.
    page = laid_out(browser, site, "chapters/definition.html", 1280)
    page.evaluate("shifted.length = 0")
    expect(page.locator(FOLDED)).to_have_count(0)
    note = page.locator(".margin-note").first
    note.evaluate(INTO_VIEW, 100)
    expect(page.locator(FOLDED)).to_have_count(1)
    note.evaluate(INTO_VIEW, -200)  # in the same section: with another its subsections unfold
    expect(page.locator(FOLDED)).to_have_count(0)
    page.wait_for_timeout(500)  # a shift is told after the frame it happens in
    assert page.evaluate("shifted") == []
    page.context.close()


def test_without_scripts_notes_stand_in_the_text(browser: Browser, site: Path) -> None:
    page = opened(browser, site, "chapters/definition.html", 1280, java_script_enabled=False)
    note = page.locator(".margin-note").first.bounding_box()
    paragraph = page.locator(".noted > p").first.bounding_box()
    assert note is not None
    assert paragraph is not None
    assert note["y"] >= paragraph["y"] + paragraph["height"]
    assert note["x"] < paragraph["x"] + paragraph["width"]
    page.context.close()


@pytest.mark.parametrize(
    ("width", "theme"),
    [
        (1280, "light"),
        *(pytest.param(*view, marks=pytest.mark.audit) for view in VIEWS),
    ],
)
def test_axe_finds_nothing_beside_the_text(
    browser: Browser, site: Path, width: int, theme: str
) -> None:
    page = opened(browser, site, "chapters/definition.html", width, color_scheme=theme)
    assert violations(page, colours=False) == []
    page.locator(".margin-note").first.evaluate(INTO_VIEW, 150)
    expect(page.locator(FOLDED)).to_have_count(1)
    assert violations(page, colours=False) == []
    assert poor_contrasts(page) == []
    page.context.close()

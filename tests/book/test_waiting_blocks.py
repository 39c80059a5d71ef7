"""A long page opens before all of it is laid out, and a reader finds everything in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from pages import ROOT, page_files
from playwright.sync_api import Browser, Page, expect

from lightbook.printing.chromium import started

PHONE = {"width": 412, "height": 823}
DESK = {"width": 1280, "height": 900}
LONG = ["api", "closed-forms", "knowledge-check", "properties"]
PAGES = [path.relative_to(ROOT).with_suffix(".html").as_posix() for path in page_files()]
SEEN = "{contentVisibilityAuto: true}"
# The room kept for each block that waits, and what it takes in the end.
ROOM = """() => {
  const blocks = [...document.querySelectorAll(".lb-waits")];
  const kept = blocks.map((e) => parseFloat(getComputedStyle(e).containIntrinsicHeight.slice(5)));
  for (const block of blocks) block.style.contentVisibility = "visible";
  return blocks.map((e, i) => [kept[i], e.getBoundingClientRect().height]);
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with started() as running:
        yield running


def opened(browser: Browser, site: Path, name: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, offline=True).new_page()
    file, _, place = name.partition("#")
    page.goto((site / file).as_uri() + (f"#{place}" if place else ""))
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_room_kept_is_about_what_is_needed(
    browser: Browser, site: Path, size: dict[str, int]
) -> None:
    off = []
    for name in PAGES:
        page = opened(browser, site, name, size)
        rooms = page.evaluate(ROOM)
        page.context.close()
        kept, needed = (sum(each) for each in zip(*rooms, strict=True)) if rooms else (1, 1)
        # Too little would let what follows jump down, and links overlap until then.
        if not 0.98 <= kept / needed <= 1.6:
            off.append((name, kept / needed))
    assert off == []


@pytest.mark.parametrize("name", LONG)
def test_most_of_a_long_page_is_not_laid_out_at_first(
    browser: Browser, site: Path, name: str
) -> None:
    page = opened(browser, site, f"chapters/{name}.html", PHONE)
    spans = "[...document.querySelectorAll('.bd-article .lb-waits span')]"
    waiting = page.evaluate(f"{spans}.filter((e) => !e.checkVisibility({SEEN})).length")
    assert waiting > 0.75 * page.evaluate(f"{spans}.length") > 750
    page.context.close()


@pytest.mark.parametrize("name", LONG)
def test_a_place_inside_a_long_page_is_arrived_at(browser: Browser, site: Path, name: str) -> None:
    page = opened(browser, site, f"chapters/{name}.html", PHONE)
    links = page.locator("#page-contents a[href^='#']").evaluate_all(
        "all => all.map((a) => a.getAttribute('href'))"
    )
    page.context.close()
    for place in (links[len(links) // 2], links[-1]):
        page = opened(browser, site, f"chapters/{name}.html{place}", PHONE)
        target = page.locator(f"[id='{place[1:]}']")
        heading = target.locator("xpath=self::dt | self::section/*[1]").first
        expect(heading).to_be_in_viewport()
        current = page.locator("#page-contents [aria-current=location]")
        expect(current).to_have_count(1)
        page.context.close()


@pytest.mark.parametrize("name", LONG)
def test_axe_finds_nothing_while_blocks_wait(browser: Browser, site: Path, name: str) -> None:
    page = opened(browser, site, f"chapters/{name}.html", PHONE)
    assert violations(page, waiting=True, colours=False) == []
    page.context.close()


def test_a_printed_page_shows_all(browser: Browser, site: Path) -> None:
    page = opened(browser, site, "chapters/closed-forms.html", DESK)
    page.emulate_media(media="print")
    hidden = "[...document.querySelectorAll('.lb-waits')].filter((e) => "
    hidden += "getComputedStyle(e).contentVisibility !== 'visible').length"
    assert page.evaluate(hidden) == 0
    page.context.close()


@pytest.mark.parametrize(("width", "scrolls"), [(320, True), (1280, False)])
def test_the_keyboard_stops_at_code_that_waited_if_it_scrolls(
    browser: Browser, site: Path, width: int, scrolls: bool
) -> None:
    page = opened(browser, site, "chapters/properties.html", {"width": width, "height": 700})
    wide = "(e) => e.scrollWidth > e.clientWidth"
    listings = page.locator(".lb-waits pre").all()
    listing = next(each for each in reversed(listings) if each.evaluate(wide) is scrolls)
    assert not listing.evaluate(f"(e) => e.checkVisibility({SEEN})")
    # How wide it is, is not known yet.
    expect(listing).to_have_attribute("tabindex", "0")
    listing.scroll_into_view_if_needed()
    if scrolls:
        page.wait_for_timeout(300)  # what would take the mark away has had its time
        expect(listing).to_have_attribute("tabindex", "0")
    else:
        expect(listing).not_to_have_attribute("tabindex", "0")
    page.context.close()


def test_nothing_jumps_when_an_explorer_in_sight_starts(browser: Browser, site: Path) -> None:
    page = browser.new_context(viewport=PHONE, offline=True).new_page()
    page.add_init_script(
        "window.shifts = [];"
        "new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto((site / "index.html").as_uri())
    page.locator(".lightbook-widget[data-ready=true]").first.wait_for()
    page.wait_for_timeout(500)  # a shift is told after the frame it happens in
    assert sum(page.evaluate("shifts")) < 0.02
    page.context.close()

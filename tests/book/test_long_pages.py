"""A long page opens before all of it is laid out, and a reader finds everything in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.sampling import sampled

PHONE = {"width": 412, "height": 823}
DESK = {"width": 1280, "height": 900}
LONG = ["api", "closed-forms", "knowledge-check", "properties"]
SEEN = "{contentVisibilityAuto: true}"


def opened(browser: Browser, site: Path, name: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, offline=True).new_page()
    file, _, place = name.partition("#")
    page.goto((site / file).as_uri() + (f"#{place}" if place else ""))
    page.evaluate("document.fonts.ready.then(() => true)")
    return page


@pytest.mark.parametrize("name", LONG)
def test_most_of_a_long_page_is_not_laid_out_at_first(
    browser: Browser, site: Path, name: str
) -> None:
    page = opened(browser, site, f"chapters/{name}.html", PHONE)
    # What a reader may unfold is not laid out before, and does not count.
    spans = "[...document.querySelectorAll('.bd-article span')].filter((e) => e.checkVisibility())"
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


@pytest.mark.parametrize("name", sampled(LONG, ("api", "knowledge-check")))
def test_axe_finds_nothing_while_blocks_wait(browser: Browser, site: Path, name: str) -> None:
    page = opened(browser, site, f"chapters/{name}.html", PHONE)
    assert violations(page, waiting=True, colours=False) == []
    page.context.close()


def test_a_printed_page_shows_all(browser: Browser, site: Path) -> None:
    page = opened(browser, site, "chapters/closed-forms.html", DESK)
    page.emulate_media(media="print")
    hidden = "[...document.querySelectorAll('*')].filter((e) => "
    hidden += "getComputedStyle(e).contentVisibility !== 'visible').length"
    assert page.evaluate(hidden) == 0
    page.emulate_media(media="screen")
    assert page.evaluate(hidden) > 20
    page.context.close()


@pytest.mark.parametrize(("width", "scrolls"), [(320, True), (1280, False)])
def test_the_keyboard_stops_at_code_that_waited_if_it_scrolls(
    browser: Browser, site: Path, width: int, scrolls: bool
) -> None:
    page = opened(browser, site, "chapters/properties.html", {"width": width, "height": 700})
    wide = "(e) => e.scrollWidth > e.clientWidth"
    listings = page.locator(".bd-article .cell_input pre").all()
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


@pytest.mark.parametrize(
    ("name", "bar"),
    # Above a chapter the line of tools grows when a script adds its buttons.
    [("index", 0.02), ("chapters/estimation", 0.05), ("chapters/closed-forms", 0.05)],
)
def test_nothing_jumps_while_a_page_starts(
    browser: Browser, site: Path, name: str, bar: float
) -> None:
    page = browser.new_context(viewport=PHONE, offline=True).new_page()
    page.add_init_script(
        "window.shifts = [];"
        "new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))"
        ".observe({type: 'layout-shift', buffered: true});"
    )
    page.goto((site / f"{name}.html").as_uri())
    if name == "index":  # its explorer is in sight
        page.locator(".lightbook-widget[data-ready=true]").first.wait_for()
    page.wait_for_timeout(500)  # a shift is told after the frame it happens in
    assert sum(page.evaluate("shifts")) < bar
    page.context.close()

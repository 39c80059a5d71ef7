"""What the one script of the pages does: theme, contents, menus, copying, folding, search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lightbook.printing.chromium import complaints, remembering
from tests.browser.axe import violations

CHAPTER = "chapters/definition.html"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def opened(browser: Browser, site: Path, size: dict[str, int], name: str = CHAPTER) -> Page:
    page = browser.new_context(viewport=size, offline=True, color_scheme="light").new_page()
    page.goto((site / name).as_uri())
    return page


def silent(page: Page) -> Iterator[Page]:
    heard = complaints(page)
    yield page
    assert heard == []
    page.context.close()


@pytest.fixture
def page(browser: Browser, site: Path) -> Iterator[Page]:
    yield from silent(opened(browser, site, WIDE))


@pytest.fixture
def phone(browser: Browser, site: Path) -> Iterator[Page]:
    yield from silent(opened(browser, site, PHONE))


def theme(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.theme"))


def test_the_theme_switch_goes_round_and_is_kept(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    with remembering(browser, tmp_path / "profile", color_scheme="light") as context:
        page = context.new_page()
        page.goto((site / CHAPTER).as_uri())
        switch = page.get_by_role("button", name="Colour theme")
        seen = [theme(page)]
        for _ in range(3):
            switch.click()
            seen.append(theme(page))
        assert seen == ["light", "dark", "light", "light"]
        switch.click()
        page.reload()
        assert theme(page) == "dark"
        assert "dark" in str(switch.get_attribute("aria-label"))


def test_search_finds_shows_why_and_is_operated_by_keys(page: Page) -> None:
    page.keyboard.press("Control+k")
    dialog = page.get_by_role("dialog", name="Search")
    field = dialog.get_by_role("searchbox")
    expect(field).to_be_focused()
    field.fill("huffman")
    expect(dialog.locator("mark").first).to_have_text(re.compile("huffman", re.IGNORECASE))
    expect(dialog.get_by_role("status")).to_have_text(re.compile(r"^\d+ places?$"))
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    first = dialog.get_by_role("link").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    target = str(first.get_attribute("href"))
    page.keyboard.press("Enter")
    page.wait_for_url(target)


def test_search_closes_by_escape_and_opens_by_slash_unless_switched_off(page: Page) -> None:
    dialog = page.get_by_role("dialog", name="Search")
    page.keyboard.press("/")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    page.wait_for_timeout(200)
    expect(dialog).to_be_hidden()


def test_search_says_when_there_is_nothing(page: Page) -> None:
    page.get_by_role("button", name="Search").first.click()
    page.get_by_role("searchbox").fill("<b>qqqqzzzz")
    told = page.get_by_role("dialog").get_by_role("status")
    expect(told).to_have_text("Nothing in the book matches “<b>qqqqzzzz”.")


def test_the_search_page_answers_its_address(browser: Browser, site: Path) -> None:
    page = opened(browser, site, WIDE, "search.html")
    page.goto(f"{(site / 'search.html').as_uri()}?q=entropy")
    expect(page.get_by_role("searchbox")).to_have_value("entropy")
    assert page.locator(".lb-search-results a").count() > 3
    page.context.close()


def test_the_search_page_goes_on_from_what_is_typed(browser: Browser, site: Path) -> None:
    page = opened(browser, site, WIDE, "search.html")
    page.get_by_role("searchbox").press_sequentially("entropy", delay=20)
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ places?$"))
    expect(page.get_by_role("searchbox")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.context.close()


def test_the_contents_of_the_book_open_and_close_on_a_phone(phone: Page) -> None:
    button = phone.get_by_role("button", name="Book contents")
    contents = phone.get_by_role("navigation", name="Book contents")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    expect(contents.get_by_role("link").nth(1)).to_be_in_viewport()
    expect(phone.locator(".primary-toggle")).to_have_attribute("aria-expanded", "true")
    phone.wait_for_timeout(200)
    phone.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_the_contents_of_the_page_close_when_a_section_is_chosen(phone: Page) -> None:
    phone.locator(".secondary-toggle").click()
    link = phone.locator("#page-contents").get_by_role("link", name="Counting bits")
    link.click()
    expect(link).not_to_be_in_viewport()
    # Past explorers that start on the way, and push what stands below them.
    expect(phone.get_by_role("heading", name="Counting bits")).to_be_in_viewport()


def test_the_section_being_read_is_marked(page: Page) -> None:
    page.locator("#page-contents").get_by_role("link", name="Nats and bits").click()
    expect(page.get_by_role("heading", name="Nats and bits")).to_be_in_viewport()
    current = page.locator("#page-contents [aria-current=location]")
    expect(current).to_have_count(1)
    expect(current).to_have_text("Nats and bits")


def test_code_is_copied_without_its_prompts(browser: Browser, site: Path) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    block = page.locator("div.highlight", has_text='labels = list("abcd")').first
    block.hover()
    block.get_by_role("button", name="Copy").click()
    expect(block.get_by_role("button", name="Copied")).to_be_visible()
    assert str(page.evaluate("navigator.clipboard.readText()")).startswith("labels = list")
    context.close()


def test_a_menu_opens_and_closes_by_escape_and_by_looking_elsewhere(page: Page) -> None:
    summary = page.locator(".lb-menu summary").first
    entry = page.locator(".lb-menu").first.locator("li").first
    summary.click()
    expect(entry).to_be_visible()
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(summary).to_be_focused()
    summary.click()
    page.get_by_role("heading", level=1).click()
    expect(entry).to_be_hidden()


def test_a_solution_folds_and_an_address_opens_it(browser: Browser, site: Path) -> None:
    page = opened(browser, site, WIDE, "chapters/asymmetry.html")
    solution = page.locator("details.solution").first
    assert solution.get_attribute("open") is None
    name = solution.get_attribute("id")
    page.evaluate("name => { location.hash = encodeURIComponent(name) }", name)
    expect(solution).to_have_attribute("open", "")
    page.context.close()


def test_the_skip_link_comes_first_and_leads_to_the_text(page: Page) -> None:
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to main content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_without_a_script_nothing_dead_is_shown(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=WIDE)
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    assert page.locator(".lb-needs-script:visible").count() == 0
    expect(page.get_by_role("navigation", name="Book contents")).to_be_visible()
    context.close()


@pytest.mark.parametrize("name", [CHAPTER, "chapters/properties.html", "chapters/exercises.html"])
def test_no_sign_is_of_a_font_that_is_not_there(browser: Browser, site: Path, name: str) -> None:
    page = opened(browser, site, WIDE, name)
    signs = page.evaluate("""() => [...document.querySelectorAll("*")].flatMap((element) =>
      ["::before", "::after"].map((which) => getComputedStyle(element, which))
        .filter(({content, display}) => display !== "none" && /[\\uE000-\\uF8FF]/.test(content))
        .map(({content}) => `${element.tagName}.${element.className}: ${escape(content)}`))""")
    assert signs == []
    page.context.close()

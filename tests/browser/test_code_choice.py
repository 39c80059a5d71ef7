"""The choice that shows or hides all code of a page."""

from __future__ import annotations

import pytest

from lightbook.printing.chromium import complaints

PAGE = "chapters/implementation"
CODE = ".bd-article .cell .cell_input"


@pytest.fixture
def page(browser, served):
    """Return a page with code in a window of its own; at the end it was silent."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    heard = complaints(page)
    page.goto(f"{served}/{PAGE}.html")
    yield page
    context.close()
    assert heard == []


def shown(page):
    """Return how many cells show their code, and how many outputs are seen."""
    return page.locator(f"{CODE}:visible").count(), page.locator(".cell_output:visible").count()


def choose(page, words):
    page.get_by_label("Code", exact=True).select_option(words)


def test_code_is_shown_hidden_and_as_before(page):
    before, outputs = shown(page)
    # Those inside a solution stay folded with it.
    every = page.locator(f"{CODE}:not(details:not(.hide) *)").count()
    assert 0 < before < every
    choose(page, "all shown")
    assert shown(page) == (every, outputs)
    choose(page, "all hidden")
    assert shown(page) == (0, outputs)
    choose(page, "as on the page")
    assert shown(page) == (before, outputs)


def test_the_choice_is_kept_for_other_pages(page, served):
    choose(page, "all hidden")
    page.goto(f"{served}/chapters/definition.html")
    assert shown(page)[0] == 0
    assert page.get_by_label("Code", exact=True).input_value() == "hidden"
    choose(page, "as on the page")
    page.reload()
    assert shown(page)[0] > 0


def test_the_choice_works_by_keyboard(page):
    page.get_by_label("Code", exact=True).focus()
    page.keyboard.press("End")
    assert shown(page)[0] == 0
    page.keyboard.press("Home")
    assert shown(page)[0] > 0


def test_an_exercise_shows_its_code_whatever_was_chosen(page, served):
    choose(page, "all hidden")
    page.goto(f"{served}/exercises/definition.html")
    assert page.get_by_label("Code", exact=True).count() == 0
    assert shown(page)[0] > 0


def test_hidden_code_is_not_printed_and_the_choice_neither(page):
    choose(page, "all hidden")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert shown(page)[0] == 0
    assert not page.locator(".lb-code-choice").is_visible()
    assert shown(page)[1] > 0

"""Things to try: links in the text that set an explorer of the page."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.browser.explorer_page import BY_MODULE, ExplorerPage, explorers_of

LINKS = '.bd-article a[href^="#"][href*="?"]'
CHAPTERS = [
    *("big-picture", "definition", "properties", "asymmetry", "cross-entropy", "forward-reverse"),
    *("mutual-information", "estimation", "calculator", "applications/distillation"),
    *("applications/policy-optimization", "applications/calibration", "applications/vae"),
]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_each_link_sets_its_explorer_from_the_state_it_opens_in(browser, site, served, chapter):
    path = f"chapters/{chapter}.html"
    places = {place.name: place for place in explorers_of(site / path)}
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.goto(f"{served}/{path}")
    links = page.locator(LINKS).all()
    assert len(links) >= 3
    first: dict[str, dict[str, Any]] = {}
    for link in links:
        name, _, search = urlsplit(link.get_attribute("href")).fragment.partition("?")
        root = page.locator(f'[data-name="{name}"] > .kltext-explorer')
        link.click()
        root.locator(".kl-figure svg[viewBox]").wait_for()
        assert "?" not in page.url, "the address stays that of the page"
        assert page.evaluate("() => document.activeElement.tagName") == "A"
        shown = ExplorerPage(page, root, BY_MODULE[places[name].kind])
        shown.rest()
        shown.rest()
        state = shown.state()
        if name not in first:  # later links find what the one before has left
            shown.button("Reset").click()
            shown.rest()
            first[name] = shown.state()
        page.evaluate("() => history.replaceState(null, '', location.pathname)")
        set_here = {key: json.loads(value) for key, value in parse_qsl(search)}
        for key, value in set_here.items():
            if isinstance(value, dict):  # of a distribution's parameters those that matter
                set_here[key] = {**state[key], **value}
        assert state == {**first[name], **set_here}
    page.close()


def test_a_link_shows_its_explorer_where_that_is_out_of_sight(browser, served):
    page = browser.new_page(viewport={"width": 390, "height": 600}, reduced_motion="reduce")
    page.goto(f"{served}/chapters/asymmetry.html")
    page.locator(LINKS).first.click()
    explorer = page.locator(".lightbook-widget").first
    page.wait_for_function(
        "node => { const { top } = node.getBoundingClientRect(); return top >= 0 && top < 200; }",
        arg=explorer.element_handle(),
    )
    page.close()

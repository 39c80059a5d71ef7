"""The search of the built site: what is found first for what readers type."""

from __future__ import annotations

import pytest

from lightbook.printing.chromium import complaints

FIRST = [
    ("errata", "chapters/errata.html"),
    ("RLHF", "chapters/applications/policy-optimization.html"),
    ("torch", "chapters/implementation.html"),
    ("calculator", "chapters/calculator.html"),
    ("KL between two distributions", "chapters/calculator.html"),
    ("calibraton", "chapters/applications/calibration.html"),
    ("asymetry", "chapters/asymmetry.html"),
    ("why does reverse KL seek modes?", "chapters/forward-reverse.html"),
    ("kl_divergence", "chapters/api.html#kltext.kl_divergence"),
]


@pytest.fixture
def search(browser, served):
    """Return the page of the search; at the end it was silent."""
    page = browser.new_page()
    heard = complaints(page)
    page.goto(f"{served}/search.html?q=divergence")
    page.locator(".lb-search-results a").first.wait_for()
    yield page
    page.close()
    assert heard == []


def found(search, typed):
    search.get_by_label("Search the book").fill(typed)
    links = search.locator(".lb-search-results a")
    return links.evaluate_all("all => all.map((link) => link.href)")


@pytest.mark.parametrize(("typed", "address"), FIRST)
def test_what_is_typed_leads_to_its_place(search, served, typed, address):
    assert found(search, typed)[0].startswith(f"{served}/{address}")


def test_two_families_lead_to_the_calculator_with_both_chosen(search):
    found(search, "KL between two gammas")
    search.get_by_label("Search the book").press("Enter")
    search.wait_for_url("**/chapters/calculator.html#*")
    calculator = search.locator(".kltext-explorer")
    chosen = calculator.locator("select").evaluate_all("all => all.map((menu) => menu.value)")
    assert chosen[:2] == ["gamma", "gamma"]


@pytest.mark.parametrize("typed", ["entropy", "plot", "sigma", "divergence"])
def test_chapters_come_before_descriptions_of_functions(search, typed):
    described = ["api.html#kltext." in link for link in found(search, typed)]
    assert described == sorted(described)

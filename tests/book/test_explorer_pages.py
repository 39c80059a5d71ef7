"""Widgets on a built page, from a folder, without a kernel and without a network."""

from __future__ import annotations

import json

import pytest

from kltext import kl_normal
from lightbook.printing.chromium import complaints
from tests.browser.axe import violations

DEFAULT = kl_normal(0, 1, 1, 1.5)


@pytest.fixture
def page_file(small_site):
    """Return a page with an explorer, two linked ones, and a cell that needs a kernel."""
    return small_site / "chapters" / "widgets.html"


@pytest.fixture
def page(browser, page_file):
    """Open the page without a network, and hold it to silence."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    heard = complaints(page)
    page.goto(page_file.as_uri())
    yield page
    assert heard == []
    context.close()


def explorers(page):
    """Scroll to each explorer of the page, and return them."""
    for place in page.locator(".lightbook-widget").all():
        place.scroll_into_view_if_needed()
    page.locator(".lightbook-widget[data-ready]").nth(1).wait_for()
    return page.locator(".kltext-explorer")


def kl(explorer):
    """Return the divergence that an explorer reads out, to the last digit."""
    return json.loads(explorer.get_attribute("data-values"))["kl"]


def test_an_explorer_reads_its_default_and_follows_its_slider(page):
    first = explorers(page).first
    assert kl(first) == pytest.approx(DEFAULT, rel=1e-14)
    assert "0.3499 nats" in first.inner_text()
    first.get_by_label("Mean of Q", exact=True).focus()
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(100)
    assert "0.1277 nats" in first.inner_text()
    first.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(100)
    assert kl(first) == pytest.approx(DEFAULT, rel=1e-14)


def test_without_scripts_there_is_a_picture(browser, page_file):
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    figure = page.locator("figure#fig-one")
    still = figure.get_by_alt_text("Two bell curves.")
    assert still.evaluate("image => image.complete && image.naturalWidth > 300")
    assert "Fig. 1" in figure.inner_text()
    assert "With JavaScript switched on" in figure.inner_text()
    assert "Two bell curves" in page_file.read_text()
    context.close()


def test_with_scripts_the_explorer_is_the_figure(page):
    explorers(page)
    figure = page.locator("figure#fig-one")
    assert figure.locator(".kltext-explorer").count() == 1
    assert figure.locator("img").count() == 0
    assert "An explorer with a number" in figure.inner_text()


def test_explorers_of_one_title_can_be_told_apart(page):
    assert explorers(page).count() == 3
    assert violations(page) == []


def test_linked_explorers_move_together(page):
    _, second, third = explorers(page).all()
    second.get_by_label("Mean of P", exact=True).fill("3")
    page.wait_for_timeout(100)
    assert kl(second) == pytest.approx(kl_normal(3, 1, 2, 1.5), rel=1e-12)
    assert third.get_by_label("Mean of P", exact=True).input_value() == "3"
    assert kl(third) == pytest.approx(kl_normal(3, 1, 1, 3), rel=1e-12)


def test_a_link_carries_the_state(page, page_file):
    explorers(page)
    page.goto(f"{page_file.as_uri()}#gaussian?mu_q=0&sigma_q=-1&nonsense=%7B")
    page.reload()
    first = explorers(page).first
    page.wait_for_timeout(100)
    # The sound part is taken; a negative standard deviation is not.
    assert "0.1277 nats" in first.inner_text()


def test_what_needs_a_kernel_is_a_picture(page, page_file):
    text = page_file.read_text()
    assert "The sliders of this picture need Python" in text
    assert page.locator(".lightbook-picture svg, img.lightbook-picture").count() == 1
    count = explorers(page).count()
    assert page.locator("input[type=range]").count() == 4 * count
    for foreign in ("html-manager", "require.js", "jsdelivr", "_esm"):
        assert foreign not in text


def test_the_page_carries_no_bundle_and_no_random_name(page_file):
    text = page_file.read_text()
    assert text.count("lightbook/host.js") == 1
    assert 'data-model="w1"' in text
    assert "IPY_MODEL_w" in text
    assert "adoptText" not in text
    assert len(text) < 400_000

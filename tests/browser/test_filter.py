"""The filter above the tables of closed forms."""

from __future__ import annotations


def test_a_typo_in_the_filter_offers_the_nearest_word_and_all_rows(browser, served):
    page = browser.new_page()
    page.goto(f"{served}/chapters/closed-forms.html")
    field = page.get_by_label("Filter the pairs")
    field.fill("gama")
    told = page.locator(".lightbook-filter-count")
    assert told.inner_text() == "Nothing matches “gama”."
    page.get_by_role("button", name="Show “gamma”").press("Enter")
    assert field.input_value() == "gamma"
    assert "of" in told.inner_text()
    field.fill("zzzzzz")
    assert page.get_by_role("button", name="Show “").count() == 0
    page.get_by_role("button", name="Show all").press("Enter")
    assert field.input_value() == ""
    assert page.locator("section tbody tr:visible").count() > 50
    assert page.get_by_role("button", name="Show all").count() == 0
    page.close()

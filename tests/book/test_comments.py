"""Comments of readers: nothing is asked of another host before a reader wants to see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_book.config import validate_yaml, yaml_to_sphinx
from playwright.sync_api import Browser, Locator, Page, Route, expect
from sphinx.errors import ExtensionError

from lightbook.page.comments import chosen
from lightbook.printing.chromium import complaints
from tests.book.bare_book import build_bare_book, write_bare_book
from tests.made_once import Once

GISCUS = {"repo": "owner/name", "repo-id": "R_1", "category-id": "C_1"}
COMMENTS = {"hypothesis": True, "utterances": {"repo": "owner/name"}, "giscus": GISCUS}
EXTENSIONS = ["myst_nb", "lightbook", "sphinx_comments"]
# What a service's script would do: it reads its attributes, and shows something.
SCRIPT = """const own = document.currentScript;
own.after(Object.assign(document.createElement("p"), { textContent:
  `Comments of ${own.dataset.repo}, ${own.dataset.theme}` }));"""


@pytest.fixture(scope="module")
def book(once: Once) -> Path:
    """Build a book that asks for every service."""

    def make(folder: Path) -> None:
        settings = {"extensions": EXTENSIONS, "comments_config": COMMENTS}
        write_bare_book(folder, {"page.md": "# A page\n\nSome words.\n"}, **settings)
        done = build_bare_book(folder)
        assert done.returncode == 0, done.stdout + done.stderr

    return once("comments", make) / "_build" / "html"


@pytest.fixture
def page(browser: Browser, book: Path) -> Iterator[Page]:
    """Open the page in the dark."""
    page = browser.new_context(color_scheme="dark").new_page()
    heard = complaints(page)
    page.goto((book / "page.html").as_uri())
    assert heard == [], "nothing is loaded before a click"
    yield page
    page.context.close()


def place_of(page: Page, host: str) -> Locator:
    """Return the place of the service that loads from a host."""
    return page.locator(f'.lb-comments > [data-script^="https://{host}/"]')


def test_a_setting_of_jupyter_book_is_the_one_that_is_read() -> None:
    settings = {"html": {"comments": COMMENTS}}
    validate_yaml(settings, raise_on_errors=True)
    assert yaml_to_sphinx(settings)[0]["comments_config"] == COMMENTS


def test_comments_load_after_a_click_in_the_theme_of_the_page(page: Page) -> None:
    def answer(route: Route) -> None:
        route.fulfill(content_type="text/javascript", body=SCRIPT)

    page.route("https://giscus.app/client.js", answer)
    place = place_of(page, "giscus.app")
    place.get_by_role("button").click()
    expect(place).to_contain_text("Comments of owner/name, dark")
    expect(place.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("host", ["hypothes.is", "utteranc.es"])
def test_a_service_that_is_not_reached_can_be_asked_again(page: Page, host: str) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(re.compile(r"^https:"), refuse)
    place = place_of(page, host)
    expect(place.get_by_role("status")).to_contain_text(f"They are loaded from {host}")
    place.get_by_role("button").click()
    expect(place.get_by_role("status")).to_have_text(f"{host} could not be reached.")
    assert place.get_by_role("button").is_enabled()
    assert [url.split("/")[2] for url in asked] == [host]


def test_a_service_without_what_it_needs_is_refused() -> None:
    with pytest.raises(ExtensionError, match=r"giscus needs repo-id and category-id"):
        chosen({"giscus": {"repo": "owner/name"}})
    assert chosen({"hypothesis": False, "utterances": False}) == []

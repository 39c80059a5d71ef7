"""What the site tells search engines, those who share links, and those who are lost."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from lightbook.printing.chromium import complaints
from lightbook.site.extra_files import not_found
from tests.book.built import parsed
from tests.book.pages import exercise_files, site_pages
from tests.book.small_book import BASE, pages
from tests.browser.loopback import served

PAGES = site_pages()


def head(page: Path) -> dict[str, str]:
    """Return what the head of a page says, by name or property."""
    tags = parsed(page).select("head meta[content]")
    return {str(tag.get("name") or tag.get("property")): str(tag["content"]) for tag in tags}


def test_every_page_says_what_it_is_about_in_words_of_its_own(site: Path) -> None:
    told = {page: head(site / page)["description"] for page in PAGES}
    for page, words in told.items():
        assert 40 <= len(words) <= 160, f"{page}: {words}"
        assert head(site / page)["og:description"] == words
    assert len(set(told.values())) == len(told), "two pages have the same description"


def test_titles_of_shared_links_carry_no_markup(site: Path) -> None:
    for page in PAGES:
        title = head(site / page)["og:title"]
        assert title
        assert not set("<>&") & set(title)


def test_the_card_is_a_picture_of_the_right_size(small_site: Path) -> None:
    with Image.open(small_site / "_static" / "social-card.png") as card:
        assert card.size == (1200, 630)
        assert len(card.convert("RGB").getcolors(1 << 20) or []) > 100


def test_a_published_site_has_a_map_and_canonical_links(small_site: Path, site: Path) -> None:
    root = ET.parse(small_site / "sitemap.xml").getroot()  # noqa: S314 (we wrote it)
    places = [element.text for element in root.iter() if element.tag.endswith("loc")]
    names = ["index.md", *pages(), *(f"exercises/{path.name}" for path in exercise_files())]
    assert places == sorted(f"{BASE}/{name.rsplit('.', 1)[0]}.html" for name in names)
    page = small_site / "chapters" / "sound.html"
    canonical = parsed(page).select("link[rel=canonical]")
    assert [link["href"] for link in canonical] == [f"{BASE}/chapters/sound.html"]
    said = head(page)
    assert said["og:url"] == f"{BASE}/chapters/sound.html"
    assert said["og:image"] == f"{BASE}/_static/social-card.png"
    assert f"Sitemap: {BASE}/sitemap.xml" in (small_site / "robots.txt").read_text()
    # A site that does not know its address says nothing about it.
    assert not (site / "sitemap.xml").exists()
    assert not (site / "_static" / "social-card.png").exists()
    assert "og:image" not in head(site / PAGES[1])


@pytest.fixture
def host(site: Path) -> Iterator[str]:
    """Serve the site below a path."""
    with served(site, below="/kl/") as address:
        yield address


def test_a_lost_reader_finds_back_from_any_depth(host: str, site: Path, browser: Browser) -> None:
    page = browser.new_page()
    for lost in ("nothing.html", "chapters/nothing.html", "chapters/applications/no/thing"):
        page.goto(f"{host}/{lost}")
        assert page.title().startswith("Page not found")
        for link in page.locator("a").all():
            address = link.evaluate("link => link.href")
            assert address.startswith(f"{host}/")
            assert page.request.get(address).ok, address
    heard = complaints(page)
    page.goto((site / "404.html").as_uri())
    page.locator("a").first.click()
    assert page.url == (site / "index.html").as_uri()
    assert heard == []
    page.close()


def test_the_page_for_the_lost_uses_the_base_url() -> None:
    links = [("index.html", "The front page of A & B")]
    page = not_found("A & B", "https://example.org/deep/book/", links, [])
    assert 'href="/deep/book/index.html"' in page
    assert "A &amp; B" in page
    assert "{" not in page.split("<main>")[1]
    assert "<script>" not in page

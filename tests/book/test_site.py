"""The built site: every page reached, every link alive, every figure described."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import NavigableString, Tag

from tests.book.built import parsed
from tests.book.pages import site_pages
from tests.browser.explorer_page import explorers_of

PAGES = site_pages()
IMAGE_NAME = re.compile(r"\.(svg|png|jpe?g)$", re.IGNORECASE)


def article(site: Path, page: str) -> Tag:
    found = parsed(site / page).select_one("article.bd-article")
    assert found is not None, f"{page} has no article"
    return found


def targets(soup: Tag, page: Path) -> list[tuple[Path, str]]:
    """Return the files and anchors on this site that a page links to."""
    found = []
    for link in soup.find_all("a", href=True):
        url = urlsplit(str(link["href"]))
        if not url.scheme and not url.netloc:
            file = (page.parent / unquote(url.path)).resolve() if url.path else page
            found.append((file / "index.html" if file.is_dir() else file, unquote(url.fragment)))
    return found


@cache
def anchors(page: Path) -> set[str]:
    """Return the places of a page that a link can name."""
    names = {f"{place.name}?" for place in explorers_of(page)}
    return names | {str(tag["id"]) for tag in parsed(page).find_all(id=True)}


def place_of(anchor: str) -> str:
    """Return an anchor without the state of an explorer that it may carry."""
    name, mark, _ = anchor.partition("?")
    return name + mark


def test_every_page_is_reached_from_the_landing_page(site: Path) -> None:
    seen, queue = set(), [(site / "index.html").resolve()]
    while queue:
        page = queue.pop()
        if page in seen or page.suffix != ".html" or not page.is_file():
            continue
        seen.add(page)
        queue += [target for target, _ in targets(parsed(page), page)]
    assert {(site / page).resolve() for page in PAGES} - seen == set()


@pytest.mark.parametrize("page", PAGES)
def test_links_and_anchors_exist(site: Path, page: str) -> None:
    dead = []
    here = (site / page).resolve()
    for target, anchor in targets(parsed(here), here):
        if not target.is_file():
            dead.append(str(target))
        elif anchor and target.suffix == ".html" and place_of(anchor) not in anchors(target):
            dead.append(f"{target.name}#{anchor}")
    assert dead == []


@pytest.mark.parametrize("page", PAGES)
def test_figures_are_numbered_captioned_and_described(site: Path, page: str) -> None:
    body = article(site, page)
    for image in body.find_all("img"):
        source, alt = str(image["src"]), str(image.get("alt", ""))
        figure = image.find_parent("figure")
        if page == "index.html":  # has no numbers; its explorer names itself
            assert len(alt.split()) >= 8, f"say what the picture shows: {alt!r}"
            continue
        assert figure is not None, f"{source} stands outside a figure: give it a name and caption"
        assert figure.get("id"), f"{source} has no label"
        caption = figure.find("figcaption")
        assert caption is not None, f"{figure['id']} has no caption"
        assert caption.select_one(".caption-number"), f"{figure['id']} has no number"
        assert not IMAGE_NAME.search(alt), f"{figure['id']}: a path is no alt text: {alt}"
        assert len(alt.split()) >= 8, f"{figure['id']}: say what the picture shows: {alt!r}"
        text = caption.select_one(".caption-text")
        assert text is not None
        assert alt != text.get_text().rstrip("#"), f"{figure['id']}: the alt repeats the caption"


def words(tag: Tag) -> Iterator[str]:
    """Yield what a reader sees as text, code left out."""
    for child in tag.children:
        if isinstance(child, Tag):
            if child.name not in {"pre", "code", "annotation"}:
                yield from words(child)
        elif type(child) is NavigableString:  # and no comment
            yield child


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_left_unrendered(site: Path, page: str) -> None:
    body = article(site, page)
    assert body.select(".katex-error, .problematic, .system-message") == []
    assert body.select("script[type*='widget']") == [], (
        "a control that cannot work without a kernel"
    )
    text = "".join(words(body))
    for trace in (r"\{glue", r"\{ref\}", r"\{numref\}", r"\{cite", r"\bnp\.float64\(", r"\[eq-"):
        assert not re.search(trace, text), f"{trace} stands in the text of {page}"
    assert "$" not in text, f"an unrendered formula: {re.findall(r'.{0,30}[$].{0,30}', text)[:3]}"


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_no_other_host(site: Path, page: str) -> None:
    soup = parsed(site / page)
    loaded = [
        str(tag.get("src") or tag.get("href")) for tag in soup.select("script[src], link[href]")
    ]
    loaded += [str(tag["src"]) for tag in soup.select("img[src], iframe[src], video[src]")]
    assert [url for url in loaded if urlsplit(url).netloc] == []


def test_headings_start_at_one_and_skip_no_level(site: Path) -> None:
    for page in PAGES:
        levels = [int(tag.name[1]) for tag in article(site, page).find_all(re.compile(r"^h[1-6]$"))]
        assert levels[:1] == [1], page
        assert levels.count(1) == 1, page
        steps = [b - a for a, b in itertools.pairwise(levels)]
        assert max(steps, default=0) <= 1, f"{page}: a heading skips a level: {levels}"

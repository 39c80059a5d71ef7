"""The one page that is printed: complete, with unique names, and every link alive in it."""

from __future__ import annotations

import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from lightbook.printing.book_page import book_html
from lightbook.printing.cheat_sheet import sheet_html
from lightbook.printing.offer import offer_downloads, offer_pages
from lightbook.printing.offline_zip import pack
from lightbook.printing.one_page import Chapter, chapters, dead_links, reading_order
from lightbook.printing.print_pdf import print_page
from lightbook.printing.settings import Settings, read_settings
from tests.book.built import kept_for_good
from tests.book.pages import ROOT, page_files


@pytest.fixture(scope="module")
def settings(site: Path) -> Settings:
    """Return the book's settings, once its site is built."""
    assert read_settings().site == site
    return read_settings()


@pytest.fixture(scope="module")
def listed(settings: Settings) -> list[Chapter]:
    """Return the chapters to print."""
    with kept_for_good():
        return chapters(settings.book, settings.site)


@pytest.fixture(scope="module")
def book(settings: Settings, listed: list[Chapter]) -> BeautifulSoup:
    """Return the printed page, with every page number a made-up one."""
    with kept_for_good():
        return BeautifulSoup(book_html(settings, listed, {"chapters-vae": 7}), "html.parser")


def test_every_page_is_printed_in_reading_order(book: BeautifulSoup) -> None:
    names = [path.relative_to(ROOT).with_suffix("").as_posix() for path in page_files()][1:]
    assert [name for _, name in reading_order(ROOT)] == names
    anchors = [name.replace("/", "-") for name in names]
    assert [article["id"] for article in book.find_all("article")] == anchors
    listed = [str(link["href"])[1:] for link in book.select(".contents .chapter a")]
    assert listed == anchors


def test_names_are_unique_and_links_lead_somewhere(
    book: BeautifulSoup, listed: list[Chapter]
) -> None:
    counts = Counter(str(tag["id"]) for tag in book.find_all(id=True))
    assert [name for name, count in counts.items() if count > 1] == []
    assert dead_links(listed) == []
    assert {str(link["href"])[1:] for link in book.select("a[href^='#']")} <= set(counts)
    links = [str(link["href"]) for link in book.find_all("a", href=True)]
    assert [link for link in links if not link.startswith(("#", "http"))] == []


def test_nothing_that_needs_a_screen_is_printed(book: BeautifulSoup) -> None:
    assert book.select("button, .headerlink, .lightbook-tools, details:not([open])") == []
    figures = book.find_all("img", src=True)
    assert len(figures) > 50
    assert all(str(figure["src"]).startswith("file:///") for figure in figures)


def test_every_style_sheet_of_the_page_is_there(book: BeautifulSoup) -> None:
    sheets = [str(link["href"]) for link in book.select("link[rel=stylesheet]")]
    assert {Path(sheet).name for sheet in sheets} >= {"explorer.css", "quiz.css", "katex.min.css"}
    assert all(Path(sheet.removeprefix("file://")).is_file() for sheet in sheets)


def test_explorers_keep_their_state_under_names_of_their_own(book: BeautifulSoup) -> None:
    state = book.find("script", type="application/vnd.jupyter.widget-state+json")
    assert state is not None
    for place in book.select("[data-model]"):
        assert f'"{place["data-model"]}"' in state.get_text()


def test_a_dead_link_is_found() -> None:
    body = BeautifulSoup('<p id="a"><a href="#a">x</a><a href="#b">y</a></p>', "html.parser")
    assert dead_links([Chapter("one", "", "One", "1", body)]) == ["#b"]


def test_a_page_that_is_missing_is_named(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"big-picture\.html.*make book"):
        chapters(settings.book, tmp_path)
    with pytest.raises(FileNotFoundError, match="make book"):
        pack(tmp_path, tmp_path / "x.zip", "x")


def test_the_cheat_sheet_has_all_its_tables(settings: Settings, listed: list[Chapter]) -> None:
    sheet = BeautifulSoup(sheet_html(settings, listed), "html.parser")
    assert len(sheet.find_all("table")) == 5
    assert len(sheet.select(".katex")) > 30


def test_what_is_too_wide_for_paper_is_refused(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "wide.html"
    page.write_text('<!DOCTYPE html><div style="width: 3000px">wide</div>')
    with pytest.raises(RuntimeError, match="too wide"):
        print_page(browser, page, tmp_path / "wide.pdf")


def test_downloads_are_offered_where_there_is_a_place(tmp_path: Path) -> None:
    pdf = tmp_path / "pdf" / "book.pdf"
    pdf.parent.mkdir()
    pdf.write_bytes(b"x" * 250_000)
    page = tmp_path / "index.html"
    page.write_text("<p><!--lightbook-downloads--><!--/lightbook-downloads--></p>")
    offer_downloads(tmp_path, [pdf])
    once = page.read_text()
    assert '<a href="pdf/book.pdf">PDF of the whole book</a> (0.2 MB)' in once
    offer_downloads(tmp_path, [pdf])
    assert page.read_text() == once
    page.write_text("<p></p>")
    with pytest.raises(ValueError, match="0 places"):
        offer_downloads(tmp_path, [pdf])


def test_the_menu_of_a_page_leads_into_the_printed_book(tmp_path: Path) -> None:
    (tmp_path / "chapters").mkdir()
    page = tmp_path / "chapters" / "vae.html"
    page.write_text("<ul><!--lightbook-pdf--><!--/lightbook-pdf--></ul>")
    for start in (41, 7):  # the second time another edition is printed
        offer_pages(tmp_path, tmp_path / "pdf" / "book.pdf", {"chapters/vae": start})
    links = BeautifulSoup(page.read_text(), "html.parser").find_all("a")
    assert [(link["href"], link.get_text()) for link in links] == [
        ("../pdf/book.pdf#page=7", ".pdf")
    ]


@pytest.mark.parametrize("name", ["chapters/definition", "chapters/glossary"])
def test_a_page_offers_no_pdf_before_the_book_is_printed(site: Path, name: str) -> None:
    menu = (site / f"{name}.html").read_text().partition('class="lb-menu lb-menu-download')[2]
    menu = menu.partition("</ul>")[0]
    assert "<!--lightbook-pdf-->" in menu
    assert "window.print()" not in menu


def test_the_landing_page_has_a_place_for_downloads(site: Path) -> None:
    assert "<!--lightbook-downloads-->" in (site / "index.html").read_text()


def test_the_zip_depends_on_the_files_alone(tmp_path: Path) -> None:
    archives = []
    for turn, names in enumerate((["index.html", "b.html"], ["b.html", "index.html"])):
        site = tmp_path / str(turn)
        site.mkdir()
        for name in names:
            (site / name).write_text(name)
        (site / ".buildinfo").write_text(str(turn))
        archives.append(pack(site, tmp_path / f"{turn}.zip", "book"))
    assert archives[0].read_bytes() == archives[1].read_bytes()
    assert zipfile.ZipFile(archives[0]).namelist() == ["book/b.html", "book/index.html"]


def test_the_title_makes_the_name_of_the_file(settings: Settings) -> None:
    assert replace(settings, title="A – b: C").slug.replace("-", "") == "abc"

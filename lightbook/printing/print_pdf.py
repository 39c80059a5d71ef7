"""Print the book, and its cheat sheet, as PDF files into the built site.

    python -m lightbook.printing.print_pdf

The browser is the one that the tests use. The book is printed twice: the first time to learn on
which page everything stands, the second time with these numbers in its contents.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser
from pypdf import PdfReader, PdfWriter

from lightbook.printing.book_page import book_html
from lightbook.printing.cheat_sheet import sheet_html
from lightbook.printing.chromium import started
from lightbook.printing.offer import offer_downloads, offer_pages
from lightbook.printing.one_page import Chapter, anchor_of, chapters, reading_order
from lightbook.printing.settings import Settings, read_settings

WIDTH = 642  # of the text on A4, in CSS pixels: explorers are drawn for it
TIMEOUT = 240_000
SHOW_EXPLORERS = "() => window.dispatchEvent(new Event('beforeprint'))"
ALL_SHOWN = """() => [...document.querySelectorAll(".lightbook-widget")]
  .every((place) => place.dataset.ready) && [...document.images].every((image) => image.complete)"""
# Whatever is wider than the text: a reader of paper cannot scroll to it.
OVERFLOW = """() => [...document.querySelectorAll("body *")]
  .filter((e) => !e.closest("svg, .katex-mathml") || e.tagName === "svg")
  .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 2)
  .map((e) => `${e.closest("article")?.id} ${e.tagName} ${e.textContent.slice(0, 60)}`)"""
DATE = "D:20000101000000Z"  # the same book is the same file


def print_page(browser: Browser, page_file: Path, pdf: Path) -> None:
    """Print a page as it says that it wants to be printed."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 900}, reduced_motion="reduce")
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(f"missing: {request.url}"))
    page.emulate_media(media="print", color_scheme="light")
    page.goto(page_file.as_uri(), timeout=TIMEOUT)
    page.evaluate(SHOW_EXPLORERS)
    page.wait_for_function(ALL_SHOWN, timeout=TIMEOUT)
    page.wait_for_timeout(500)
    faults += [f"too wide: {element}" for element in page.evaluate(OVERFLOW)]
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True, outline=True, tagged=True)
    page.close()
    if faults:
        raise RuntimeError(f"{page_file.name} could not be printed: {'; '.join(faults[:5])}")


def page_numbers(pdf: Path) -> dict[str, int]:
    """Return the page of every named place of a PDF file, counted from 1."""
    reader = PdfReader(pdf)
    return {
        name.lstrip("/"): number + 1
        for name, place in reader.named_destinations.items()
        if (number := reader.get_destination_page_number(place)) is not None
    }


def finish(pdf: Path, target: Path, settings: Settings, subject: str) -> None:
    """Write the file anew, with who made what, and without the time of day."""
    writer = PdfWriter(clone_from=pdf)
    writer.metadata = {
        "/Title": settings.title,
        "/Author": settings.author,
        "/Subject": subject,
        "/CreationDate": DATE,
        "/ModDate": DATE,
    }
    writer.write(target)


def print_book(
    browser: Browser, settings: Settings, listed: Sequence[Chapter], folder: Path
) -> Path:
    """Print the book, and return its file."""
    page_file, draft = folder / "book.html", folder / "book.pdf"
    page_file.write_text(book_html(settings, listed), encoding="utf-8")
    print_page(browser, page_file, draft)
    numbers = page_numbers(draft)
    page_file.write_text(book_html(settings, listed, numbers), encoding="utf-8")
    print_page(browser, page_file, draft)
    if page_numbers(draft) != numbers:
        raise RuntimeError("the page numbers in the contents do not hold: they moved the pages")
    return draft


def file_name(settings: Settings) -> str:
    """Return the book's title as the name of a file."""
    return re.sub("-+", "-", settings.slug)


def print_all(settings: Settings) -> list[Path]:
    """Print the book, and its cheat sheet if it has one, into the site; return the files."""
    folder, target = settings.book / "_build" / "print", settings.site / "pdf"
    for place in (folder, target):
        place.mkdir(parents=True, exist_ok=True)
    listed = chapters(settings.book, settings.site)
    files = [target / f"{file_name(settings)}.pdf"]
    with started() as browser:
        finish(print_book(browser, settings, listed, folder), files[0], settings, "The whole book")
        if settings.cheat_sheet:
            sheet_page, sheet = folder / "cheat-sheet.html", folder / "cheat-sheet.pdf"
            sheet_page.write_text(sheet_html(settings, listed), encoding="utf-8")
            print_page(browser, sheet_page, sheet)
            files.append(target / sheet.name)
            finish(sheet, files[1], settings, "Cheat sheet")
    offer_downloads(settings.site, files)
    numbers = page_numbers(files[0])
    names = [name for _, name in reading_order(settings.book)]
    offer_pages(settings.site, files[0], {name: numbers[anchor_of(name)] for name in names})
    return files


if __name__ == "__main__":
    for made in print_all(read_settings()):
        pages = len(PdfReader(made).pages)
        print(f"{made} ({pages} pages, {made.stat().st_size / 1e6:.1f} MB)")

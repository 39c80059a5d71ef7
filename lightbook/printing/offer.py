"""Lets the built site offer the files that were printed; a site without them offers none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

PLACE = re.compile("<!--lightbook-downloads-->.*?<!--/lightbook-downloads-->", re.DOTALL)
WORDS = {"cheat-sheet.pdf": "the cheat sheet on one page"}
BOOK = "the whole book"
PAGE_PLACE = re.compile("<!--lightbook-pdf-->.*?<!--/lightbook-pdf-->", re.DOTALL)


def offer_downloads(site: Path, files: Iterable[Path]) -> None:
    """Write links to the files into the landing page, where it has a place for them.

    Raises
    ------
    ValueError
        If it has none.
    """
    page = site / "index.html"
    items = "".join(
        f'<li><a href="{file.relative_to(site).as_posix()}">PDF of {WORDS.get(file.name, BOOK)}'
        f"</a> ({file.stat().st_size / 1e6:.1f} MB)</li>"
        for file in files
    )
    text, count = PLACE.subn(
        "<!--lightbook-downloads-->"
        f'<ul class="lightbook-downloads">{items}</ul>'
        "<!--/lightbook-downloads-->",
        page.read_text(encoding="utf-8"),
    )
    if count != 1:
        raise ValueError(f"{page} has {count} places for downloads, not one")
    page.write_text(text, encoding="utf-8")


def offer_pages(site: Path, book: Path, starts: Mapping[str, int]) -> None:
    """Let the download menu of each page lead to its place in the printed book.

    `starts` says on which page of the book each page of the site begins, by the name of the latter
    without its ending. A page whose menu has no place for the link stays as it is.
    """
    for name, start in starts.items():
        page = site / f"{name}.html"
        target = f"{'../' * name.count('/')}{book.relative_to(site).as_posix()}#page={start}"
        words = f"This page in the PDF of the book, at page {start}"
        link = (
            f'<!--lightbook-pdf--><li><a class="btn lb-menu-item btn-download-pdf-button" '
            f'href="{target}" title="{words}">.pdf</a></li><!--/lightbook-pdf-->'
        )
        text = page.read_text(encoding="utf-8")
        page.write_text(PAGE_PLACE.sub(link, text), encoding="utf-8")

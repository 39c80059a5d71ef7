"""Lets the built site offer the files that were printed; a site without them offers none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PLACE = re.compile("<!--lightbook-downloads-->.*?<!--/lightbook-downloads-->", re.DOTALL)
WORDS = {"cheat-sheet.pdf": "the cheat sheet on one page"}
BOOK = "the whole book"


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

"""Names the book on each page, for what scripts keep in the browser.

Several books may share one host, and so one store in the reader's browser. Scripts read the
name from ``<meta name="lightbook-book">`` and put it into the names of what they keep.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

from sphinx.application import Sphinx


def book_name(title: str) -> str:
    """Return a title in lower-case words joined by hyphens.

    Examples
    --------
    >>> book_name("The Kullback–Leibler Divergence")
    'the-kullback-leibler-divergence'
    """
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", title).lower())
    return "-".join(words) or "book"


def name_book(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add the name to the head of a page."""
    name = html.escape(book_name(app.config.html_title or app.config.project))
    context["metatags"] = (
        f'{context.get("metatags", "")}<meta name="lightbook-book" content="{name}">'
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", name_book)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The line below a chapter's title: how long it takes, and the ways to run it.

The links ask nobody for anything until a reader follows them.
"""

from __future__ import annotations

import html
from typing import Any, Final

from sphinx.application import Sphinx

from lightbook.page.reading_time import minutes_of
from lightbook.site.repository import NOTEBOOKS, repository

AFTER: Final = "</h1>"


def tools(app: Sphinx, page: str, root: str) -> str:
    """Return the line as HTML; `root` leads from the page to the site's root."""
    minutes = minutes_of(app.env, page)
    items = [f'<li class="lightbook-minutes">{minutes} min to read</li>'] if minutes else []
    if app.env.doc2path(page).endswith(".ipynb"):
        place = repository(app.config)
        copy = f"{root}{NOTEBOOKS}/{page}.ipynb"
        items.append(f'<li><a href="{html.escape(copy)}" download>Download notebook</a></li>')
        for name, link in (
            ("Colab", place.colab_link(page)),
            ("Binder", place.binder_link(page)),
        ):
            if link:
                items.append(f'<li><a href="{html.escape(link)}">Open in {name}</a></li>')
    return f'<ul class="lightbook-tools">{"".join(items)}</ul>' if items else ""


def place_tools(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Put the line below the title of a chapter; the landing page has its own."""
    if doctree is None or pagename == app.config.root_doc:
        return
    root = "../" * pagename.count("/")
    before, title, rest = context["body"].partition(AFTER)
    context["body"] = f"{before}{title}{tools(app, pagename, root)}{rest}" if title else before


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("lightbook.site.repository")
    app.setup_extension("lightbook.page.reading_time")
    app.connect("html-page-context", place_tools)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

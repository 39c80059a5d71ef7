"""Sphinx extension that gives a section's tables a filter field, where a page asks for one.

A page asks by ``<div class="lightbook-filter"></div>`` in a section; without scripts the div stays
empty, and all rows are there.
"""

from __future__ import annotations

from typing import Any, Final

from sphinx.application import Sphinx

PLACE: Final = 'class="lightbook-filter"'


def add_filter(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the script on the pages that have a place for it, and only there."""
    if PLACE in context.get("body", ""):
        app.add_js_file("lightbook/filter.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", add_filter)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

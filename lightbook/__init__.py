"""Sphinx extension of the book; each module of this folder is one part of it.

Add ``kltext.sphinxext`` to ``sphinx.extra_extensions`` in ``_config.yml``, before
``sphinxcontrib.katex``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS: Final = (
    "execution",
    "glued_values",
    "formulas",
    "explorer_pages",
    "quiz_pages",
    "table_filter",
    "exercise_pages",
    "book_name",
    "repository",
    "wheel",
    "notebook_copies",
    "reading_time",
    "icons",
    "page_tools",
    "landing",
    "page_head",
    "site_files",
    "light_pages",
    "folding",
    "joined_words",
    "margin_notes",
    "descriptions",
    "figures",
    "table_heads",
    "waiting_blocks",
    "search_index",
    "one_style",
    "unused_files",
    "formula_fonts",
)


# Parts that rest on an extension which a book may do without; its formulas are then its own.
RESTS_ON: Final = {"formulas": "sphinxcontrib.katex"}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension's parts with Sphinx."""
    chosen = app.config.extensions
    for part in PARTS:
        if part in RESTS_ON and RESTS_ON[part] not in chosen:
            continue
        app.setup_extension(f"kltext.sphinxext.{part}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Makes a Jupyter Book light, alive without a kernel, and printable.

Add ``lightbook`` to ``sphinx.extra_extensions`` in ``_config.yml``, before
``sphinxcontrib.katex``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS: Final = (
    "execution.cache",
    "nodes.glued_values",
    "nodes.formulas",
    "nodes.widgets",
    "quiz.page",
    "nodes.table_filter",
    "nodes.exercise_list",
    "page.book_name",
    "site.repository",
    "site.projects",
    "site.notebook_copies",
    "page.reading_time",
    "page.icons",
    "page.tools",
    "page.landing",
    "page.head",
    "site.extra_files",
    "theme",
    "nodes.folding",
    "nodes.nonbreaking",
    "nodes.margin_notes",
    "page.descriptions",
    "nodes.figures",
    "nodes.table_heads",
    "page.waiting_blocks",
    "site.search_index",
    "site.merge_css",
    "site.prune_static",
    "site.formula_fonts",
)


# Parts that rest on an extension which a book may do without; its formulas are then its own.
RESTS_ON: Final = {"nodes.formulas": "sphinxcontrib.katex"}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension's parts with Sphinx."""
    chosen = app.config.extensions
    for part in PARTS:
        if part in RESTS_ON and RESTS_ON[part] not in chosen:
            continue
        app.setup_extension(f"lightbook.{part}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

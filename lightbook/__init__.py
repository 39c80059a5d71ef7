"""Makes a Jupyter Book light, alive without a kernel, and printable.

In ``_config.yml``, ``lightbook`` belongs into ``sphinx.extra_extensions``, before
``sphinxcontrib.katex``; ``html_theme: lightbook`` below ``sphinx.config`` gives its pages. With
any other theme the pages are that theme's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PARTS: Final = (
    "repository",
    "static_files",
    "execution.cache",
    "quiz.page",
    "nodes.bibliography",
    "nodes.cells",
    "nodes.glued_values",
    "nodes.formulas",
    "nodes.widgets",
    "nodes.table_filter",
    "nodes.exercise_list",
    "page.book_name",
    "page.landing",
    "live.page",
    "site.projects",
    "site.notebook_copies",
    "site.search_index",
)
# Parts that rest on an extension which a book may do without.
RESTS_ON: Final = {
    "nodes.bibliography": "sphinxcontrib.bibtex",
    "nodes.formulas": "sphinxcontrib.katex",
}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension's parts with Sphinx."""
    app.add_config_value("lightbook_cheat_sheet", {}, "", [dict])  # printing reads it
    chosen = app.config.extensions
    for part in PARTS:
        if part in RESTS_ON and RESTS_ON[part] not in chosen:
            continue
        app.setup_extension(f"lightbook.{part}")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

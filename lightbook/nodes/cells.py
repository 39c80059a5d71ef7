"""Tells scripts which cell of the notebook each cell of a page is, by the attribute ``data-cell``.

It holds the cell's id; ``cell-<number>``, counted from 0, where the source gives cells no ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform


class notebook_cell(nodes.container):  # noqa: N801  docutils' way
    """A code cell with the attributes, in ``data``, that scripts find it by."""


def code_cells(document: nodes.document) -> Iterator[nodes.container]:
    """Yield what MyST-NB has made of each code cell that a page shows."""
    for node in document.findall(nodes.container):
        if node.get("nb_element") == "cell_code":
            yield node


def name_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Note the id of each code cell of a page that was just read."""
    source = Path(app.env.doc2path(app.env.docname))
    cells = json.loads(source.read_text(encoding="utf-8"))["cells"] if is_notebook(source) else []
    for node in code_cells(doctree):
        number = node["cell_index"]
        own = cells[number].get("id") if number < len(cells) else None
        node["cell_id"] = own or f"cell-{number}"


def is_notebook(source: Path) -> bool:
    """Return whether a page is written as a notebook."""
    return source.suffix == ".ipynb"


class MarkCells(SphinxPostTransform):
    """Give code cells the attributes that scripts find them by."""

    default_priority = 900  # after MyST-NB has folded what is hidden
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page."""
        for node in list(code_cells(self.document)):
            data = {"data-cell": node["cell_id"], **node.get("data", {})}
            marked = notebook_cell("", *node.children, **{**node.attributes, "data": data})
            node.replace_self(marked)


def visit_notebook_cell(self: Any, node: notebook_cell) -> None:
    """Begin a code cell."""
    self.body.append(self.starttag(node, "div", CLASS="docutils container", **node["data"]))


def depart_notebook_cell(self: Any, node: notebook_cell) -> None:
    """End a code cell."""
    self.body.append("</div>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(notebook_cell, html=(visit_notebook_cell, depart_notebook_cell))
    app.connect("doctree-read", name_cells)
    app.add_post_transform(MarkCells)
    safe = {"parallel_read_safe": True, "parallel_write_safe": True}
    return {"version": "1", "env_version": 1, **safe}  # pages read before have no ids

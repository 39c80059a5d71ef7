"""Mends what docutils writes that readers of screens stumble over, in tables and lists of works."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx


def visit_entry(self: Any, node: nodes.entry) -> None:
    """Begin a cell of a table: a head that says nothing is a cell, not a head of all below it."""
    type(self).visit_entry(self, node)
    if self.body[-1].startswith("<th") and not node.astext().strip():
        node.clear()
        self.body[-1] = self.body[-1].replace("<th", "<td", 1)
        self.context[-1] = self.context[-1].replace("</th>", "</td>")


def depart_entry(self: Any, node: nodes.entry) -> None:
    """End a cell of a table."""
    type(self).depart_entry(self, node)


def visit_citation(self: Any, node: nodes.citation) -> None:
    """Begin an entry of a list of works, whose role accessibility standards have dropped."""
    type(self).visit_citation(self, node)
    self.body[-1] = self.body[-1].replace('role="doc-biblioentry"', 'role="listitem"')


def depart_citation(self: Any, node: nodes.citation) -> None:
    """End an entry of a list of works."""
    type(self).depart_citation(self, node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
    app.add_node(nodes.citation, override=True, html=(visit_citation, depart_citation))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""Puts margin notes, by the directive ``margin`` of sphinx-book-theme, after their paragraphs.

The source has the note before its paragraph, and so have the theme's own pages, where it is read
first, and is a landmark. Here it is read after; the style sheet of a wide window puts it beside.
"""

from __future__ import annotations

from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

logger = logging.getLogger(__name__)


BEGIN: Final = '<div class="noted">'
# It is no landmark, of which a page has few.
BESIDE: Final = '<aside class="margin-note" role="note" aria-label="Margin note">'
END: Final = "</aside></div>"


class PlaceMarginNotes(SphinxPostTransform):
    """Put each margin note with the paragraph that follows it."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page."""
        for node in list(self.document.findall(nodes.sidebar)):
            if "margin" in node["classes"]:
                place(node)


def place(node: nodes.sidebar) -> None:
    """Put a note after its paragraph, in one block with it."""
    parent, paragraph = node.parent, node.next_node(descend=False, siblings=True)
    if not isinstance(parent, nodes.section) or not isinstance(paragraph, nodes.paragraph):
        logger.warning(
            "a margin note must stand in a section, directly before the paragraph it belongs to",
            location=node,
            type="lightbook",
            subtype="margin",
        )
        return
    begin, beside, end = (nodes.raw("", tag, format="html") for tag in (BEGIN, BESIDE, END))
    first = parent.index(node)
    parent[first : first + 2] = [begin, paragraph, beside, *without_empty_title(node), end]


def without_empty_title(node: nodes.sidebar) -> list[nodes.Node]:
    """Return what a note holds; the directive gives a title to notes that have none."""
    return [
        nodes.paragraph("", "", nodes.strong("", "", *child.children))
        if isinstance(child, nodes.title)
        else child
        for child in node.children
        if not (isinstance(child, nodes.title) and not child.astext())
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_post_transform(PlaceMarginNotes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

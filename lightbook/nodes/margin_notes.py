"""Margin notes: a paragraph and what is said beside it.

The source has the note before its paragraph, by the directive ``margin`` of sphinx-book-theme. The
page has it after, as it is read; the style sheet of a wide window puts it beside the paragraph.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from lightbook.theme import KEY

logger = logging.getLogger(__name__)


class noted(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801  docutils' way
    """A paragraph and its margin note."""


class margin_note(nodes.General, nodes.Element):  # type: ignore[misc]  # noqa: N801
    """What stands beside a paragraph."""


class PlaceMarginNotes(SphinxPostTransform):
    """Put each margin note with the paragraph that follows it."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page."""
        if not self.config[KEY]:
            return
        for node in list(self.document.findall(nodes.sidebar)):
            if "margin" in node["classes"]:
                place(node)


def place(node: nodes.sidebar) -> None:
    """Put a note after its paragraph, in one block with it."""
    paragraph = node.next_node(descend=False, siblings=True)
    if not isinstance(node.parent, nodes.section) or not isinstance(paragraph, nodes.paragraph):
        logger.warning(
            "a margin note must stand in a section, directly before the paragraph it belongs to",
            location=node,
            type="kltext",
            subtype="margin",
        )
        return
    node.parent.remove(node)
    note = margin_note("", *without_empty_title(node), ids=node["ids"])
    paragraph.replace_self(noted("", paragraph.deepcopy(), note))


def without_empty_title(node: nodes.sidebar) -> list[nodes.Node]:
    """Return what a note holds; the directive gives a title to notes that have none."""
    return [
        nodes.paragraph("", "", nodes.strong("", "", *child.children))
        if isinstance(child, nodes.title)
        else child
        for child in node.children
        if not (isinstance(child, nodes.title) and not child.astext())
    ]


def visit_noted(self: Any, node: noted) -> None:
    """Begin a paragraph with its note."""
    self.body.append(self.starttag(node, "div", CLASS="noted"))


def depart_noted(self: Any, node: noted) -> None:
    """End a paragraph with its note."""
    self.body.append("</div>\n")


def visit_margin_note(self: Any, node: margin_note) -> None:
    """Begin a note; it is no landmark, of which a page has few."""
    name = {"role": "note", "aria-label": "Margin note"}
    self.body.append(self.starttag(node, "aside", CLASS="margin-note", **name))


def depart_margin_note(self: Any, node: margin_note) -> None:
    """End a note."""
    self.body.append("</aside>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(noted, html=(visit_noted, depart_noted))
    app.add_node(margin_note, html=(visit_margin_note, depart_margin_note))
    app.add_post_transform(PlaceMarginNotes)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

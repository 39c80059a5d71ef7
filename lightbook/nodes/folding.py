"""Folds what asks to be folded with ``<details>``: it needs no script, and a search opens it.

Also takes back what makes pages invalid HTML: a paragraph inside a summary, and one id for
every exercise, solution and proof of a page.
"""

from __future__ import annotations

from html import escape
from typing import Any, Final

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

REPEATED: Final = {"exercise-content", "solution-content", "proof-content", "proof"}


class fold(nodes.General, nodes.Element):  # noqa: N801  docutils' way
    """A block that is folded; its first child is what stands there while it is."""


class fold_title(nodes.General, nodes.TextElement):  # noqa: N801
    """What is seen of a folded block."""


class FoldDropdowns(SphinxPostTransform):
    """Make blocks of class ``dropdown`` fold by themselves, and ids unique."""

    default_priority = 900  # after the titles of exercises are resolved
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page."""
        for node in list(self.document.findall(nodes.Element)):
            node["ids"] = [name for name in node.get("ids", []) if name not in REPEATED]
            wanted = "dropdown" in node.get("classes", []) and "sd-dropdown" not in node["classes"]
            if wanted and node.children and isinstance(node.children[0], nodes.title):
                title = fold_title(
                    "", "", *unlinked(node.children[0]), classes=["admonition-title"]
                )
                kinds = ["admonition", *node["classes"]]
                folded = fold("", title, *node.children[1:], ids=node["ids"], classes=kinds)
                node.replace_self(folded)


def unlinked(title: nodes.Element) -> list[nodes.Node]:
    """Return what a title says; a link inside what folds could not be reached by all."""
    for link in list(title.findall(nodes.reference)):
        link.replace_self(link.children)
    return list(title.children)


def visit_fold(self: Any, node: fold) -> None:
    """Begin a folded block."""
    self.body.append(self.starttag(node, "details"))


def depart_fold(self: Any, node: fold) -> None:
    """End a folded block."""
    self.body.append("</details>\n")


def visit_fold_title(self: Any, node: fold_title) -> None:
    """Begin what is seen of a folded block."""
    self.body.append(self.starttag(node, "summary", ""))


def depart_fold_title(self: Any, node: fold_title) -> None:
    """End what is seen of a folded block."""
    self.body.append("</summary>\n")


def visit_hidden_cell(self: Any, node: HideCodeCellNode) -> None:
    """Begin a folded cell, with a summary that says what it hides."""
    classes = " ".join(node["classes"])
    seen = "".join(
        f'<span class="{when} admonition-title">{escape(node[f"prompt_{verb}"])}</span>'
        for when, verb in (("collapsed", "show"), ("expanded", "hide"))
    )
    self.body.append(f'<details class="admonition hide {classes}"><summary>{seen}</summary>\n')


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_title, html=(visit_fold_title, depart_fold_title))
    app.setup_extension("myst_nb")
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_cell, depart_HideCellInput))
    app.add_post_transform(FoldDropdowns)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

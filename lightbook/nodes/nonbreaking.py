"""Keeps on one line what is read as one: a formula and the comma after it, a number and its unit.

Browsers may break a line on either side of a formula, even before a full stop.
"""

from __future__ import annotations

import re
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

CLASS: Final = "lb-joined"
UNIT: Final = r"(?:%|(?:nats?|bits?)\b)"
BEFORE: Final = re.compile(r"[(\[“‘]+$")
AFTER: Final = re.compile(rf"[^\w\s]+|\w+|\s{UNIT}[^\w\s]*")
SPACE_IN_MEASURE: Final = re.compile(rf"(?<=\d)\s(?={UNIT})")
VERBATIM: Final = (
    *(nodes.literal, nodes.FixedTextElement, nodes.raw),
    *(nodes.math, nodes.math_block, nodes.comment),
)


class JoinWords(SphinxPostTransform):
    """Join formulas and computed numbers with what belongs to them, and numbers with units."""

    default_priority = 890  # before margin notes are placed, after numbers have been pasted
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page."""
        for node in list(self.document.findall(is_one_piece)):
            join(node)
        for text in list(self.document.findall(nodes.Text)):
            joined = SPACE_IN_MEASURE.sub("\N{NO-BREAK SPACE}", text)
            if joined != text and not isinstance(text.parent, VERBATIM):
                text.parent.replace(text, nodes.Text(joined))


def is_one_piece(node: nodes.Node) -> bool:
    """Return whether a node is a formula in a line, or a number that a cell has computed."""
    pasted = isinstance(node, nodes.inline) and "pasted-text" in node["classes"]
    return pasted or isinstance(node, nodes.math)


def join(node: nodes.Element) -> None:
    """Make one piece of a node, the brackets before it, and the letters or marks after it."""
    parent = node.parent
    place = parent.index(node)
    before = _text_at(parent, place - 1)
    after = _text_at(parent, place + 1)
    opening, closing = BEFORE.search(before), AFTER.match(after)
    if opening is None and closing is None:
        return
    cut = opening.start() if opening else len(before)
    end = closing.end() if closing else 0
    inside = [*_texts(before[cut:]), node, *_texts(after[:end])]
    piece = nodes.inline("", "", *inside, classes=[CLASS])
    first, last = place - bool(before), place + 1 + bool(after)
    parent[first:last] = [*_texts(before[:cut]), piece, *_texts(after[end:])]


def _text_at(parent: nodes.Element, place: int) -> str:
    """Return the text that stands at a place among the children, or nothing."""
    found = parent[place] if 0 <= place < len(parent) else None
    return str(found) if isinstance(found, nodes.Text) else ""


def _texts(words: str) -> list[nodes.Text]:
    return [nodes.Text(words)] if words else []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_post_transform(JoinWords)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""What a page says, as plain text: for the search, and for the descriptions of pages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from docutils import nodes
from sphinx import addnodes

LEFT_OUT: Final = (nodes.literal_block, nodes.raw, nodes.comment, nodes.image, addnodes.index)
_COMMAND: Final = re.compile(r"\\([A-Za-z]+|.)")
_SIGNS: Final = {
    "parallel": "‖",
    "|": "‖",
    "infty": "∞",
    "log": "log",
    "ln": "ln",
    "exp": "exp",
    "ge": "≥",
    "le": "≤",
    "int": "∫",
    "sum": "∑",
    "to": "→",
    "in": "∈",
}


def readable(formula: str) -> str:
    r"""Return a formula as a line of text, near enough to be found and recognised.

    Examples
    --------
    >>> readable(r"D(P \parallel Q) = \sigma_P^2")
    'D(P ‖ Q) = σ_P^2'
    """

    def sign(command: re.Match[str]) -> str:
        name = command[1]
        if name in _SIGNS:
            return _SIGNS[name]
        case = "CAPITAL" if name[0].isupper() else "SMALL"
        try:
            return unicodedata.lookup(f"GREEK {case} LETTER {name.upper()}")
        except KeyError:
            return " "

    return " ".join(re.sub(r"[{}&]", "", _COMMAND.sub(sign, formula)).split())


def words(node: nodes.Node, *, top: bool = True) -> Iterator[str]:
    """Yield the words of a section, without those of its subsections and its code."""
    if isinstance(node, nodes.math | nodes.math_block):
        yield readable(node.astext())
    elif isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, LEFT_OUT) or (not top and is_entry(node)):
        return
    else:
        for child in node.children:
            if not (top and isinstance(child, nodes.title | addnodes.desc_signature)):
                yield from words(child, top=False)
        if not isinstance(node, nodes.Inline):
            yield " "


def is_entry(node: nodes.Node) -> bool:
    """Return whether a node is found by itself: a section, or the description of a function."""
    if isinstance(node, nodes.section):
        return bool(node.children) and isinstance(node.children[0], nodes.title)
    return isinstance(node, addnodes.desc)

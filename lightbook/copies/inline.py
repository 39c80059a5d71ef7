"""Writes what stands in a line as Markdown: words, formulas, references, computed values."""

from __future__ import annotations

import base64
import mimetypes
import re
from functools import singledispatch
from pathlib import Path
from typing import Final

from docutils import nodes
from sphinx import addnodes

from lightbook.copies.place import Place

SILENT: Final = (
    *(nodes.comment, nodes.target, nodes.substitution_definition, nodes.system_message),
    *(addnodes.index, addnodes.toctree),
)
# What Markdown would take for its own: marks anywhere, and those that begin a line.
MARK: Final = re.compile(r"[\\`*$]|(?<!\w)_|_(?!\w)|\](?=[(\[:])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
BEGINNING: Final = re.compile(r"^([ \t]*)(?=[#>]|[-+](?:\s|$)|~~~|=+$)", re.MULTILINE)
LIST_NUMBER: Final = re.compile(r"^([ \t]*\d{1,9})(?=[.)](?:\s|$))", re.MULTILINE)


def inlines(node: nodes.Element, place: Place) -> str:
    """Return what stands in a line."""
    return "".join(inline(child, place) for child in node.children)


def title(node: nodes.Element, place: Place) -> str:
    """Return what stands in a line, as one line."""
    return " ".join(inlines(node, place).split())


@singledispatch
def inline(node: nodes.Node, place: Place) -> str:
    """Return a part of a line; what is not known is what it holds."""
    return "" if isinstance(node, SILENT) else inlines(node, place)


@inline.register
def _text(node: nodes.Text, place: Place) -> str:
    return escaped(node.astext())


def escaped(text: str) -> str:
    r"""Return text in which Markdown sees no marks of its own.

    Examples
    --------
    >>> print(escaped("2*3 costs $6, says snake_case\n1. or _not_"))
    2\*3 costs \$6, says snake_case
    1\. or \_not\_
    """
    text = MARK.sub(lambda found: "\\" + found[0], text)
    text = BEGINNING.sub(lambda found: f"{found[1]}\\", text)
    return LIST_NUMBER.sub(lambda found: f"{found[1]}\\", text)


def wrapped(mark: str, node: nodes.Element, place: Place) -> str:
    """Return what a node holds between two marks, which must touch its words."""
    text = inlines(node, place)
    inner = text.strip()
    if not inner:
        return text
    before, _, after = text.partition(inner)
    return f"{before}{mark}{inner}{mark}{after}"


@inline.register
def _emphasis(node: nodes.emphasis, place: Place) -> str:
    return wrapped("*", node, place)


@inline.register
def _strong(node: nodes.strong, place: Place) -> str:
    return wrapped("**", node, place)


@inline.register
def _quoted_title(node: nodes.title_reference, place: Place) -> str:
    return wrapped("*", node, place)


@inline.register
def _subscript(node: nodes.subscript, place: Place) -> str:
    return f"<sub>{inlines(node, place)}</sub>"


@inline.register
def _superscript(node: nodes.superscript, place: Place) -> str:
    return f"<sup>{inlines(node, place)}</sup>"


@inline.register
def _footnote_mark(node: nodes.footnote_reference, place: Place) -> str:
    return f"<sup>{inlines(node, place)}</sup>"


@inline.register
def _literal(node: nodes.literal, place: Place) -> str:
    return code(node.astext())


def code(text: str) -> str:
    """Return code in a line, between as many backticks as it takes.

    Examples
    --------
    >>> code("kl(p, q)"), code("a`b")
    ('`kl(p, q)`', '``a`b``')
    """
    text = " ".join(text.split("\n"))
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


@inline.register
def _math(node: nodes.math, place: Place) -> str:
    return f"${formula(node.astext(), place)}$"


def formula(text: str, place: Place) -> str:
    """Return a formula in one line; in a table a bar would end the cell."""
    if place.cell:
        text = text.replace(r"\|", r"\Vert ").replace("|", r"\vert ")
    return " ".join(text.split())


@inline.register
def _reference(node: nodes.reference, place: Place) -> str:
    return linked(node, place)


@inline.register
def _download(node: addnodes.download_reference, place: Place) -> str:
    return linked(node, place)


def linked(node: nodes.Element, place: Place) -> str:
    """Return a reference: what it says and where it leads; the title of a section in italics."""
    address, text = place.link(node), inlines(node, place)
    if address and text.strip():
        return f"[{text}]({address})"
    return f"*{text}*" if is_section(node) and "*" not in text else text


def is_section(node: nodes.Element) -> bool:
    """Return whether a reference says the title of a section."""
    return any("std-ref" in part["classes"] for part in node.findall(nodes.inline))


@inline.register
def _raw(node: nodes.raw, place: Place) -> str:
    return node.astext() if "html" in node.get("format", "").split() else ""


@inline.register
def _image(node: nodes.image, place: Place) -> str:
    words = escaped(node.get("alt", ""))
    return f"![{words}]({picture(node, place)})"


def picture(node: nodes.image, place: Place) -> str:
    """Return the address of an image; a file of the book comes along in it."""
    uri = str(node["uri"])
    file = Path(place.env.srcdir, uri)
    if not file.is_file():  # it is elsewhere, or inside the address already
        return uri
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"

"""Writes what the search looks through: each section, by its title, its place and its words.

The index is a script rather than JSON, so that it can be loaded from a folder too, and is
loaded only when somebody searches.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from lightbook.site.cache_busting import stamp
from lightbook.theme import INDEX, is_on

OPENING: Final = "lightbookIndex="
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
Entry = tuple[str, str, str, str]


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


def entries(doctree: nodes.document, page: str, url: str) -> Iterator[Entry]:
    """Yield each section and each described function: title, page, address, words."""
    for node in doctree.findall(is_entry):
        head = node.next_node(lambda part: isinstance(part, nodes.title | addnodes.desc_signature))
        holder = node if node.get("ids") else head
        anchor = f"#{holder['ids'][0]}" if holder.get("ids") else ""
        first = node.parent is doctree
        title = "".join(words(head, top=False)).strip()
        text = " ".join("".join(words(node)).split())
        yield (page if first else title, page, url if first else url + anchor, text)


def note_entries(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Keep what the index says of a page until all are written."""
    if doctree is None or not is_on(app):
        return
    page = re.sub(r"<[^>]*>", "", context["title"])
    found = entries(doctree, page, app.builder.get_target_uri(pagename))
    app.lightbook_found[pagename] = list(found)  # type: ignore[attr-defined]


def open_notes(app: Sphinx) -> None:
    """Begin with no entries."""
    app.lightbook_found = {}  # type: ignore[attr-defined]


def write_index(app: Sphinx, exception: Exception | None) -> None:
    """Write the index; pages that this build left alone keep what they had."""
    if exception or not is_on(app):
        return
    path = Path(app.outdir) / INDEX
    record = Path(app.doctreedir) / "search-index.json"
    pages = json.loads(record.read_text()) if record.is_file() else {}
    pages.update(app.lightbook_found)  # type: ignore[attr-defined]
    order = sorted(name for name in pages if name in app.env.found_docs)
    record.write_text(json.dumps({name: pages[name] for name in order}), encoding="utf-8")
    listed = [entry for name in order for entry in pages[name]]
    text = json.dumps(listed, ensure_ascii=False, separators=(",", ":"))
    path.write_text(f"{OPENING}{text};\n", encoding="utf-8")
    stamp(app, INDEX)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("builder-inited", open_notes)
    app.connect("html-page-context", note_entries)
    app.connect("build-finished", write_index)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

"""The first line of what has a title: "Definition 2.1 (…)", "Fig. 3.2", "Note"."""

from __future__ import annotations

from docutils import nodes
from sphinx.locale import admonitionlabels

from lightbook.copies.inline import title
from lightbook.copies.place import Place


def head(node: nodes.Element, place: Place) -> str:
    """Return the kind, the number and the title of a theorem, an exercise, a note."""
    own = next((child for child in node.children if isinstance(child, nodes.title)), None)
    words = title(own, place) if own is not None else ""
    if "realtype" in node:  # of sphinx-proof, whose writers add the kind and the number
        number = place.number(node["countertype"], node)
        return " ".join(filter(None, [node["realtype"].title(), number, words]))
    counted = own.get("title", "") if own is not None else ""
    if "%s" in counted:  # of sphinx-exercise
        return f"{counted % place.number(node['type'], node)} {words}".strip()
    return words if own is not None else str(admonitionlabels.get(node.tagname, ""))


def caption(node: nodes.Element, words: str, kind: str, place: Place) -> str:
    """Return the caption of a figure or a table, after its number if it has one."""
    number = place.number(kind, node)
    form = place.env.config.numfig_format[kind]
    return " ".join(filter(None, [f"**{form % number}.**" if number else "", words]))

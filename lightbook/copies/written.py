"""Writes a page cell by cell, as the notebook has it that the page is made from."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from lightbook.copies.blocks import block, deeper, figure_caption, in_order
from lightbook.copies.heads import head
from lightbook.copies.place import Place
from lightbook.nodes.cells import is_notebook

# MyST-NB counts the lines of a cell from here on: those of the first cell from 10001.
LINES_OF_A_CELL: Final = 10000


@dataclass
class Written:
    """What a copy says, by the numbers of the cells of its notebook."""

    texts: dict[int, str] = field(default_factory=dict)
    captions: dict[int, str] = field(default_factory=dict)
    works: list[str] = field(default_factory=list)


def is_code_cell(node: nodes.Node) -> bool:
    """Return whether a node is a code cell."""
    return isinstance(node, nodes.container) and node.get("nb_element") == "cell_code"


def pieces(parts: Sequence[nodes.Node], place: Place) -> Iterator[tuple[nodes.Node, str]]:
    """Yield what stands between code cells, with the node that it is written from.

    A box that holds code cells, such as a solution of several cells, is no box in a copy.
    """
    for part in in_order(parts):
        if is_code_cell(part):
            yield part, ""
        elif isinstance(part, nodes.section) and titled(part):
            yield from pieces(part.children, deeper(part, place))
        elif next(part.findall(is_code_cell), None) is None:
            yield part, block(part, place)
        elif isinstance(part, nodes.Admonition):
            yield part, f"**{head(part, place)}**"
            yield from pieces([one for one in part.children if not is_title(one)], place)
        else:
            yield from pieces(part.children, place)


def titled(section: nodes.section) -> bool:
    """Return whether a section has a heading."""
    return any(is_title(part) for part in section.children)


def is_title(node: nodes.Node) -> bool:
    """Return whether a node is a heading."""
    return isinstance(node, nodes.title)


def cell_of(node: nodes.Node) -> int | None:
    """Return the number of the cell that a node was read from, where it or a part of it says."""
    lines = (part.line for part in node.findall() if part.line)
    line = next(lines, None)
    return None if line is None else line // LINES_OF_A_CELL - 1


def written(document: nodes.document, place: Place) -> Written:
    """Return what the copy of a page says."""
    texts: dict[int, list[str]] = defaultdict(list)
    made = Written(works=works(document))
    here = 0
    for node, text in pieces(document.children, place):
        if is_code_cell(node):
            here = node["cell_index"]
            if (shown := next(node.findall(nodes.figure), None)) is not None:
                made.captions[here] = figure_caption(shown, place)
        elif text:
            here = max(here, cell_of(node) or 0)  # what has no line follows what was before it
            texts[here].append(text)
    made.texts = {cell: "\n\n".join(said) for cell, said in texts.items()}
    return made


def works(document: nodes.document) -> list[str]:
    """Return the works that a page cites, as sphinxcontrib-bibtex tells them with each citation."""
    told = {node["reftitle"] for node in document.findall(nodes.reference) if "reftitle" in node}
    return sorted(told)


def record(env: BuildEnvironment, page: str) -> Path:
    """Return the file that keeps what the copy of a page says, beside its doctree."""
    return Path(env.doctreedir, f"{page}.copy.json")


def read_record(app: Sphinx, page: str) -> Written:
    """Return what the copy of a page says."""
    if not record(app.env, page).is_file():  # written before there were such records
        app.env.get_and_resolve_doctree(page, app.builder)
    told: dict[str, Any] = json.loads(record(app.env, page).read_text(encoding="utf-8"))
    texts, captions = (
        {int(cell): text for cell, text in told[kind].items()} for kind in ("texts", "captions")
    )
    return Written(texts, captions, told["works"])


class WriteCopies(SphinxPostTransform):
    """Keep what the copy of a page says.

    On disk, as the search keeps its entries: only once is a page resolved.
    """

    default_priority = 90  # references are resolved; images still have their own names
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Look at the tree of a page, and leave it as it is."""
        page = self.env.docname
        if is_notebook(Path(self.env.doc2path(page))):
            made = written(self.document, Place(self.env, self.app.builder, page))
            record(self.env, page).write_text(json.dumps(made.__dict__), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_post_transform(WriteCopies)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

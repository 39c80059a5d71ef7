"""Gives a page what the script needs that runs its code.

Beside the pages lie the code cells of each notebook, those too that a page does not show. Numbers
that the prose quotes carry the key of their ``glue``, so that they follow the cells.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from myst_nb.ext.glue.roles import PasteTextRole
from sphinx.application import Sphinx

from lightbook.bundles import DIST
from lightbook.nodes.cells import code_cells, is_notebook
from lightbook.site.imports import third_party
from lightbook.site.notebook_copies import DATA_KEY, reads_tables
from lightbook.site.projects import projects
from lightbook.static_files import version

KEY: Final = "lightbook_live"
FOLDER: Final = "live"  # of the site


class glued_text(nodes.inline):  # noqa: N801  docutils' way
    """A number in the prose, with the key that a cell glues it by and the format that it has."""


class NamedTextRole(PasteTextRole):
    """MyST-NB's ``glue:text``, which remembers what it was asked for."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as a node with its key."""
        made, messages = super().run()
        key, _, wanted = self.text.partition(":")
        named = [
            glued_text("", *node.children, classes=node["classes"], key=key, format=wanted)
            if type(node) is nodes.inline
            else node
            for node in made
        ]
        return named, messages


def visit_glued_text(self: Any, node: glued_text) -> None:
    """Begin a number that a script can find."""
    data = {"data-glue": node["key"], "data-format": node["format"]}
    self.body.append(self.starttag(node, "span", "", **data))


def depart_glued_text(self: Any, node: glued_text) -> None:
    """End it."""
    self.body.append("</span>")


def notebook_code(source: Path, data_code: str, own: Collection[str]) -> dict[str, Any]:
    """Return the code cells of a notebook, and what is to run before them.

    ``brings`` are the packages that modules of ``own`` import for a cell: they are fetched together
    with those that the cell names.
    """
    code: list[dict[str, Any]] = []
    for number, cell in enumerate(json.loads(source.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            text = "".join(cell["source"])
            name = cell.get("id") or f"cell-{number}"
            code.append({"id": name, "source": text, "brings": third_party([text], own)})
    reads = reads_tables("\n".join(str(cell["source"]) for cell in code))
    return {"cells": code, "setup": data_code if reads else ""}


def equip_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Write a page's code beside it, and load the script that offers to run it."""
    settings = app.config[KEY]
    if not settings or doctree is None or not any(code_cells(doctree)):
        return
    source = Path(app.env.doc2path(pagename))
    if not is_notebook(source):
        return
    target = Path(app.outdir) / FOLDER / f"{pagename}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    own = [project.module for project in projects(app.config, Path(app.srcdir))]
    made = notebook_code(source, app.config[DATA_KEY], own)
    target.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    root = "../" * pagename.count("/")
    stamp = version(*sorted((DIST / "page").glob("live*")))
    data: Any = {
        "data-cells": f"{root}{FOLDER}/{pagename}.json?v={version(target)}",
        "data-python": settings.get("address") or f"{root or './'}python/",
        "data-version": stamp,
        "data-live": f"live.js?v={stamp}",
        "data-style": f"live.css?v={stamp}",
    }
    app.add_js_file("lightbook/run.js", loading_method="defer", **data)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(KEY, {}, "html", [dict])
    app.setup_extension("myst_nb")
    app.add_node(glued_text, html=(visit_glued_text, depart_glued_text))
    app.add_role_to_domain("glue", "text", NamedTextRole(), override=True)
    app.connect("html-page-context", equip_page)
    safe = {"parallel_read_safe": True, "parallel_write_safe": True}
    return {"version": "1", "env_version": 1, **safe}  # pages read before have no keys

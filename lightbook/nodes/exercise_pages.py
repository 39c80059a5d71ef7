"""Sphinx extension: each exercise notebook is a page too, below the page that lists them.

The notebooks of the folder ``lightbook_exercises`` are read as they stand, and are not run. Their
code cells say to scripts what they are, by attributes:

- ``data-kind``: ``answer`` to fill in, ``check`` to run, or ``given``;
- ``data-task``: which task an answer or a check belongs to, the ``grade_id`` of its answer;
- ``data-grade``: the ``grade_id`` of the cell itself;
- ``data-points``: what a check is worth.

The article names its notebook: ``data-exercise`` is the slug, ``data-notebook`` the address of the
copy that the site hands out. A book that leaves the folder out by ``exclude_patterns`` has no such
pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.transforms import SphinxTransform

from lightbook.nodes.cells import code_cells
from lightbook.repository import NOTEBOOKS

FOLDER: Final = "lightbook_exercises"
CHECK: Final = "check-"


class exercise_pages(nodes.Invisible, nodes.Element):  # noqa: N801  docutils' way
    """Where the pages of exercises come in the table of contents: below this page."""


def exercise_names(config: Config, book: Path) -> list[str]:
    """Return the names that the exercises have, or would have, as pages."""
    folder: str = config[FOLDER]
    return [f"{folder}/{path.stem}" for path in sorted((book / folder).glob("*.ipynb"))]


def is_exercise(config: Config, page: str) -> bool:
    """Return whether a page is made from an exercise notebook."""
    return bool(page.rpartition("/")[0] == config[FOLDER])


def let_them_be_pages(app: Sphinx, config: Config) -> None:
    """Take the exercises back in that are in no table of contents, and let nobody run them."""
    files = {f"{name}.ipynb" for name in exercise_names(config, Path(app.srcdir))}
    # sphinx-external-toc leaves out, file by file, what is not in its table.
    config["exclude_patterns"] = [one for one in config["exclude_patterns"] if one not in files]
    if "nb_execution_excludepatterns" in config:
        others = config["nb_execution_excludepatterns"]
        config["nb_execution_excludepatterns"] = [*others, f"{config[FOLDER]}/*.ipynb"]


class PlacePages(SphinxTransform):
    """Put the pages of exercises into the table of contents."""

    # After sphinx-external-toc, which expects no other tables, and before they are collected.
    default_priority = 110

    def apply(self, **kwargs: Any) -> None:  # noqa: ARG002  docutils' signature
        """Change the tree of the page that lists the exercises."""
        for place in list(self.document.findall(exercise_pages)):
            table = table_of(self.env.docname, place["pages"])
            place.parent.remove(place)
            holder = self.document.children[-1]
            holder.append(nodes.compound("", table, classes=["toctree-wrapper"]))


def table_of(page: str, below: Sequence[str]) -> toctree:
    """Return a hidden table of contents, with what collectors and themes read of one."""
    return toctree(
        parent=page,
        entries=[(None, name) for name in below],
        includefiles=list(below),
        maxdepth=-1,
        caption=None,
        rawcaption="",
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=True,
        style="numerical",
        restart_numbering=None,
    )


def describe_cells(app: Sphinx, doctree: nodes.document) -> None:
    """Note what the code cells of an exercise are."""
    if not is_exercise(app.config, app.env.docname):
        return
    task = ""
    for node in code_cells(doctree):
        marks = node["cell_metadata"].get("nbgrader", {})
        node["data"] = described(marks, task)
        if marks.get("solution"):
            task = marks["grade_id"]


def described(marks: dict[str, Any], task: str) -> dict[str, str]:
    """Return the attributes of a cell by what nbgrader knows of it, after the answer to a task.

    Examples
    --------
    >>> described({"solution": True, "grade_id": "sum"}, "")
    {'data-kind': 'answer', 'data-task': 'sum', 'data-grade': 'sum'}
    >>> described({"grade": True, "grade_id": "check-sum", "points": 2}, "sum")["data-points"]
    '2'
    >>> described({}, "sum")
    {'data-kind': 'given'}
    """
    name = str(marks.get("grade_id", ""))
    if marks.get("solution"):
        return {"data-kind": "answer", "data-task": name, "data-grade": name}
    if not marks.get("grade"):
        return {"data-kind": "given"}
    points = str(marks.get("points", 0))
    own = name.removeprefix(CHECK) if name.startswith(CHECK) else task
    return {"data-kind": "check", "data-task": own, "data-grade": name, "data-points": points}


def name_notebook(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Tell the layout which notebook a page of an exercise is made from."""
    if doctree is not None and is_exercise(app.config, pagename):
        up = "../" * pagename.count("/")
        slug = pagename.rpartition("/")[2]
        context["exercise"] = {"slug": slug, "notebook": f"{up}{NOTEBOOKS}/{pagename}.ipynb"}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(FOLDER, "exercises", "env", [str])
    app.add_node(exercise_pages)
    app.connect("config-inited", let_them_be_pages, priority=950)
    app.add_transform(PlacePages)
    app.connect("doctree-read", describe_cells)
    app.connect("html-page-context", name_notebook)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}

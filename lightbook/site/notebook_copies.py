"""Hands out the notebooks: copies of chapters and exercises that run anywhere.

A copy reads like the page of its notebook, and has one more cell below its title. The cell installs
the book's packages where one cannot be imported, and does nothing elsewhere; it has no mark of a
task, so that checks and graders pass it by.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.util import logging

from lightbook.copies.notebook import readable
from lightbook.copies.written import read_record
from lightbook.repository import NOTEBOOKS
from lightbook.site.imports import third_party
from lightbook.site.projects import requirements

LOGGER = logging.getLogger(__name__)
KIND: Final = "lightbook"
REQUIREMENTS: Final = "requirements.txt"  # what Binder installs for the copies
CELL_ID: Final = "lightbook-install"
DATA_KEY: Final = "lightbook_data_code"
INSTALL: Final = """# This copy runs anywhere: what it needs is installed first, if it is missing.
import importlib.util
import subprocess
import sys

needed = {needed}
in_browser = sys.platform == "emscripten"  # whose Python brings what is imported
if not in_browser and not all(map(importlib.util.find_spec, needed)):
    install = [sys.executable, "-m", "pip", "install", "--quiet", *needed.values()]
    subprocess.run(install, check=True)
    importlib.invalidate_caches()"""
# Pyodide's kernel loads what a cell could import, whether or not it is run.
BROUGHT: Final = """
if False:  # so that a browser's Python has what the imports below import themselves
    import {names}"""


def installable(text: str, needed: Mapping[str, str], data_code: str = "") -> str:
    """Return a notebook's text with the cell that installs what it needs.

    ``needed`` says, by module, what pip installs; ``data_code`` is run where the notebook reads
    from the folder ``data``.

    Raises
    ------
    ValueError
        If the text is no notebook, or has such a cell already.
    """
    notebook = json.loads(text)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not cells:
        raise ValueError("this is no notebook: it has no cells")
    if any(cell.get("id") == CELL_ID for cell in cells):
        raise ValueError(f"the notebook has a cell {CELL_ID!r} already")
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    listed = json.dumps(needed, indent=4)
    install = INSTALL.format(needed=listed)
    if names := third_party([_source(c) for c in cells if c["cell_type"] == "code"], needed):
        install += BROUGHT.format(names=", ".join(names))
    if data_code and reads_tables(code):
        install += f"\n\n{data_code.strip()}"
    place = 1 if cells[0]["cell_type"] == "markdown" else 0
    cells.insert(place, _code_cell(install))
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def reads_tables(code: str) -> bool:
    """Return whether some code reads from the folder ``data``."""
    return '"data"' in code or '"data/' in code


def _source(cell: Mapping[str, Any]) -> str:
    return "".join(cell["source"])


def _code_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": CELL_ID,
        "metadata": {"jupyter": {"source_hidden": True}},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def notebook_sources(app: Sphinx) -> list[Path]:
    """Return the notebooks that the site hands out: of its pages, and the exercises."""
    book = Path(app.srcdir)
    pages = [Path(app.env.doc2path(name)) for name in sorted(app.env.found_docs)]
    chapters = [path for path in pages if path.suffix == ".ipynb"]
    return [*chapters, *sorted((book / app.config.lightbook_exercises).glob("*.ipynb"))]


def copy_of(app: Sphinx, source: Path) -> str:
    """Return the text of a notebook's copy; one that is no page reads like one already."""
    text, page = source.read_text(encoding="utf-8"), app.env.path2doc(str(source))
    if page in app.env.found_docs:
        try:
            made = readable(json.loads(text), read_record(app, page))
        except ValueError as error:
            LOGGER.warning(
                "the copy of this notebook is its source: %s", error, location=page, type=KIND
            )
        else:
            text = json.dumps(made)
    return installable(text, requirements(app), app.config[DATA_KEY])


def hand_out(app: Sphinx, failure: Exception | None) -> None:
    """Write the copies, and let the downloads that Sphinx has copied be such copies too."""
    if failure is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    (site / NOTEBOOKS).mkdir(exist_ok=True)  # also in a book without a notebook
    for source in notebook_sources(app):
        target = site / NOTEBOOKS / source.relative_to(app.srcdir)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(copy_of(app, source), encoding="utf-8")
    needed = "".join(f"{line}\n" for line in requirements(app).values())
    (site / NOTEBOOKS / REQUIREMENTS).write_text(needed, encoding="utf-8")
    for source, (_, name) in app.env.dlfiles.items():
        path = Path(app.srcdir, source)
        if path.suffix == ".ipynb":
            (site / "_downloads" / name).write_text(copy_of(app, path), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("lightbook.copies.written")
    app.add_config_value(DATA_KEY, "", "html", [str])
    app.connect("build-finished", hand_out)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
